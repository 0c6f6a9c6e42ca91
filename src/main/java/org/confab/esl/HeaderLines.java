package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;

/** {@code Name: value} lines in a range of bytes: indexed by line at the first look, decoded one value at a time. */
final class HeaderLines {

  private static final int[] NOT_INDEXED = {};
  /** Bytes of a header line in a channel event, on the short side, so that the index seldom has to grow. */
  private static final int TYPICAL_LINE = 32;

  private final byte[] bytes;
  private final int from;
  private final int to;
  private int[] lines = NOT_INDEXED;
  /** How many of {@link #lines} are in use. */
  private int count;

  HeaderLines(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** The value of the first line of that name, as it stands. Names are compared without regard to case. */
  Optional<String> raw(String name) {
    int line = find(name);
    if (line < 0) {
      return Optional.empty();
    }
    int start = valueStart(line, name.length());
    return Optional.of(new String(bytes, start, valueEnd(line) - start, UTF_8));
  }

  /** The value of the first line of that name, url-decoded as {@link PercentDecoding} does. */
  Optional<String> decoded(String name) {
    int line = find(name);
    if (line < 0) {
      return Optional.empty();
    }
    int start = valueStart(line, name.length());
    return Optional.of(PercentDecoding.decode(bytes, start, valueEnd(line)));
  }

  /** Every line in order, values url-decoded. A line without a colon is left out. */
  void forEach(BiConsumer<String, String> consumer) {
    int[] index = index();
    for (int i = 0; i < count; i++) {
      int end = valueEnd(i);
      int colon = index[i];
      while (colon < end && bytes[colon] != ':') {
        colon++;
      }
      if (colon < end) {
        String name = new String(bytes, index[i], colon - index[i], UTF_8);
        consumer.accept(name, PercentDecoding.decode(bytes, skipBlanks(colon + 1, end), end));
      }
    }
  }

  /** Whether a later line of that name has another value than the first. */
  boolean contradicts(String name) {
    int first = find(name);
    for (int next = first; next >= 0; next = find(name, next + 1)) {
      if (!Arrays.equals(bytes, valueStart(first, name.length()), valueEnd(first),
          bytes, valueStart(next, name.length()), valueEnd(next))) {
        return true;
      }
    }
    return false;
  }

  private int find(String name) {
    return find(name, 0);
  }

  private int find(String name, int fromLine) {
    int[] index = index();
    int length = name.length();
    for (int i = fromLine; i < count; i++) {
      int start = index[i];
      if (start + length < to && bytes[start + length] == ':' && matches(start, name)) {
        return i;
      }
    }
    return -1;
  }

  private boolean matches(int start, String name) {
    for (int i = 0; i < name.length(); i++) {
      char wanted = name.charAt(i);
      int seen = bytes[start + i];
      if (seen != wanted && Character.toLowerCase(seen) != Character.toLowerCase(wanted)) {
        return false;
      }
    }
    return true;
  }

  private int valueStart(int line, int nameLength) {
    return skipBlanks(index()[line] + nameLength + 1, valueEnd(line));
  }

  private int skipBlanks(int start, int end) {
    int at = start;
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return at;
  }

  private int valueEnd(int line) {
    int[] index = index();
    int end = line + 1 < count ? index[line + 1] - 1 : to;
    while (end > index[line] && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  private int[] index() {
    if (lines == NOT_INDEXED) {
      int[] starts = new int[(to - from) / TYPICAL_LINE + 8];
      for (int start = from; start < to; ) {
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = start;
        while (start < to && bytes[start] != '\n') {
          start++;
        }
        start++;
      }
      lines = starts;
    }
    return lines;
  }
}
