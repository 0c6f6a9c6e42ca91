package org.confab.http;

import java.net.URI;
import java.util.Map;

/** Signs a request, as Plivo does with {@code X-Plivo-Signature-V3}. Called once for every hop, since each has another URL. */
@FunctionalInterface
public interface Signer {

  Signer NONE = (method, url, parameters) -> Map.of();

  /**
   * The headers that sign a request.
   *
   * @param url the URL that is requested, without fragment and without {@code parameters}
   * @param parameters what is sent as the body (POST) or appended to the query (GET)
   */
  Map<String, String> sign(String method, URI url, Map<String, String> parameters);
}
