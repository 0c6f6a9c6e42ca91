package org.confab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A pure sine: a sound that can be found again in what a caller hears, among others too. The tones below are far enough apart, and none is
 * near a multiple of another, so that one is never taken for another ({@link Hearing}).
 *
 * @param hertz its frequency, 100 to 3400, which is what a telephone carries
 */
public record Tone(int hertz) {

  /** For waiting music. */
  public static final Tone MUSIC = new Tone(440);
  /** For enter sounds. */
  public static final Tone ENTER = new Tone(620);
  /** For exit sounds. */
  public static final Tone EXIT = new Tone(850);
  /** For prompts: what Play and Speak at the top level play. */
  public static final Tone PROMPT = new Tone(1100);
  /** For callers who talk. */
  public static final Tone VOICE = new Tone(1450);
  /** For a second caller who talks. */
  public static final Tone SECOND_VOICE = new Tone(1800);
  /** For a third one, or for his music on hold. */
  public static final Tone THIRD_VOICE = new Tone(2050);
  /** What {@code tone_stream://%(300,200,700)} plays. */
  public static final Tone BEEP = new Tone(700);

  /** How loud test sounds are: about what {@code tone_stream} and a talking person are. */
  static final double AMPLITUDE = 0.3;

  private static final int RATE = 16_000;

  public Tone {
    if (hertz < 100 || hertz > 3400) {
      throw new IllegalArgumentException(hertz + " Hz is not in 100..3400");
    }
  }

  /** Writes {@code <hertz>-<milliseconds>.wav} into that directory: mono, 16 bit, 16 kHz, as sound documents become. */
  public Path wav(Path directory, Duration length) {
    Path file = directory.resolve(hertz + "-" + length.toMillis() + ".wav");
    try {
      return Files.write(file, wav(length));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** That WAV file's bytes. */
  public byte[] wav(Duration length) {
    int samples = Math.toIntExact(length.toMillis() * RATE / 1000);
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    out.put("RIFF".getBytes()).putInt(36 + 2 * samples).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16).put("data".getBytes()).putInt(2 * samples);
    for (int i = 0; i < samples; i++) {
      out.putShort((short) Math.round(AMPLITUDE * Short.MAX_VALUE * Math.sin(2 * Math.PI * hertz * i / RATE)));
    }
    return out.array();
  }

  /** The same as FreeSWITCH makes it by itself: {@code tone_stream://%(1000,0,440)}. */
  public String stream(Duration length) {
    return "tone_stream://%(" + length.toMillis() + ",0," + hertz + ")";
  }

  /** The same without an end. */
  public String endlessStream() {
    return stream(Duration.ofSeconds(1)) + ";loops=-1";
  }

  /** How loud this tone is in those samples, 0 to 1 (Goertzel's filter, under a Hann window). */
  double in(short[] samples) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / Ear.RATE);
    double weights = 0;
    double before = 0;
    double last = 0;
    for (int i = 0; i < samples.length; i++) {
      double weight = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / samples.length);
      double now = weight * samples[i] / Short.MAX_VALUE + coefficient * last - before;
      weights += weight;
      before = last;
      last = now;
    }
    return 2 * Math.sqrt(Math.max(0, last * last + before * before - coefficient * last * before)) / weights;
  }

  @Override
  public String toString() {
    return hertz + " Hz";
  }
}
