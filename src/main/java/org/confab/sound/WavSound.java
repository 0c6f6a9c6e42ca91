package org.confab.sound;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** WAV (RIFF, "Multimedia Programming Interface and Data Specifications 1.0"). The samples are converted by javax.sound.sampled. */
final class WavSound {

  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FMT = 0x20746d66;
  private static final int DATA = 0x61746164;
  private static final int EXTENSIBLE = 0xFFFE;
  private static final int BLOCK = 4096;

  private final ByteBuffer bytes;

  private WavSound(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static boolean is(byte[] bytes) {
    WavSound wav = new WavSound(bytes);
    return bytes.length >= 12 && wav.bytes.getInt(0) == RIFF && wav.bytes.getInt(8) == WAVE;
  }

  /** @throws Unusable for a header that does not describe what follows, or a format that is not supported */
  static void decode(byte[] bytes, Listener listener) throws IOException {
    new WavSound(bytes).decode(listener);
  }

  private void decode(Listener listener) throws IOException {
    Optional<AudioFormat> format = Optional.empty();
    for (long at = 12; at + 8 <= bytes.limit(); ) {
      int id = bytes.getInt((int) at);
      long size = bytes.getInt((int) at + 4) & 0xFFFFFFFFL;
      int content = (int) at + 8;
      int there = bytes.limit() - content;
      if (id == DATA) {
        // what is written to a pipe cannot know its length, and says so by the largest one
        boolean unknown = size >= 0x7FFFF000L;
        if (size > there && !unknown) {
          throw new Unusable("is a WAV file whose header promises " + size + " bytes of sound, and " + there + " are there");
        }
        AudioFormat known = format.orElseThrow(() -> new Unusable("is a WAV file that does not say its format"));
        decode(known, content, (int) Math.min(size, there), listener);
        return;
      }
      if (size > there) {
        break;
      }
      if (id == FMT) {
        format = Optional.of(format(content, (int) size));
      }
      at = content + size + (size & 1);
    }
    throw new Unusable("is a WAV file without sound");
  }

  private AudioFormat format(int at, int size) {
    if (size < 16) {
      throw new Unusable("is a WAV file with a format of " + size + " bytes");
    }
    int tag = bytes.getShort(at) & 0xFFFF;
    int channels = bytes.getShort(at + 2) & 0xFFFF;
    long rate = bytes.getInt(at + 4) & 0xFFFFFFFFL;
    int block = bytes.getShort(at + 12) & 0xFFFF;
    if (tag == EXTENSIBLE && size >= 40) {
      tag = bytes.getShort(at + 24) & 0xFFFF;
    }
    if (channels < 1 || channels > 8 || rate < 4_000 || rate > 192_000) {
      throw new Unusable("is a WAV file of " + channels + " channels and " + rate
          + " Hz; 1 to 8 channels and 4000 to 192000 Hz are supported");
    }
    int bits = bytes.getShort(at + 14) & 0xFFFF;
    int width = (bits + 7) / 8;
    if (width == 0 || block != width * channels) {
      throw new Unusable("is a WAV file whose frames of " + channels + " channels with " + bits + " bits have " + block + " bytes");
    }
    Encoding encoding = switch (tag) {
      case 1 -> width == 1 ? Encoding.PCM_UNSIGNED : width <= 4 ? Encoding.PCM_SIGNED : null;
      case 3 -> width == 4 || width == 8 ? Encoding.PCM_FLOAT : null;
      case 6 -> width == 1 ? Encoding.ALAW : null;
      case 7 -> width == 1 ? Encoding.ULAW : null;
      default -> null;
    };
    if (encoding == null) {
      throw new Unusable("is a WAV file of format " + tag + " with " + bits
          + " bits; PCM (8 to 32 bits), float, A-law and µ-law are supported");
    }
    return new AudioFormat(encoding, rate, 8 * width, channels, block, rate, false);
  }

  private void decode(AudioFormat format, int offset, int length, Listener listener) throws IOException {
    int channels = format.getChannels();
    int frames = length / format.getFrameSize();
    // to 16 bits the JDK converts floats without regard to those beyond full scale; from a companded one it converts to nothing else
    boolean companded = format.getEncoding() == Encoding.ALAW || format.getEncoding() == Encoding.ULAW;
    int width = companded ? 2 : 4;
    AudioFormat plain = new AudioFormat(companded ? Encoding.PCM_SIGNED : Encoding.PCM_FLOAT, format.getSampleRate(), 8 * width, channels,
        width * channels, format.getSampleRate(), false);
    byte[] block = new byte[BLOCK * width * channels];
    ByteBuffer values = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    float[] mixed = new float[BLOCK];
    listener.begin((int) format.getSampleRate());
    ByteArrayInputStream data = new ByteArrayInputStream(bytes.array(), offset, frames * format.getFrameSize());
    try (AudioInputStream encoded = new AudioInputStream(data, format, frames);
        AudioInputStream samples = AudioSystem.getAudioInputStream(plain, encoded)) {
      boolean wanted = true;
      for (int read = samples.readNBytes(block, 0, block.length); wanted && read > 0; read = samples.readNBytes(block, 0, block.length)) {
        int count = read / (width * channels);
        values.rewind();
        for (int frame = 0; frame < count; frame++) {
          float sum = 0;
          for (int channel = 0; channel < channels; channel++) {
            sum += companded ? values.getShort() / 32_768f : bounded(values.getFloat());
          }
          mixed[frame] = sum / channels;
        }
        wanted = listener.hear(mixed, count);
      }
    }
  }

  private static float bounded(float value) {
    return Float.isNaN(value) ? 0 : Math.max(-1, Math.min(1, value));
  }
}
