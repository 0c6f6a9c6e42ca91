package org.confab.check;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.confab.plivo.HttpMethod;

/**
 * A request of a crawl.
 *
 * @param from     what in a document led there; empty for the answer URL and for those of the settings
 * @param status   empty where there was no reply
 * @param elements how many the document has; empty where none was expected, or none came that can be run
 */
public record Visit(HttpMethod method, URI url, Optional<From> from, Optional<Integer> status, Optional<Duration> took, Optional<Integer> elements) {

  /** A place in a document; the attribute is empty where the element's text is the URL. */
  public record From(URI document, int line, String element, Optional<String> attribute) {}
}
