package org.confab.check;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;

/**
 * Something that a call would request.
 *
 * @param parameters as the service would send them
 * @param from       what in a document leads there; empty for the operator's own URLs
 * @param depth      how many documents lead there
 */
record Lead(Kind kind, Link link, HttpMethod method, Map<String, String> parameters, Optional<Visit.From> from, int depth) {

  /** What is expected to come back. */
  enum Kind {
    /** Elements to run. */
    DOCUMENT,
    /** Sounds to play to a room. */
    SOUND_DOCUMENT,
    /** A WAV or an MP3. */
    SOUND,
    /** Nothing: it is told something. */
    TOLD
  }

  /** Two leads of one identity would ask the same again. */
  String identity() {
    return kind + " " + method + " " + link.url().replaceFirst("#.*", "") + " " + link.trusted() + " " + parameters;
  }
}
