package org.confab.demo;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The sample application's sounds: a few sines, as WAV files (mono, 16 bit, 16 kHz). */
final class SampleSounds {

  /** Two notes, falling: somebody comes. */
  static final String CHIME = "/sounds/chime.wav";
  /** Six seconds of a broken chord. */
  static final String MUSIC = "/sounds/music.wav";
  /** A second of what a phone sounds like that rings at the other end. */
  static final String RINGING = "/sounds/ringing.wav";

  private static final int RATE = 16_000;
  private static final double LOUDNESS = 0.25;
  private static final int FADE = RATE / 100;

  private SampleSounds() {}

  /** The file at that path of the application; empty if there is none. */
  static Optional<byte[]> of(String path) {
    return switch (path) {
      case CHIME -> Optional.of(wav(250, 880, 659));
      case MUSIC -> Optional.of(wav(500, 262, 330, 392, 523, 392, 330, 294, 349, 440, 587, 440, 349));
      case RINGING -> Optional.of(wav(1000, 425));
      default -> Optional.empty();
    };
  }

  /** Notes of that many milliseconds, by their hertz, one after the other. */
  private static byte[] wav(int millis, int... hertz) {
    int length = millis * RATE / 1000;
    int bytes = 2 * length * hertz.length;
    ByteBuffer file = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE)
        .putInt(2 * RATE).putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(bytes);
    for (int note : hertz) {
      for (int i = 0; i < length; i++) {
        double fade = Math.min(1, Math.min(i, length - i) / (double) FADE); // a note that begins or ends at once clicks
        file.putShort((short) (LOUDNESS * fade * Short.MAX_VALUE * Math.sin(2 * Math.PI * note * i / RATE)));
      }
    }
    return file.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
