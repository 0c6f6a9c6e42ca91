package org.confab.console;

import java.util.List;
import java.util.stream.Collectors;
import org.confab.http.HttpReply;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.Element;
import org.confab.plivo.InvalidElement;
import org.confab.plivo.OtherElement;
import org.confab.plivo.Printable;
import org.confab.plivo.Reading;
import org.confab.plivo.Warning;

/**
 * What an application's answer amounts to, in a line. Of a document its elements are named, and the conference; nothing that is spoken or pressed.
 *
 * @param useful whether it is what was asked for
 */
record DocumentWords(boolean useful, String text) {

  private static final int NAMED = 5;

  static DocumentWords of(HttpReply reply) {
    if (!reply.succeeded()) {
      return new DocumentWords(false, "status " + reply.status());
    }
    String type = reply.header("content-type").orElse("");
    if (type.startsWith("audio/")) {
      return new DocumentWords(true, (reply.body().length + 999) / 1000 + " kB of " + Printable.of(type));
    }
    Reading reading = AnswerDocuments.read(reply.body());
    if (reading instanceof Reading.Accepted accepted) {
      List<Element> elements = accepted.document().elements();
      List<Warning> warnings = accepted.document().warnings();
      String named = elements.stream().limit(NAMED).map(DocumentWords::name).collect(Collectors.joining(", "));
      return new DocumentWords(true, (elements.isEmpty() ? "an empty document" : named) + (elements.size() > NAMED ? ", …" : "")
          + (warnings.isEmpty() ? "" : " · " + warnings.size() + (warnings.size() == 1 ? " warning" : " warnings")));
    }
    return new DocumentWords(false, "refused: " + reading);
  }

  private static String name(Element element) {
    if (element instanceof ConferenceElement conference) {
      return "Conference “" + Printable.of(conference.name()) + "”";
    } else if (element instanceof OtherElement other) {
      return Printable.of(other.name()) + " (not run here)";
    } else if (element instanceof InvalidElement invalid) {
      return Printable.of(invalid.name()) + " (invalid)";
    }
    String type = element.getClass().getSimpleName();
    return type.substring(0, type.length() - "Element".length());
  }
}
