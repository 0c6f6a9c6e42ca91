package org.confab.check;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.confab.http.PlainUrl;
import org.confab.plivo.Printable;
import org.confab.plivo.UrlOptions;
import org.confab.plivo.Urls.Resolution;
import org.confab.plivo.Warning;

/** The URLs in a document, as they would be requested; what is wrong with their options becomes a warning. */
record Urls(Optional<URI> base, List<Warning> warnings) {

  private static final URI ANY = URI.create("http://any.invalid/");

  String of(int line, String reference) {
    UrlOptions.of(reference).warnings().forEach(text -> warnings.add(new Warning(line, text)));
    // what cannot be requested cannot be wherever the document comes from
    Resolution resolution = org.confab.plivo.Urls.resolve(base.orElse(ANY), reference);
    if (resolution instanceof Resolution.Refused refused) {
      warnings.add(new Warning(line, "the URL " + Printable.url(reference) + " cannot be requested: " + refused.reason()));
      return Printable.url(reference) + " (cannot be requested)";
    }
    if (base.isPresent() && resolution instanceof Resolution.Resolved resolved) {
      return PlainUrl.printable(resolved.url().toString());
    }
    boolean relative = !reference.startsWith("http://") && !reference.startsWith("https://");
    return PlainUrl.printable(reference) + (relative ? " (relative to the document's own URL)" : "");
  }
}
