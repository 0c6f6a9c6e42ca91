package org.confab.recording;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recording's file. Only what this accepts is ever made a path of.
 *
 * @param id        the RecordingID: a UUID in lower case
 * @param extension {@code mp3} or {@code wav}
 */
public record RecordingFile(String id, String extension) {

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern EXTENSION = Pattern.compile("mp3|wav");
  private static final Pattern NAME = Pattern.compile("(" + ID.pattern() + ")\\.(" + EXTENSION.pattern() + ")");

  /** Throws {@link IllegalArgumentException} for anything else. */
  public RecordingFile {
    if (!ID.matcher(id).matches() || !EXTENSION.matcher(extension).matches()) {
      throw new IllegalArgumentException("not a recording's id and extension");
    }
  }

  /** The recording whose file has exactly that name; empty if none can have it. */
  public static Optional<RecordingFile> named(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(new RecordingFile(matcher.group(1), matcher.group(3))) : Optional.empty();
  }

  public String name() {
    return id + "." + extension;
  }
}
