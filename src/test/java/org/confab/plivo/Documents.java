package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads documents for tests. */
final class Documents {

  private Documents() {
  }

  static Reading read(String xml) {
    return AnswerDocuments.read(xml.getBytes(StandardCharsets.UTF_8));
  }

  static AnswerDocument accepted(String xml) {
    Reading reading = read(xml);
    assertThat(reading).isInstanceOf(Reading.Accepted.class);
    return ((Reading.Accepted) reading).document();
  }

  static Reading.Refused refused(byte[] body) {
    Reading reading = AnswerDocuments.read(body);
    assertThat(reading).isInstanceOf(Reading.Refused.class);
    return (Reading.Refused) reading;
  }

  static Reading.Refused refused(String xml) {
    return refused(xml.getBytes(StandardCharsets.UTF_8));
  }

  static <E extends Element> E only(Class<E> type, AnswerDocument document) {
    assertThat(document.elements()).hasSize(1);
    assertThat(document.elements().get(0)).isInstanceOf(type);
    return type.cast(document.elements().get(0));
  }

  static ConferenceElement conference(String attributes) {
    return only(ConferenceElement.class, accepted("<Response><Conference " + attributes + ">room</Conference></Response>"));
  }

  static List<String> warnings(String xml) {
    return accepted(xml).warnings().stream().map(Warning::text).toList();
  }

  static List<String> conferenceWarnings(String attributes) {
    return warnings("<Response><Conference " + attributes + ">room</Conference></Response>");
  }
}
