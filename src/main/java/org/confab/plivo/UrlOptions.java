package org.confab.plivo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options that Plivo takes from a URL's fragment, {@code https://…#ct=2000&rt=5000&rc=3&rp=5xx,ct}
 * (docs.plivo.com/docs/voice/concepts/callback-configurations). Ranges and defaults are Plivo's.
 *
 * @param url the URL without its fragment: what is requested and what is signed
 * @param connect {@code ct}, 100 to 10,000 ms, 2,000 by default
 * @param read {@code rt}, 100 to 40,000 ms, 40,000 by default
 * @param total {@code tt}, of all attempts, 100 to 55,000 ms, 55,000 by default
 * @param retries {@code rc}, attempts after the first one, 0 to 5, 1 by default
 * @param retryOn {@code rp}, after what to try again; ct and rt by default, so that a 5xx is not tried again
 * @param region {@code er}, without effect here
 * @param warnings one sentence for each option that was read differently from how it was written, safe for a log line
 */
public record UrlOptions(
    String url, Duration connect, Duration read, Duration total, int retries, Set<RetryOn> retryOn, Optional<String> region,
    List<String> warnings) {

  /** Plivo's retry policies. */
  public enum RetryOn {
    /** {@code 4xx} */
    CLIENT_ERROR("4xx"),
    /** {@code 5xx} */
    SERVER_ERROR("5xx"),
    /** {@code ct}: there was no connection. */
    CONNECT("ct"),
    /** {@code rt}: there was a connection, and no reply. */
    READ("rt");

    private final String word;

    RetryOn(String word) {
      this.word = word;
    }

    /** As {@code rp} says it. */
    public String word() {
      return word;
    }
  }

  private static final Set<RetryOn> RETRY_ON = Set.of(RetryOn.CONNECT, RetryOn.READ);

  public UrlOptions {
    retryOn = Set.copyOf(retryOn);
    warnings = List.copyOf(warnings);
  }

  /** Reads the options of a URL; any text will do, one without a fragment has the defaults. */
  public static UrlOptions of(String url) {
    int hash = url.indexOf('#');
    String bare = hash < 0 ? url : url.substring(0, hash);
    List<String> warnings = new ArrayList<>();
    Map<String, String> written = new LinkedHashMap<>();
    for (String option : hash < 0 ? new String[0] : url.substring(hash + 1).split("&")) {
      String[] pair = option.split("=", 2);
      if (pair.length == 2 && Set.of("ct", "rt", "tt", "rc", "rp", "er").contains(pair[0])) {
        written.put(pair[0], pair[1]);
      } else if (!option.isEmpty()) {
        // of what is no option, what it says may be a secret
        warnings.add((pair.length == 2 ? "the URL's option " + Printable.of(pair[0]) + " is" : "a part of the URL after its # is")
            + " not one of ct, rt, tt, rc, rp, er and is ignored");
      }
    }
    return new UrlOptions(
        bare,
        Duration.ofMillis(integer(written, "ct", 100, 10_000, 2_000, warnings)),
        Duration.ofMillis(integer(written, "rt", 100, 40_000, 40_000, warnings)),
        Duration.ofMillis(integer(written, "tt", 100, 55_000, 55_000, warnings)),
        integer(written, "rc", 0, 5, 1, warnings),
        retryOn(written.getOrDefault("rp", ""), warnings),
        Optional.ofNullable(written.get("er")).filter(region -> !region.isEmpty()),
        warnings);
  }

  private static int integer(Map<String, String> written, String name, int least, int most, int byDefault, List<String> warnings) {
    String value = written.getOrDefault(name, "");
    if (value.isEmpty()) {
      return byDefault;
    }
    if (!value.matches("-?[0-9]+")) {
      warnings.add("the URL's option " + name + "=" + Printable.of(value) + " is not a number; " + byDefault + " is used");
      return byDefault;
    }
    long number = value.length() > 9 ? (value.startsWith("-") ? -1 : Integer.MAX_VALUE) : Integer.parseInt(value);
    int nearest = (int) Math.max(least, Math.min(most, number));
    if (number != nearest) {
      warnings.add("the URL's option " + name + "=" + Printable.of(value) + " is out of range; " + nearest + " is used");
    }
    return nearest;
  }

  private static Set<RetryOn> retryOn(String value, List<String> warnings) {
    Set<RetryOn> on = EnumSet.noneOf(RetryOn.class);
    for (String word : value.split(",")) {
      List<RetryOn> meant = Arrays.stream(RetryOn.values()).filter(policy -> word.equals("all") || word.equals(policy.word())).toList();
      on.addAll(meant);
      if (meant.isEmpty() && !word.isEmpty()) {
        warnings.add("the URL's retry policy " + Printable.of(word) + " is not one of 4xx, 5xx, ct, rt, all and is ignored");
      }
    }
    return on.isEmpty() ? RETRY_ON : on;
  }
}
