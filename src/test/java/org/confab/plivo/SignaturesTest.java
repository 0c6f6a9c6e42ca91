package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against the vectors that Plivo's SDKs are tested with: plivo-go utils_test.go, plivo-ruby
 * spec/signature_spec.rb, plivo-java UtilsTest.
 */
class SignaturesTest {

  private static final String TOKEN = "Y2Q2ZDgxZmY5YWRiOTI5YmQ1Njg0MTAxZWIyOTc4";
  private static final String NONCE = "31627761595286130198";
  private static final String URL = "https://plivobin.non-prod.plivops.com/api/v1/validate_signature03.xml";
  private static final Map<String, String> PARAMETERS = Map.ofEntries(
      Map.entry("Direction", "outbound"),
      Map.entry("From", "19792014278"),
      Map.entry("ALegUUID", "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"),
      Map.entry("CallStatus", "in-progress"),
      Map.entry("BillRate", "0.002"),
      Map.entry("ParentAuthID", "MANWVLYTK4ZWU1YTY4QA"),
      Map.entry("To", "sip:PlivoSignature382029104058171078704104@phone-qa.voice.plivodev.com"),
      Map.entry("ALegRequestUUID", "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"),
      Map.entry("CallUUID", "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"),
      Map.entry("RequestUUID", "3e82ae9d-2c78-4d85-b1a4-6eae7dbafb36"),
      Map.entry("SIP-H-To", "<sip:PlivoSignature382029104058171078704104@52.9.11.55;transport=udp>;tag=1"),
      Map.entry("SessionStart", "2020-04-08 11:34:33.238707"),
      Map.entry("Event", "StartApp"));

  @ParameterizedTest
  @CsvSource({
      "POST, /?a=b&c=d, k7Pusd4OxCIjR5IfA9iedDNu/h/gbdYqdzG/MiYtd1c=",
      "GET, /?a=b&c=d, UBq8jAtd32wR8EK9VgxbBn4n5rpI/l1H9iN4WfSEHFQ=",
      "POST, '', iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0=",
      "GET, '', i/MQsaQSAd6fiKhOh2qeeeLHZ9faldADSb3/7+Akfbc=",
  })
  void v3VectorsOfPlivosSdks(String method, String query, String signature) {
    assertThat(Signatures.signV3(TOKEN, method, URI.create(URL + query), PARAMETERS, NONCE)).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({
      "https://answer.url, ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=",
      "https://answer.url/, do1CXv+k99A6+B+eTcyqbxWlezFIxJ/1vz72787r37g=",
      "https://answer.url:8000, Gm7Z7AGBmf5JpSHrtUmeofrGyA4xV0ZiV0rH8JPXWGU=",
      "https://answer.url?not=signed#nor=this, ehV3IKhLysWBxC1sy8INm0qGoQYdYsHwuoKjsX7FsXc=",
      "https://user:password@answer.url/, do1CXv+k99A6+B+eTcyqbxWlezFIxJ/1vz72787r37g=",
  })
  void v2VectorsOfPlivoJava(String url, String signature) {
    assertThat(Signatures.signV2("my_auth_token", URI.create(url), "12345")).isEqualTo(signature);
  }

  @ParameterizedTest
  @CsvSource({
      // method, URL, parameters, the text that is signed (as plivo-python's signature_v3.py builds it)
      "POST, http://x.example/p, '', http://x.example/p.n",
      "POST, http://x.example/p?b=2&a=1, '', http://x.example/p?a=1&b=2.n",
      "POST, http://x.example/p, B=2, http://x.example/p?B2.n",
      "POST, http://x.example/p?b=2&a=1, B=2, http://x.example/p?a=1&b=2.B2.n",
      "GET, http://x.example/p, '', http://x.example/p.n",
      "GET, http://x.example/p?b=2&a=1, '', http://x.example/p?a=1&b=2.n",
      "GET, http://x.example/p?b=2, a=1, http://x.example/p?a=1&b=2.n",
      "GET, http://x.example/p?b=2&b=1&flag&e=, '', http://x.example/p?b=1&b=2&e=&flag=.n",
      "POST, http://x.example/p?q=a%20b%2Bc+d#ct=1, '', http://x.example/p?q=a b+c d.n",
      "POST, http://x.example/a%20b, '', http://x.example/a%20b.n",
  })
  void v3SignsThisText(String method, String url, String parameters, String text) throws GeneralSecurityException {
    Map<String, String> map = parameters.isEmpty() ? Map.of() : Map.of(parameters.split("=")[0], parameters.split("=")[1]);
    assertThat(Signatures.signV3("t", method, URI.create(url), map, "n")).isEqualTo(hmac("t", text));
  }

  @Test
  void parametersAreSortedByTheirBytesWhateverTheirOrder() throws GeneralSecurityException {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("😀", "5");
    map.put("\uFB00", "4"); // before the emoji in UTF-8, after it in UTF-16
    map.put("b", "3");
    map.put("a", "2");
    map.put("B", "1");
    assertThat(Signatures.signV3("t", "POST", URI.create("http://x.example/"), map, "n"))
        .isEqualTo(hmac("t", "http://x.example/?B1a2b3\uFB004😀5.n"));
  }

  @Test
  void headersCarryOneV3SignaturePerTokenAndTheFirstTokensV2() {
    URI url = URI.create(URL);
    assertThat(Signatures.headers(List.of(TOKEN, "old"), "POST", url, PARAMETERS, NONCE)).containsExactly(
        Map.entry("X-Plivo-Signature-V3",
            "iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0=," + Signatures.signV3("old", "POST", url, PARAMETERS, NONCE)),
        Map.entry("X-Plivo-Signature-Ma-V3",
            "iAjE5QqI37mbkYe4w3jTMudqEzbDufdqi7sYwTu64e0=," + Signatures.signV3("old", "POST", url, PARAMETERS, NONCE)),
        Map.entry("X-Plivo-Signature-V3-Nonce", NONCE),
        Map.entry("X-Plivo-Signature-V2", Signatures.signV2(TOKEN, url, NONCE)),
        Map.entry("X-Plivo-Signature-Ma-V2", Signatures.signV2(TOKEN, url, NONCE)),
        Map.entry("X-Plivo-Signature-V2-Nonce", NONCE));
    assertThatThrownBy(() -> Signatures.headers(List.of(), "POST", url, PARAMETERS, NONCE)).isInstanceOf(IllegalArgumentException.class);
  }

  private static String hmac(String key, String text) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
