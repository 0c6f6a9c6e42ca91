package org.confab.sound;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the elements of a script sound like one after the other, and how that becomes one file. */
final class Composition {

  /** So long a sound that is all there is goes on before whoever plays it has to begin again, which is heard as a gap. */
  private static final Duration ENOUGH = Duration.ofSeconds(30);

  /** @param piece none: silence */
  private record Part(Optional<Piece> piece, long frames, long times) {
  }

  private final long most;
  private final List<Part> parts = new ArrayList<>();
  private long frames;

  /** @param longest what is beyond it is cut */
  Composition(Duration longest) {
    this.most = WavFile.frames(longest);
  }

  void add(Piece piece, long times) {
    add(new Part(Optional.of(piece), piece.frames(), times));
  }

  void silence(Duration length) {
    Duration day = Duration.ofDays(1);
    add(new Part(Optional.empty(), WavFile.frames(length.compareTo(day) > 0 ? day : length), 1));
  }

  /** A sound that goes on until the whole is so long; alone it need not, since whoever plays it can begin again. */
  void fill(Piece piece, Duration until) {
    Duration goal = parts.isEmpty() && until.compareTo(ENOUGH) > 0 ? ENOUGH : until;
    long missing = Math.min(WavFile.frames(goal), most) - frames;
    add(piece, Math.max(1, (missing + piece.frames() - 1) / piece.frames()));
  }

  private void add(Part part) {
    parts.add(part);
    frames = part.times() > (Long.MAX_VALUE - frames) / part.frames() ? Long.MAX_VALUE : frames + part.frames() * part.times();
  }

  boolean isEmpty() {
    return frames == 0;
  }

  /** Whether there is no room for more. */
  boolean isFull() {
    return frames >= most;
  }

  boolean isCut() {
    return frames > most;
  }

  /** The one piece that is all of it, if it is. */
  Optional<Piece> single() {
    return parts.size() == 1 && parts.get(0).times() == 1 && !isCut() ? parts.get(0).piece() : Optional.empty();
  }

  boolean lasting() {
    return parts.stream().allMatch(part -> part.piece().map(Piece::lasting).orElse(true));
  }

  /** The same for what sounds the same. */
  String digest() {
    List<String> recipe = new ArrayList<>(List.of("composition 1", Long.toString(most)));
    for (Part part : parts) {
      recipe.add(part.piece().map(Piece::name).orElse("silence " + part.frames()) + " " + part.times());
    }
    return Digest.of(recipe);
  }

  /** Blocking. */
  void write(Path file) throws IOException {
    try (WavFile wav = new WavFile(file, most)) {
      for (Part part : parts) {
        if (part.piece().isPresent()) {
          wav.append(part.piece().get().file(), part.times());
        } else {
          wav.silence(part.frames());
        }
      }
      wav.finish();
    }
  }
}
