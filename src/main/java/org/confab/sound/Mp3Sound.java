package org.confab.sound;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.BitstreamException;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.DecoderException;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.SampleBuffer;

/** MP3, decoded by JLayer. */
final class Mp3Sound {

  /** A frame that cannot be decoded is silence; with more of them than one in so many, the whole is refused. */
  private static final int TOLERANCE = 10;

  static {
    // JLayer makes its tables with the first frame, without regard to other threads: they are made here, where only one thread can be
    byte[] silence = Arrays.copyOf(new byte[] {(byte) 0xFF, (byte) 0xFB, (byte) 0x90, (byte) 0xC4}, 2 * 417);
    System.arraycopy(silence, 0, silence, 417, 4);
    decode(silence, new Listener() {
      @Override
      public void begin(int rate) {}

      @Override
      public boolean hear(float[] samples, int count) {
        return true;
      }
    });
  }

  private Mp3Sound() {}

  static boolean is(byte[] bytes) {
    return Mp3Frames.in(bytes).isPresent();
  }

  /** @throws Unusable if there is less than its own header promises, or too much of it is damaged */
  static void decode(byte[] bytes, Listener listener) {
    Mp3Frames frames = Mp3Frames.in(bytes).orElseThrow();
    long end = frames.promised() < 0 ? Long.MAX_VALUE : (long) frames.promised() * frames.samplesPerFrame() - frames.padding();
    listener.begin(frames.rate());
    Bitstream stream = new Bitstream(frames);
    Decoder decoder = new Decoder();
    float[] mixed = new float[frames.samplesPerFrame()];
    int broken = 0;
    int read = 0;
    long position = 0;
    boolean wanted = true;
    for (Header header = next(stream); wanted && header != null; header = next(stream)) {
      int count = mixed.length;
      try {
        SampleBuffer samples = (SampleBuffer) decoder.decodeFrame(header, stream);
        count = mix(samples, mixed);
      } catch (DecoderException | RuntimeException damaged) { // JLayer checks no index
        broken++;
        Arrays.fill(mixed, 0);
        decoder = new Decoder();
      }
      read++;
      stream.closeFrame();
      int from = (int) Math.min(count, Math.max(0, frames.delay() - position));
      int to = (int) Math.max(from, Math.min(count, end - position));
      System.arraycopy(mixed, from, mixed, 0, to - from);
      wanted = listener.hear(mixed, to - from);
      position += count;
    }
    if (wanted && frames.promised() - frames.count() > 38) { // a second at 44.1 kHz
      throw new Unusable("is an MP3 file of which " + frames.count() + " of " + frames.promised() + " frames are there");
    }
    if (broken * TOLERANCE > read) {
      throw new Unusable("is a damaged MP3 file: " + broken + " of " + read + " frames cannot be decoded");
    }
  }

  private static Header next(Bitstream stream) {
    try {
      return stream.readFrame();
    } catch (BitstreamException | RuntimeException damaged) {
      throw new Unusable("is a damaged MP3 file");
    }
  }

  /** Both channels as one. */
  private static int mix(SampleBuffer samples, float[] into) {
    int channels = samples.getChannelCount();
    int count = Math.min(samples.getBufferLength() / channels, into.length);
    short[] values = samples.getBuffer();
    for (int frame = 0; frame < count; frame++) {
      int sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += values[frame * channels + channel];
      }
      into[frame] = sum / (32_768f * channels);
    }
    return count;
  }
}
