package org.confab.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import javazoom.jl.decoder.Bitstream;
import javazoom.jl.decoder.Decoder;
import javazoom.jl.decoder.Header;
import javazoom.jl.decoder.JavaLayerException;
import javazoom.jl.decoder.SampleBuffer;

/** An audio file that somebody downloaded, to be listened to: wav (16 bit) or mp3, mono. */
public final class RecordedFile {

  private RecordedFile() {}

  /** How long it plays, from its samples or frames. */
  public static Duration length(byte[] file) {
    return Duration.ofMillis(samples(file).length * 1000L / Ear.RATE);
  }

  /** The whole file; zero on its clock is its beginning. */
  public static Hearing heard(byte[] file) {
    return Hearing.of("the file", samples(file));
  }

  private static short[] samples(byte[] file) {
    return file.length > 4 && file[0] == 'R' && file[1] == 'I' ? wav(file) : mp3(file);
  }

  private static short[] wav(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int rate = bytes.getInt(24);
    if (bytes.getShort(22) != 1 || bytes.getShort(34) != 16) {
      throw new IllegalArgumentException("not mono, or not of 16 bit");
    }
    int at = 12;
    while (bytes.getInt(at) != 0x61746164) {
      at += 8 + bytes.getInt(at + 4);
    }
    int count = Math.min(bytes.getInt(at + 4), file.length - at - 8) / 2;
    short[] all = new short[count];
    bytes.position(at + 8).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(all);
    return atEarsRate(all, rate);
  }

  private static short[] mp3(byte[] file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Bitstream stream = new Bitstream(new ByteArrayInputStream(file));
    Decoder decoder = new Decoder();
    int rate = Ear.RATE;
    try {
      for (Header header = stream.readFrame(); header != null; header = stream.readFrame()) {
        rate = header.frequency();
        SampleBuffer frame = (SampleBuffer) decoder.decodeFrame(header, stream);
        for (int i = 0; i < frame.getBufferLength(); i += frame.getChannelCount()) {
          out.write(frame.getBuffer()[i]);
          out.write(frame.getBuffer()[i] >> 8);
        }
        stream.closeFrame();
      }
    } catch (JavaLayerException broken) {
      throw new IllegalArgumentException("not an mp3", broken);
    }
    short[] all = new short[out.size() / 2];
    ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(all);
    return atEarsRate(all, rate);
  }

  /** Sample by sample, which is enough for tones below 3.4 kHz. */
  private static short[] atEarsRate(short[] samples, int rate) {
    if (rate == Ear.RATE) {
      return samples;
    }
    short[] taken = new short[(int) ((long) samples.length * Ear.RATE / rate)];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = samples[(int) ((long) i * rate / Ear.RATE)];
    }
    return taken;
  }
}
