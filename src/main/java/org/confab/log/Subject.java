package org.confab.log;

import java.util.Map;

/** What a log line is about: given as an argument of the line, it is fields of the line in JSON. In the text it is its {@link #toString}. */
public interface Subject {

  /** The values by their fields' names, which are fixed words of the program's; a value is as it is, and may hold anything. */
  Map<String, String> fields();
}
