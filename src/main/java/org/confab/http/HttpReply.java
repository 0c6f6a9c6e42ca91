package org.confab.http;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an application replied.
 *
 * @param headers by name in lower case; several of one name are joined by {@code ", "}
 * @param body as received; shared, not to be written to
 * @param url the URL that replied, after redirects
 * @param trusted whether that URL is the operator's own, or was reached from his own without leaving its origin
 */
public record HttpReply(int status, Map<String, String> headers, byte[] body, URI url, boolean trusted) {

  public HttpReply {
    headers = Map.copyOf(headers);
  }

  /** A header by its name, in whatever case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** {@code Retry-After} (RFC 9110 §10.2.3: seconds or a date), where there is one that is neither nonsense nor in the past. */
  public Optional<Duration> retryAfter(Instant now) {
    return header("retry-after").map(String::trim).flatMap(text -> {
      try {
        return Optional.of(text.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(text))
            : Duration.between(now, ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant()));
      } catch (DateTimeException neither) {
        return Optional.empty();
      }
    }).filter(wait -> !wait.isNegative());
  }

  /** True for 200 to 299. */
  public boolean succeeded() {
    return status >= 200 && status < 300;
  }
}
