package org.confab.trace;

import java.time.YearMonth;

/**
 * A line of a file, of which no more is read than is needed to know whether it matters: the fields before its text, as they stand there (with JSON's
 * escapes, {@link TraceEntry#quoted}). A quote within a value is escaped, so that no value can look like a field.
 */
record Line(String text, int end) {

  private static final String FORM = "0000-00-00T00:00:00.000000Z";

  static Line of(String text) {
    int end = text.indexOf("\",\"text\":\"");
    return new Line(text, end < 0 ? 0 : end + 1);
  }

  /** Whether it can be a whole one, and its time is one. */
  boolean isWhole() {
    return end > 0 && text.startsWith("{\"at\":\"") && text.endsWith("}") && isTime(at());
  }

  /** As {@link TraceEntry#time} writes it. By hand as there, since it is asked of every line. */
  private static boolean isTime(String at) {
    if (at.length() != FORM.length()) {
      return false;
    }
    for (int i = 0; i < at.length(); i++) {
      char wanted = FORM.charAt(i);
      if (wanted == '0' ? at.charAt(i) < '0' || at.charAt(i) > '9' : at.charAt(i) != wanted) {
        return false;
      }
    }
    int day = number(at, 8);
    int month = number(at, 5);
    return month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= YearMonth.of(Integer.parseInt(at.substring(0, 4)), month).lengthOfMonth())
        && number(at, 11) < 24 && number(at, 14) < 60 && number(at, 17) < 60;
  }

  private static int number(String at, int from) {
    return (at.charAt(from) - '0') * 10 + at.charAt(from + 1) - '0';
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
