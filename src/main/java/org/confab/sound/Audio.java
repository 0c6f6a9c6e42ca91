package org.confab.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** Decodes what somebody else encoded. The kind is told by the content: neither name nor content type can be trusted. */
final class Audio {

  /** For decoding one; ten minutes of MP3 take a few seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Audio() {}

  /**
   * Writes what {@code bytes} sound like to a file that is not there yet; blocking.
   *
   * @param most frames; what comes after them is left out
   * @throws Unusable if that is not sound that could be decoded, or takes until after the deadline; the file is then of no use
   * @throws IOException if the file cannot be written
   */
  static void decode(byte[] bytes, Path file, long most, Deadline deadline) throws IOException {
    try (WavFile wav = new WavFile(file, most)) {
      Ear ear = new Ear(wav, deadline);
      if (WavSound.is(bytes)) {
        WavSound.decode(bytes, ear);
      } else if (Mp3Sound.is(bytes)) {
        Mp3Sound.decode(bytes, ear);
      } else {
        throw new Unusable("is neither WAV nor MP3 but " + kind(bytes));
      }
      ear.finish();
      if (wav.frames() == 0) {
        throw new Unusable("has no sound in it");
      }
      wav.finish();
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    }
  }

  private static String kind(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(bytes.length, 64), StandardCharsets.ISO_8859_1).stripLeading();
    if (bytes.length == 0) {
      return "empty";
    }
    if (head.startsWith("<")) {
      return "a page or document (HTML, XML)";
    }
    if (head.startsWith("OggS")) {
      return "Ogg";
    }
    return head.startsWith("fLaC") ? "FLAC" : head.startsWith("ftyp", 4) ? "MP4" : "something else";
  }

  /** Brings it to our rate, and looks at the time. */
  private static final class Ear implements Listener {

    private final WavFile wav;
    private final Deadline deadline;
    private Resampler resampler;

    Ear(WavFile wav, Deadline deadline) {
      this.wav = wav;
      this.deadline = deadline;
    }

    @Override
    public void begin(int rate) {
      resampler = new Resampler(rate, wav::write);
    }

    @Override
    public boolean hear(float[] samples, int count) {
      deadline.check("decoding it");
      return resampler.accept(samples, count);
    }

    void finish() {
      if (resampler != null) {
        resampler.finish();
      }
    }
  }
}
