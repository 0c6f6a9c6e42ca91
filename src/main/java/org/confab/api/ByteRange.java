package org.confab.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file that was asked for (RFC 9110 §14).
 *
 * @param first its first byte
 * @param count how many; 0: there is none of it
 */
record ByteRange(long first, long count) {

  private static final Pattern SINGLE = Pattern.compile("bytes=[ \\t]*(\\d{0,18})-(\\d{0,18})[ \\t]*", Pattern.CASE_INSENSITIVE);

  /** What a {@code Range} header asks for of a file of that size. Empty if it is none that has to be understood: then all is sent. */
  static Optional<ByteRange> of(String header, long size) {
    Matcher matcher = SINGLE.matcher(header);
    if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long count = Math.min(size, Long.parseLong(matcher.group(2)));
      return Optional.of(new ByteRange(size - count, count));
    }
    long first = Long.parseLong(matcher.group(1));
    long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
    return last < first ? Optional.empty() : Optional.of(new ByteRange(first, first >= size ? 0 : Math.min(last, size - 1) - first + 1));
  }

  boolean isEmpty() {
    return count == 0;
  }
}
