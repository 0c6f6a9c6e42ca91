package org.confab.trace;

/**
 * A line of a file, of which no more is read than is needed to know whether it matters: the fields before its text, as they stand there (with JSON's
 * escapes, {@link TraceEntry#quoted}). A quote within a value is escaped, so that no value can look like a field.
 */
record Line(String text, int end) {

  static Line of(String text) {
    int end = text.indexOf("\",\"text\":\"");
    return new Line(text, end < 0 ? 0 : end + 1);
  }

  /** Whether it can be a whole one. */
  boolean isWhole() {
    return end > 0 && text.startsWith("{\"at\":\"") && text.endsWith("}");
  }

  /** The field's value as it stands there; empty if it has none. */
  String field(String name) {
    String begin = ",\"" + name + "\":\"";
    int at = text.indexOf(begin);
    if (at < 0 || at >= end) {
      return "";
    }
    int from = at + begin.length();
    int to = from;
    while (to < text.length() && text.charAt(to) != '"') {
      to += text.charAt(to) == '\\' ? 2 : 1;
    }
    return to > text.length() - 1 ? "" : text.substring(from, to);
  }

  /** When it happened, as it stands there. */
  String at() {
    int from = "{\"at\":\"".length();
    int to = text.indexOf('"', from);
    return to < 0 ? "" : text.substring(from, to);
  }

  /** The kind's word. */
  String kind() {
    int from = "{\"at\":\"".length() + at().length() + "\",\"kind\":\"".length();
    int to = text.indexOf('"', Math.min(from, text.length()));
    return to < 0 ? "" : text.substring(from, to);
  }

  /** A value without JSON's escapes. */
  static String plain(String value) {
    return TraceEntry.of("{\"at\":\"1970-01-01T00:00:00Z\",\"kind\":\"switch\",\"text\":\"" + value + "\"}").map(TraceEntry::text).orElse(value);
  }
}
