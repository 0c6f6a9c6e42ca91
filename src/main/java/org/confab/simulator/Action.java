package org.confab.simulator;

import java.util.ArrayList;
import java.util.List;

/** One step of a dialplan: an application and its argument, which is empty where there is none. */
record Action(String application, String argument) {

  /** An {@code inline} extension: {@code app:arg,app:arg}, with another delimiter after {@code m:<c>:} (inline_dialplan_hunt). */
  static List<Action> inline(String extension) {
    String text = extension;
    char delimiter = ',';
    if (text.length() > 4 && text.startsWith("m:") && text.charAt(3) == ':') {
      delimiter = text.charAt(2);
      text = text.substring(4);
    }
    List<Action> actions = new ArrayList<>();
    for (String step : Words.split(text, delimiter, 128)) {
      String[] parts = step.stripLeading().split(":", 2);
      actions.add(new Action(parts[0], parts.length == 2 ? parts[1] : ""));
    }
    return actions;
  }
}
