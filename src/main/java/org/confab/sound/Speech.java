package org.confab.sound;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.confab.clock.Clock;
import org.confab.config.Settings;

/** Texts as sound, each rendered once for a voice. Lives on one context. */
final class Speech {

  /** docs.plivo.com/docs/voice/xml/speak: what is longer is an error there, too. */
  static final int LONGEST = 3000;
  private static final int AT_ONCE = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Settings.Sounds settings;
  private final Shelf shelf;
  private final SpeakCommand command;
  private final Slots slots;
  private final Flights<Piece> flights;

  Speech(Settings.Sounds settings, Clock clock, Shelf shelf) {
    this.settings = settings;
    this.shelf = shelf;
    this.command = new SpeakCommand(settings.speak(), settings.maxSize());
    this.slots = new Slots(AT_ONCE, PATIENCE, clock);
    this.flights = new Flights<>(clock);
  }

  /** @param voice the engine's */
  Future<Piece> of(String text, String voice) {
    int characters = text.codePointCount(0, text.length());
    if (characters > LONGEST) {
      return Future.failedFuture(new Unusable("has " + characters + " characters; " + LONGEST + " can be spoken at once"));
    }
    List<String> recipe = new ArrayList<>(List.of("speech 1", text, voice, Long.toString(Piece.most(settings))));
    recipe.addAll(settings.speak());
    String name = Shelf.wav(Digest.of(recipe), true);
    AtomicBoolean first = new AtomicBoolean();
    return flights.of(name, () -> {
      first.set(true);
      return shelf.find(name).compose(found -> found.map(kept -> Future.succeededFuture(Piece.of(kept, false, true)))
          .orElseGet(() -> slots.run(() -> shelf.make(name, file -> render(text, voice, file))).map(kept -> Piece.of(kept, true, true))));
    }).map(piece -> first.get() ? piece : piece.found());
  }

  void close() {
    command.close();
  }

  private void render(String text, String voice, Path file) throws IOException {
    Path said = shelf.unfinished();
    Path input = shelf.unfinished();
    Deadline deadline = Deadline.in(settings.timeout());
    try {
      Files.writeString(input, wellFormed(text), StandardCharsets.UTF_8);
      command.run(input, voice, said, deadline);
      Audio.decode(Files.readAllBytes(said), file, Piece.most(settings), deadline);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Unusable("is not spoken: Confab is being stopped");
    } finally {
      Files.deleteIfExists(input);
      Files.deleteIfExists(said);
    }
  }

  /** Without halves of characters, which UTF-8 cannot carry. */
  private static String wellFormed(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
