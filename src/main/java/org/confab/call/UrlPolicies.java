package org.confab.call;

import java.util.EnumSet;
import java.util.Set;
import org.confab.http.RetryPolicy;
import org.confab.plivo.UrlOptions;

/** Plivo's URL options as the HTTP client's own words. */
public final class UrlPolicies {

  private UrlPolicies() {}

  /** What the options say of times and retries. */
  public static RetryPolicy of(UrlOptions options) {
    Set<RetryPolicy.On> on = EnumSet.noneOf(RetryPolicy.On.class);
    for (UrlOptions.RetryOn retryOn : options.retryOn()) {
      switch (retryOn) {
        case CLIENT_ERROR -> on.add(RetryPolicy.On.CLIENT_ERROR);
        case SERVER_ERROR -> on.add(RetryPolicy.On.SERVER_ERROR);
        case CONNECT -> on.add(RetryPolicy.On.CONNECT);
        case READ -> on.add(RetryPolicy.On.READ);
      }
    }
    return new RetryPolicy(options.connect(), options.read(), options.total(), options.retries(), on);
  }
}
