package org.confab.plivo;

import java.util.regex.Pattern;

/** What XML calls white space: space, tab, carriage return and line feed, nothing else. */
final class XmlSpace {

  private static final Pattern AROUND = Pattern.compile("\\A[ \\t\\r\\n]++|[ \\t\\r\\n]++\\z");
  private static final Pattern RUN = Pattern.compile("[ \\t\\r\\n]++");

  private XmlSpace() {
  }

  static String trim(String text) {
    return AROUND.matcher(text).replaceAll("");
  }

  /** Trimmed, and each run of white space within is one space: what the author of indented XML meant. */
  static String collapse(String text) {
    return RUN.matcher(trim(text)).replaceAll(" ");
  }
}
