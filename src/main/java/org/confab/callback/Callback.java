package org.confab.callback;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A request that we owe to the application.
 *
 * @param id the same on every attempt ({@code X-Confab-Callback-Id})
 * @param method GET or POST
 * @param url as configured, with Plivo's options in its fragment
 * @param trusted whether the URL is the operator's own ({@link org.confab.http.Link#trusted}); kept with the callback, since its document is gone
 * @param authId whose token signs it
 * @param decidedAt when what it tells happened; the time for retries counts from here
 */
public record Callback(
    UUID id, Lane lane, String method, String url, boolean trusted, Map<String, String> parameters, String authId, Instant decidedAt) {

  public Callback {
    if (!method.equals("GET") && !method.equals("POST")) {
      throw new IllegalArgumentException("The method is GET or POST, not " + method);
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
