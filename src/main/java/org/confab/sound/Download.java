package org.confab.sound;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of a URL that was fetched.
 *
 * @param sound    the name of what was made of it
 * @param until    when to ask again
 * @param tolerant whether it may be used later than that if the server cannot be reached
 */
record Download(String sound, Instant until, boolean tolerant, Optional<String> etag, Optional<String> lastModified) {

  private static final Pattern SOUND = Pattern.compile("[0-9a-f]{64}\\.wav");
  /** What can be sent back in a header. */
  private static final Pattern VALIDATOR = Pattern.compile("[\\x20-\\x7E]{1,500}");

  Download {
    etag = etag.filter(text -> VALIDATOR.matcher(text).matches());
    lastModified = lastModified.filter(text -> VALIDATOR.matcher(text).matches());
  }

  Download until(Instant later) {
    return new Download(sound, later, tolerant, etag, lastModified);
  }

  /** As a file holds it, which {@link #read} understands. */
  String text() {
    return String.join("\n", sound, Long.toString(until.toEpochMilli()), Boolean.toString(tolerant), etag.orElse(""),
        lastModified.orElse(""), "");
  }

  /** Empty if that is nothing of ours. */
  static Optional<Download> read(String text) {
    List<String> lines = List.of(text.split("\n", -1));
    if (lines.size() != 6 || !SOUND.matcher(lines.get(0)).matches() || !lines.get(1).matches("\\d{1,15}")) {
      return Optional.empty();
    }
    return Optional.of(new Download(lines.get(0), Instant.ofEpochMilli(Long.parseLong(lines.get(1))), lines.get(2).equals("true"),
        Optional.of(lines.get(3)), Optional.of(lines.get(4))));
  }
}
