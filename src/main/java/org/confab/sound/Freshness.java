package org.confab.sound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.confab.http.HttpReply;

/**
 * What a reply says about keeping it (RFC 9111, for a private cache).
 *
 * @param lasting not {@code no-store}
 * @param until   when to ask again
 * @param tolerant whether it may be used later than that if the server cannot be reached
 */
record Freshness(boolean lasting, Instant until, boolean tolerant) {

  /** Where nothing is said. */
  static final Duration DEFAULT = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  static Freshness of(HttpReply reply, Instant now) {
    Map<String, String> directives = new HashMap<>();
    for (String directive : reply.header("cache-control").orElse("").toLowerCase(Locale.ROOT).split(",")) {
      String[] sides = directive.trim().split("\\s*=\\s*", 2);
      directives.putIfAbsent(sides[0], sides.length > 1 ? sides[1].replace("\"", "") : "");
    }
    boolean lasting = !directives.containsKey("no-store");
    boolean always = directives.containsKey("no-cache") || !lasting;
    Duration lifetime = always ? Duration.ZERO : lifetime(reply, directives, now);
    return new Freshness(lasting, now.plus(lifetime), !always && !directives.containsKey("must-revalidate"));
  }

  private static Duration lifetime(HttpReply reply, Map<String, String> directives, Instant now) {
    Duration lifetime = DEFAULT;
    if (directives.containsKey("max-age")) {
      lifetime = Duration.ofSeconds(seconds(directives.get("max-age")));
    } else if (reply.header("expires").isPresent()) {
      Instant from = reply.header("date").flatMap(Freshness::date).orElse(now);
      lifetime = reply.header("expires").flatMap(Freshness::date).map(expires -> Duration.between(from, expires)).orElse(Duration.ZERO);
    }
    Duration left = lifetime.minusSeconds(reply.header("age").map(Freshness::seconds).orElse(0L));
    return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left;
  }

  /** 0 for what is no number: then it is asked for again. */
  private static long seconds(String text) {
    return text.trim().matches("\\d{1,10}") ? Long.parseLong(text.trim()) : text.trim().matches("\\d+") ? LONGEST.toSeconds() : 0;
  }

  private static Optional<Instant> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}
