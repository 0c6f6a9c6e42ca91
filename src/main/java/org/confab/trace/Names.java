package org.confab.trace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a name is: a call's id, the number of callers (or of who was called by an application), a conference's name, or several of them. */
final class Names {

  private static final int LONGEST_NUMBER = 40;

  private final String name;
  private final String number;
  private final Set<String> calls = new LinkedHashSet<>();
  private boolean call;
  private boolean conference;

  Names(String query) {
    name = TraceEntry.quoted(query);
    number = number(query);
  }

  void look(Line line) {
    String person = line.field(line.field("direction").equals("outbound") ? "to" : "from");
    if (!person.isEmpty() && number(person).equals(number) && !number.isEmpty()) {
      calls.add(line.field("call"));
    }
    call |= !name.isEmpty() && line.field("call").equals(name);
    conference |= !name.isEmpty() && line.field("conference").equals(name);
  }

  /** Without what people write between and before the digits; what is no number stays what it is. */
  private static String number(String text) {
    return text.length() > LONGEST_NUMBER || !text.matches("\\+?[0-9 ()./-]+") ? text : text.replaceAll("[^0-9]", "");
  }

  boolean isCall() {
    return call;
  }

  boolean isConference() {
    return conference;
  }

  List<String> callsOfNumber() {
    return new ArrayList<>(calls);
  }
}
