package org.confab.doctor;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.esl.Backoff;
import org.confab.esl.EslOptions;
import org.confab.freeswitch.Box;
import org.confab.freeswitch.SwitchEvent;
import org.confab.plivo.Printable;
import org.confab.recording.RecordingsTrial;
import org.confab.sound.SoundsTrial;

/** Whether both users, FreeSWITCH's and this one, get at the sounds and the recordings; FreeSWITCH itself is asked to try. */
final class DirectoriesCheck {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  /** FreeSWITCH was connected a moment ago. */
  private static final Duration CONNECTED = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final Clock clock;
  private final Settings settings;
  private final Surroundings surroundings;

  DirectoriesCheck(Vertx vertx, Clock clock, Settings settings, Surroundings surroundings) {
    this.vertx = vertx;
    this.clock = clock;
    this.settings = settings;
    this.surroundings = surroundings;
  }

  List<Finding> examine() {
    Settings.FreeSwitch freeswitch = settings.freeswitch();
    Promise<Void> connected = Promise.promise();
    Box box = new Box(vertx, EslOptions.of(freeswitch.host(), freeswitch.port(), freeswitch.password().reveal()).withCommandTimeout(freeswitch.commandTimeout()), clock,
        Backoff.standard(Math::random), event -> {
          if (event instanceof SwitchEvent.Connected) {
            connected.tryComplete();
          }
        });
    box.start();
    try {
      SoundsTrial sounds = new SoundsTrial(settings.sounds(), clock);
      RecordingsTrial recordings = new RecordingsTrial(settings.recordings().directory());
      connected.future().await(CONNECTED.toMillis(), TimeUnit.MILLISECONDS);
      return List.of(
          examine("sounds", "sounds.directory", sounds.directory(), false, box, () -> sounds.access(vertx, box.commands())),
          examine("recordings", "recordings.directory", recordings.directory(), true, box, () -> recordings.access(vertx, box.commands())));
    } catch (TimeoutException late) {
      return List.of(Finding.unknown("directories", "FreeSWITCH was lost while it was asked for its directories"));
    } finally {
      box.stop().await();
    }
  }

  private Finding examine(String name, String setting, Path directory, boolean write, Box box, Supplier<Future<Optional<String>>> question) {
    List<Path> made = missing(directory);
    Promise<Optional<String>> answer = Promise.promise();
    box.context().runOnContext(ignored -> question.get().onComplete(answer));
    try {
      Optional<String> problem = answer.future().await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return problem.map(why -> denied(name, directory, write, why)).orElseGet(() -> Finding.right(name, "FreeSWITCH and this user can "
          + (write ? "write and read in " : "use ") + Printable.of(directory.toString())));
    } catch (TimeoutException late) {
      return Finding.wrong(name, "FreeSWITCH does not say within " + PATIENCE.toSeconds() + " s whether it can use " + Printable.of(directory.toString()), "does its disk hang?");
    } catch (Exception failed) {
      return ours(name, setting, directory, failed);
    } finally {
      made.forEach(DirectoriesCheck::delete);
    }
  }

  /** Awaiting throws what the future failed with, declared or not. */
  private static Finding ours(String name, String setting, Path directory, Exception failed) {
    String at = Printable.of(directory.toString());
    if (failed instanceof AccessDeniedException denied) {
      return Finding.wrong(name, "this user (" + Printable.of(System.getProperty("user.name")) + ") cannot write at " + Printable.of(String.valueOf(denied.getFile())),
          "run as Confab's user; if this is the one: mkdir -p " + at + " && chown <Confab's user> " + at + ", or another " + setting);
    } else if (failed instanceof IOException) {
      return Finding.wrong(name, at + " cannot be used: " + Printable.of(failed.toString()), "mend that, or name another " + setting);
    }
    return Finding.unknown(name, "FreeSWITCH could not be asked whether it can use " + at + ": " + Printable.of(String.valueOf(failed.getMessage())));
  }

  private Finding denied(String name, Path directory, boolean write, String why) {
    int split = why.indexOf("): ") > 0 ? why.indexOf("): ") + 1 : why.indexOf(": ");
    String text = split > 0 ? why.substring(0, split) : why;
    String remedy = split > 0 ? why.substring(split + 2) : "see docs/operations.md";
    return Denial.of(surroundings, directory, write).map(denial -> Finding.wrong(name, text + "; " + denial.why(), denial.remedy()))
        .orElseGet(() -> Finding.wrong(name, text, remedy));
  }

  /** What is not there yet of the path, the deepest first (a link is there, wherever it leads): what the trial makes is to be gone again, as it may be another user who runs Confab. */
  private static List<Path> missing(Path directory) {
    List<Path> missing = new ArrayList<>();
    for (Path at = directory; at != null && !Files.exists(at, LinkOption.NOFOLLOW_LINKS); at = at.getParent()) {
      missing.add(at);
    }
    return missing;
  }

  private static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException inUse) {
      // somebody else has put something into it meanwhile
      return;
    }
  }
}
