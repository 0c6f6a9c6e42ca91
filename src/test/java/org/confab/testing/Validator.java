package org.confab.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an application does to find out whether a request is from somebody who knows its token. It shares nothing with what signs: it begins with
 * what came over the wire (method, Host, path and query, body). Whether it is right itself, the published vectors say ({@code ValidatorTest}).
 */
public final class Validator {

  private record Pair(byte[] name, byte[] value) {}

  private Validator() {}

  /** Whether one of the V3 signatures is that token's. */
  public static boolean acceptsV3(ReceivedRequest request, String token) {
    String expected = v3(request.method(), url(request), request.body(), request.header("X-Plivo-Signature-V3-Nonce"), token);
    return Arrays.asList(request.header("X-Plivo-Signature-V3").split(",")).contains(expected);
  }

  /** Whether the V2 signature is that token's. */
  public static boolean acceptsV2(ReceivedRequest request, String token) {
    return request.header("X-Plivo-Signature-V2").equals(v2(url(request), request.header("X-Plivo-Signature-V2-Nonce"), token));
  }

  private static String url(ReceivedRequest request) {
    return "http://" + request.header("Host") + request.uri();
  }

  static String v2(String url, String nonce, String token) {
    return sign(token, (url.split("\\?", 2)[0] + nonce).getBytes(StandardCharsets.UTF_8));
  }

  /** @param body of a POST, as {@code application/x-www-form-urlencoded}; of a GET not looked at */
  static String v3(String method, String url, String body, String nonce, String token) {
    String[] parts = url.split("\\?", 2);
    List<Pair> query = pairs(parts.length > 1 ? parts[1] : "");
    List<Pair> form = pairs(method.equals("GET") ? "" : body);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(parts[0].getBytes(StandardCharsets.UTF_8));
    text.writeBytes(query.isEmpty() && form.isEmpty() ? new byte[0] : new byte[] {'?'});
    for (int i = 0; i < query.size(); i++) {
      text.writeBytes(i == 0 ? new byte[0] : new byte[] {'&'});
      text.writeBytes(query.get(i).name());
      text.write('=');
      text.writeBytes(query.get(i).value());
    }
    text.writeBytes(query.isEmpty() || form.isEmpty() ? new byte[0] : new byte[] {'.'});
    form.forEach(pair -> {
      text.writeBytes(pair.name());
      text.writeBytes(pair.value());
    });
    text.write('.');
    text.writeBytes(nonce.getBytes(StandardCharsets.UTF_8));
    return sign(token, text.toByteArray());
  }

  /** Decoded, and in the order of their bytes. */
  private static List<Pair> pairs(String form) {
    List<Pair> pairs = new ArrayList<>();
    for (String part : form.split("&")) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        pairs.add(new Pair(decoded(equals < 0 ? part : part.substring(0, equals)), decoded(equals < 0 ? "" : part.substring(equals + 1))));
      }
    }
    pairs.sort((one, other) -> Arrays.equals(one.name(), other.name()) ? Arrays.compareUnsigned(one.value(), other.value())
        : Arrays.compareUnsigned(one.name(), other.name()));
    return pairs;
  }

  private static byte[] decoded(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        bytes.write(c == '+' ? ' ' : c);
      }
    }
    return bytes.toByteArray();
  }

  private static String sign(String token, byte[] text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text));
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
