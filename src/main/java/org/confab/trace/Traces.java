package org.confab.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.confab.trace.Found.Searched;
import org.confab.trace.Found.TracedCall;
import org.confab.trace.Found.What;

/** Reads traces, also while a Confab writes them. Everything here blocks: {@link #find} reads all of it one to three times. */
public final class Traces {

  private static final int MOST_CALLS = 1000;

  private final Path directory;

  private Traces(Path directory) {
    this.directory = directory;
  }

  /** The trace's directory, beside the store's file. */
  public static Path directory(Path store) {
    Path absolute = store.toAbsolutePath();
    return absolute.resolveSibling(absolute.getFileName() + "-trace");
  }

  /** The trace in that directory; an empty one if it is not there. */
  public static Traces in(Path directory) {
    return new Traces(directory);
  }

  /**
   * Looks for a call's id, else a caller's number (with or without {@code +}), else a conference's name.
   *
   * @param since nothing before
   * @throws IOException if the files cannot be read
   */
  public Found find(String query, Optional<Instant> since) throws IOException {
    Names names = new Names(query);
    Searched searched = scan(since, names::look);
    if (names.isCall()) {
      return story(What.CALL, query, since);
    }
    if (!names.callsOfNumber().isEmpty()) {
      List<String> calls = names.callsOfNumber();
      if (calls.size() == 1) {
        return story(What.CALL, Line.plain(calls.get(0)), since);
      }
      Calls known = new Calls(calls);
      scan(since, known::look);
      List<TracedCall> all = known.all();
      return new Found.Several(query, all.subList(Math.max(0, all.size() - MOST_CALLS), all.size()), searched);
    }
    return names.isConference() ? story(What.CONFERENCE, query, since) : new Found.Nothing(query, searched);
  }

  private Found story(What what, String name, Optional<Instant> since) throws IOException {
    Following following = what == What.CALL ? Following.call(name) : Following.conference(name);
    Searched searched = scan(since, following::look);
    Calls calls = new Calls(following.calls());
    scan(since, calls::look);
    List<TraceEntry> entries = new ArrayList<>(following.entries());
    entries.sort(Comparator.comparing(TraceEntry::at));
    return new Found.Story(what, name, calls.all(), entries, following.leftOut(), searched);
  }

  /** Every whole line from then on. */
  private Searched scan(Optional<Instant> since, Consumer<Line> look) throws IOException {
    String from = since.map(TraceEntry::time).orElse("");
    Scan scan = new Scan(from, look);
    int read = 0;
    for (Segment segment : Segment.all(directory)) {
      try (BufferedReader lines = new BufferedReader(new InputStreamReader(Files.newInputStream(segment.path()), StandardCharsets.UTF_8), 1 << 16)) {
        read++;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          scan.line(Line.of(line));
        }
      } catch (NoSuchFileException deleted) {
        // too old by now
      }
    }
    return new Searched(read, instant(scan.first), instant(scan.last), scan.unreadable);
  }

  private static Optional<Instant> instant(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private static final class Scan {

    private final String since;
    private final Consumer<Line> look;
    private String first = "";
    private String last = "";
    private long unreadable;

    Scan(String since, Consumer<Line> look) {
      this.since = since;
      this.look = look;
    }

    void line(Line line) {
      if (!line.isWhole()) {
        unreadable++;
      } else if (since.isEmpty() || line.at().compareTo(since) >= 0) {
        first = first.isEmpty() ? line.at() : first;
        last = line.at();
        look.accept(line);
      }
    }
  }
}
