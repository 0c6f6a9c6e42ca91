package org.confab.plivo;

import java.util.Optional;

/** What enterSound and exitSound name. */
public sealed interface RoomSound {

  /** {@code beep:1} or {@code beep:2}. */
  record Beep(int count) implements RoomSound {
  }

  /** A URL, as written, that returns a document of Play, Speak and Wait. */
  record Document(String url) implements RoomSound {
  }

  /** Reads the attribute's value; none for what is neither a beep nor a URL that could be requested. */
  static Optional<RoomSound> of(String value) {
    return switch (value) {
      case "beep:1" -> Optional.of(new Beep(1));
      case "beep:2" -> Optional.of(new Beep(2));
      default -> Urls.faultOf(value).isEmpty() ? Optional.of(new Document(value)) : Optional.empty();
    };
  }
}
