package org.confab.trace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of a trace. Its name has its number, by which segments are in order whatever the clock did, and when it was begun.
 *
 * @param begun by the clock of whoever wrote it
 */
record Segment(Path path, long number, Instant begun) {

  private static final Pattern NAME = Pattern.compile("([0-9]{10})-([0-9]{8}T[0-9]{6})Z\\.jsonl");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

  static Segment in(Path directory, long number, Instant begun) {
    String time = TIME.format(begun.atOffset(ZoneOffset.UTC));
    return new Segment(directory.resolve("%010d-%sZ.jsonl".formatted(number, time)), number, begun);
  }

  /** Those of a directory, the oldest first; none if it is not there. Other files are left alone. */
  static List<Segment> all(Path directory) throws IOException {
    List<Segment> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> of(file).ifPresent(all::add));
    } catch (NoSuchFileException none) {
      return List.of();
    }
    all.sort(Comparator.comparingLong(Segment::number));
    return all;
  }

  private static Optional<Segment> of(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    try {
      return name.matches() ? Optional.of(new Segment(file, Long.parseLong(name.group(1)),
          LocalDateTime.parse(name.group(2), TIME).toInstant(ZoneOffset.UTC))) : Optional.empty();
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
