package org.confab.apptest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.confab.config.Account;
import org.confab.yaml.Problem;
import org.confab.yaml.Problems;

/** Test files that were read without a problem, to be played one scenario after the other. */
public final class Suite {

  private static final int MOST_FILES = 1000;

  /**
   * What is not said by the files.
   *
   * @param url      the answer URL; wins over those of the files
   * @param account  signs where a file names none
   * @param patience how long the application may take for an answer
   */
  public record Options(Optional<URI> url, Account account, Duration patience) {}

  /** Files that cannot be played; every problem of every one. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;
    private final transient List<Problem> problems;

    Unreadable(List<Problem> problems) {
      super(problems.size() + " problems", null, false, false);
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  private final List<TestFile> files;
  private final Options options;

  private Suite(List<TestFile> files, Options options) {
    this.files = files;
    this.options = options;
  }

  /**
   * Reads them all; of a directory, every {@code .yaml} and {@code .yml} below it.
   *
   * @throws Unreadable if anything is wrong with any of them, or no answer URL is known of one
   */
  public static Suite of(List<Path> paths, Options options) throws Unreadable {
    Problems problems = new Problems();
    List<Problem> all = new ArrayList<>();
    List<TestFile> files = new ArrayList<>();
    for (Path path : expanded(paths, problems)) {
      Problems own = new Problems();
      TestFile file = TestFileReader.read(path, own);
      if (!own.any() && file.answer().or(options::url).isEmpty()) {
        own.add(org.confab.yaml.Place.whole(path.toString()), "answer", "is missing, and the command line names no --url");
      }
      all.addAll(own.list());
      files.add(file);
    }
    all.addAll(problems.list());
    if (!all.isEmpty()) {
      throw new Unreadable(all);
    }
    return new Suite(List.copyOf(files), options);
  }

  private static List<Path> expanded(List<Path> paths, Problems problems) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (!Files.isDirectory(path)) {
        files.add(path);
        continue;
      }
      // a link to a directory is followed where it is named, and only there: below it there may be circles
      try {
        Path real = path.toRealPath();
        List<Path> found;
        try (Stream<Path> below = Files.walk(real)) {
          found = below.filter(Files::isRegularFile).filter(file -> file.toString().matches("(?s).*\\.ya?ml")).sorted().limit(MOST_FILES + 1).map(real::relativize)
              .map(path::resolve).toList();
        }
        if (found.size() > MOST_FILES) {
          problems.add(org.confab.yaml.Place.whole(path.toString()), "", "has more than " + MOST_FILES + " test files below it; name directories of fewer");
        }
        if (found.isEmpty()) {
          problems.add(org.confab.yaml.Place.whole(path.toString()), "", "has no .yaml file in it");
        }
        files.addAll(found);
      } catch (IOException | java.io.UncheckedIOException unreadable) {
        problems.add(org.confab.yaml.Place.whole(path.toString()), "", "cannot be read: " + unreadable.getMessage());
      }
    }
    return files;
  }

  /** How many scenarios there are. */
  public int size() {
    return files.stream().mapToInt(file -> file.scenarios().size()).sum();
  }

  /**
   * Plays them all; blocks.
   *
   * @param warnings what was logged since it was last asked
   * @param told     of each scenario when it is over
   * @throws IOException if no folder for temporary files can be made
   */
  public void play(Supplier<List<String>> warnings, Consumer<Outcome> told) throws IOException, InterruptedException {
    for (TestFile file : files) {
      for (TestFile.Scenario scenario : file.scenarios()) {
        told.accept(play(file, scenario, warnings));
      }
    }
  }

  private Outcome play(TestFile file, TestFile.Scenario scenario, Supplier<List<String>> warnings) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Optional<Failure> failure = Optional.empty();
    Duration lasted = Duration.ZERO;
    List<String> said = List.of();
    String failing = "Confab could not be started: ";
    try (Folder folder = Folder.make()) {
      World.Options world = new World.Options(options.url().or(file::answer).orElseThrow(), file.account().orElse(options.account()), options.patience(), folder.path());
      try (World started = new World(file, world)) {
        failing = "it could not be played to its end: ";
        failure = new Player(started).play(scenario);
        lasted = started.elapsed();
        said = warnings.get().stream().map(started::named).toList();
      } catch (InterruptedException stopped) {
        throw stopped;
      } catch (Exception failed) { // also checked ones that nobody declares, as of a port that is taken
        // what was not as expected says more than what came of it
        failure = failure.isPresent() ? failure
            : Optional.of(new Failure(scenario.line(), failing + Optional.ofNullable(failed.getMessage()).orElse(failed.toString()), List.of()));
      }
    } finally {
      warnings.get(); // of the end, which nobody asked for
    }
    return new Outcome(file.path(), scenario.name(), failure, Duration.ofNanos(System.nanoTime() - begun), lasted, said);
  }
}
