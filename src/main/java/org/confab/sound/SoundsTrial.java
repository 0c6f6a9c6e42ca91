package org.confab.sound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.freeswitch.BoxCommands;
import org.confab.plivo.Printable;

/** Tries what is done with {@code sounds.directory} and {@code sounds.speak}, beside a Confab that may be at work there. What it makes, it removes. */
public final class SoundsTrial {

  private static final String TEXT = "Confab";

  private final Settings.Sounds settings;
  private final Path cache;
  private final ShelfFiles files;

  public SoundsTrial(Settings.Sounds settings, Clock clock) {
    this.settings = settings;
    this.cache = LocalSounds.cache(settings);
    this.files = new ShelfFiles(cache, clock);
  }

  /** Where FreeSWITCH finds its sounds. */
  public Path directory() {
    return cache;
  }

  /**
   * What keeps FreeSWITCH from reading what is made here; empty if nothing does. To be called on the box's context. Fails if it could not be asked, and with an
   * {@link IOException} if this process cannot write here.
   */
  public Future<Optional<String>> access(Vertx vertx, BoxCommands commands) {
    if (!LocalSounds.isPlain(cache)) {
      return Future.succeededFuture(Optional.of("the path " + Printable.of(cache.toString()) + " has characters that are syntax to FreeSWITCH: set sounds.directory to one of "
          + "letters, digits and _ . / + @ - only"));
    }
    Path probe = files.unfinished();
    return vertx.executeBlocking(() -> files.write(probe, Files::createFile)).compose(made -> commands.fileExists(probe.toString()))
        .eventually(() -> vertx.executeBlocking(() -> Files.deleteIfExists(probe)))
        .map(seen -> seen ? Optional.empty() : Optional.of(LocalSounds.unreadable(cache)));
  }

  /** Speaks one word, as a {@code <Speak>} of the default voice would be; what is wrong with that, or nothing. Blocks, for {@code sounds.timeout} at most. */
  public Optional<String> speak() throws InterruptedException {
    Path folder;
    try {
      folder = Files.createTempDirectory("confab-speak-");
    } catch (IOException full) {
      return Optional.of("no file can be made in the folder for temporary files: " + Printable.of(String.valueOf(full.getMessage())));
    }
    Path text = folder.resolve("text");
    Path said = folder.resolve("said");
    Path decoded = folder.resolve("decoded.wav");
    try {
      Files.writeString(text, TEXT, StandardCharsets.UTF_8);
      Deadline deadline = Deadline.in(settings.timeout());
      new SpeakCommand(settings.speak(), settings.maxSize()).run(text, new Voices(settings.voices()).of(Optional.empty(), Optional.empty()).name(), said, deadline);
      Audio.decode(Files.readAllBytes(said), decoded, Piece.most(settings), deadline);
      return Optional.empty();
    } catch (Unusable why) {
      return Optional.of(why.getMessage());
    } catch (IOException failed) {
      return Optional.of("cannot be read: " + Printable.of(String.valueOf(failed)));
    } finally {
      for (Path each : new Path[] {text, said, decoded, folder}) {
        delete(each);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException left) {
      file.toFile().deleteOnExit();
    }
  }
}
