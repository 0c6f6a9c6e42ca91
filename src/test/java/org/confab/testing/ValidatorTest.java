package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The vectors of plivo-go's utils_test.go and plivo-ruby's signature_spec.rb (V3), and of plivo-java's UtilsTest (V2), as requests on the wire. */
class ValidatorTest {

  private static final String URL = "https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml";
  private static final String FORM = "Direction=outbound&From=19792014278&ALegUUID=3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36&CallStatus=in-progress"
      + "&BillRate=0.002&ParentAuthID=MANWVLYTK4ZWU1YTY4QA"
      + "&To=sip%3APlivoSignature382029104058171078704104%40phone-qa.voice.plivodev.com&ALegRequestUUID=3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"
      + "&CallUUID=3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36&RequestUUID=3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"
      + "&SIP-H-To=%3Csip%3APlivoSignature382029104058171078704104%4052.9.11.55%3Btransport%3Dudp%3E%3Btag%3D1"
      + "&SessionStart=2020-04-08+11%3A34%3A33.238707&Event=StartApp";

  @ParameterizedTest
  @CsvSource({
      "POST, ?a=b&c=d, k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c=",
      "GET, ?a=b&c=d, UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ=",
      "POST, '', iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0=",
      "GET, '', i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc=",
  })
  void v3(String method, String query, String signature) {
    // the query of the vectors begins with a slash
    String url = URL + (query.isEmpty() ? "" : "/" + query);
    String whole = method.equals("GET") ? url + (query.isEmpty() ? "?" : "&") + FORM : url;
    assertThat(Validator.v3(method, whole, FORM, "31627761595286130198", "Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4")).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({
      "https://answer.url, ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=",
      "https://answer.url:8000, Gm7Z7AGBmf5JpSHrtUmeofrGyA4xV0ZiV0rH8JPXWGU=",
      "https://answer.url?not=signed, ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=",
  })
  void v2(String url, String signature) {
    assertThat(Validator.v2(url, "12345", "my_auth_token")).isEqualTo(signature);
  }
}
