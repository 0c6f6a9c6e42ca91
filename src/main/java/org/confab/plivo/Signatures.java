package org.confab.plivo;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Plivo's signatures of the requests that an application receives: base64 of HMAC-SHA256, keyed with the auth token, over a text made of
 * URL, parameters and a nonce. The text is the one of the vectors in plivo-go's utils_test.go and plivo-ruby's signature_spec.rb; Plivo's
 * pages describe it differently. URLs are signed as written (path not decoded, port only if written) without fragment and without user and
 * password; query values are signed decoded.
 */
public final class Signatures {

  private record Parameter(String name, String value) {
  }

  /** By bytes of UTF-8, as the SDKs in Go and Python sort; String's own order differs for characters beyond U+FFFF. */
  private static final Comparator<String> BY_BYTES =
      (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  private static final Comparator<Parameter> ORDER =
      Comparator.comparing(Parameter::name, BY_BYTES).thenComparing(Parameter::value, BY_BYTES);

  private Signatures() {
  }

  /**
   * The value of {@code X-Plivo-Signature-V3}.
   *
   * @param method GET: {@code parameters} are sent in the query, beside the URL's own; anything else: as the body
   * @param url absolute
   */
  public static String signV3(String authToken, String method, URI url, Map<String, String> parameters, String nonce) {
    List<Parameter> query = query(url);
    List<Parameter> own = parameters.entrySet().stream().map(entry -> new Parameter(entry.getKey(), entry.getValue())).toList();
    StringBuilder text = new StringBuilder(bare(url));
    if (!query.isEmpty() || !own.isEmpty()) {
      text.append('?');
    }
    if (method.equals("GET")) {
      List<Parameter> all = new ArrayList<>(query);
      all.addAll(own);
      text.append(joined(all, "=", "&"));
    } else {
      text.append(joined(query, "=", "&"));
      text.append(query.isEmpty() || own.isEmpty() ? "" : ".").append(joined(own, "", ""));
    }
    return hmac(authToken, text.append('.').append(nonce).toString());
  }

  /** The value of {@code X-Plivo-Signature-V2}, which covers the URL without its query, and no parameters. */
  public static String signV2(String authToken, URI url, String nonce) {
    return hmac(authToken, bare(url) + nonce);
  }

  /**
   * The headers that sign a request.
   *
   * @param tokens the account's auth tokens, the current one first. While a token is being replaced there are two; V3 then has two
   *     signatures with a comma between them, of which an application accepts any. V2 knows only one, the first token's.
   * @param nonce new for every request
   * @throws IllegalArgumentException if there is no token
   */
  public static Map<String, String> headers(List<String> tokens, String method, URI url, Map<String, String> parameters, String nonce) {
    if (tokens.isEmpty()) {
      throw new IllegalArgumentException("an account has at least one auth token");
    }
    String v3 = tokens.stream().map(token -> signV3(token, method, url, parameters, nonce)).collect(Collectors.joining(","));
    String v2 = signV2(tokens.get(0), url, nonce);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Plivo-Signature-V3", v3);
    headers.put("X-Plivo-Signature-Ma-V3", v3);
    headers.put("X-Plivo-Signature-V3-Nonce", nonce);
    headers.put("X-Plivo-Signature-V2", v2);
    headers.put("X-Plivo-Signature-Ma-V2", v2);
    headers.put("X-Plivo-Signature-V2-Nonce", nonce);
    return headers;
  }

  private static String bare(URI url) {
    String authority = url.getRawAuthority();
    return url.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + url.getRawPath();
  }

  private static List<Parameter> query(URI url) {
    List<Parameter> parameters = new ArrayList<>();
    for (String part : url.getRawQuery() == null ? new String[0] : url.getRawQuery().split("&")) {
      if (!part.isEmpty()) {
        String[] pair = part.split("=", 2);
        parameters.add(new Parameter(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1])));
      }
    }
    return parameters;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part, StandardCharsets.UTF_8);
  }

  private static String joined(List<Parameter> parameters, String equals, String and) {
    return parameters.stream().sorted(ORDER).map(each -> each.name() + equals + each.value()).collect(Collectors.joining(and));
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
