package org.confab.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a REST request is answered.
 *
 * @param fields the JSON body, without {@code api_id}, which every body gets; 204 has none
 */
record Answer(int status, Map<String, Object> fields, Map<String, String> headers) {

  Answer {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    headers = Map.copyOf(headers);
  }

  static Answer of(int status, Map<String, Object> fields) {
    return new Answer(status, fields, Map.of());
  }

  /** 204, what Plivo answers to DELETE. */
  static Answer noContent() {
    return of(204, Map.of());
  }

  /** Plivo's shape of an error. @param why for whoever asked; what they sent in it goes through {@link org.confab.plivo.Printable} */
  static Answer error(int status, String why) {
    return of(status, Map.of("error", why));
  }

  Answer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, fields, more);
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** What it says, for a log line. */
  String words() {
    return String.valueOf(fields.getOrDefault("error", fields.getOrDefault("message", "")));
  }
}
