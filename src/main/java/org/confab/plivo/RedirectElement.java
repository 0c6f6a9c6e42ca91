package org.confab.plivo;

/**
 * {@code <Redirect>}: go on with the document at a URL; nothing after this element runs.
 *
 * @param url as written, possibly relative to the document's
 */
public record RedirectElement(int line, String url, HttpMethod method) implements Element {

  static Element read(Attributes a) {
    HttpMethod method = a.method("method");
    return Urls.faultOf(a.body())
        .<Element>map(fault -> a.invalid("cannot redirect to \"" + Printable.url(a.body()) + "\": " + fault))
        .orElseGet(() -> new RedirectElement(a.line(), a.body(), method));
  }
}
