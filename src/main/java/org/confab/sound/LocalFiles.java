package org.confab.sound;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.config.Settings;

/** Files below the sounds directory, which a Play names by their path from there. Lives on one context. */
final class LocalFiles {

  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private record Found(Path file, String digest) {
  }

  private final Settings.Sounds settings;
  private final Path root;
  private final Shelf shelf;
  private final Workshop quick;
  private final Slots slots;
  private final Flights<Piece> flights;

  /** @param quick for what a directory says at once */
  LocalFiles(Settings.Sounds settings, Clock clock, Shelf shelf, Workshop quick) {
    this.settings = settings;
    this.root = settings.directory().toAbsolutePath().normalize();
    this.shelf = shelf;
    this.quick = quick;
    this.slots = new Slots(AT_ONCE, PATIENCE, clock);
    this.flights = new Flights<>(clock);
  }

  /** Empty if there is no such file, or its path leads elsewhere. */
  Future<Optional<Piece>> of(String source) {
    Optional<Path> path = path(source);
    if (path.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return quick.run(() -> look(path.get())).compose(found -> found.isEmpty() ? Future.succeededFuture(Optional.empty())
        : flights.of(found.get().digest(), () -> piece(found.get())).map(Optional::of));
  }

  private Future<Piece> piece(Found found) {
    String name = Shelf.wav(found.digest(), true);
    return shelf.find(name).compose(kept -> kept.map(Future::succeededFuture).orElseGet(() -> slots.run(() -> shelf.make(name,
        file -> Audio.decode(read(found.file()), file, Piece.most(settings), Deadline.in(Audio.PATIENCE))))))
        .map(kept -> Piece.of(kept, false, true));
  }

  private Optional<Path> path(String source) {
    if (source.contains("://")) {
      return Optional.empty();
    }
    try {
      Path file = root.resolve(source).normalize();
      return file.startsWith(root) && !file.equals(root) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  private Optional<Found> look(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      long size = Files.size(file);
      if (size > settings.maxSize()) {
        throw new Unusable("has " + size + " bytes; sounds.maxSize is " + settings.maxSize());
      }
      return Optional.of(new Found(file, Digest.of(List.of("file 1", file.toString(), Long.toString(size),
          Files.getLastModifiedTime(file).toString(), Long.toString(Piece.most(settings))))));
    } catch (IOException unreadable) {
      throw new Unusable("cannot be read: " + unreadable.getClass().getSimpleName());
    }
  }

  private byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(settings.maxSize()); // it may have grown
    } catch (IOException unreadable) {
      throw new Unusable("cannot be read: " + unreadable.getClass().getSimpleName());
    }
  }
}
