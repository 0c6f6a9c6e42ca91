package org.confab.sound;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** WAV files as all kinds of programs write them. */
record Waves(int tag, int bits, int channels, int rate, boolean extensible) {

  static final int PCM = 1;
  static final int FLOAT = 3;
  static final int ALAW = 6;
  static final int ULAW = 7;

  static Waves pcm16(int rate) {
    return new Waves(PCM, 16, 1, rate, false);
  }

  Waves withRate(int other) {
    return new Waves(tag, bits, channels, other, extensible);
  }

  /** A sine of 0.3 on all channels, for one second. */
  byte[] tone(double hertz) {
    return of(rate, i -> 0.3 * Math.sin(2 * Math.PI * hertz * i / rate));
  }

  byte[] of(int frames, IntToDoubleFunction value) {
    byte[] data = data(frames, value);
    return file(format(), data, data.length);
  }

  byte[] data(int frames, IntToDoubleFunction value) {
    ByteBuffer data = little(frames * channels * bits / 8);
    for (int i = 0; i < frames; i++) {
      for (int channel = 0; channel < channels; channel++) {
        put(data, value.applyAsDouble(i));
      }
    }
    return data.array();
  }

  private void put(ByteBuffer data, double value) {
    switch (tag) {
      case FLOAT -> {
        if (bits == 64) {
          data.putDouble(value);
        } else {
          data.putFloat((float) value);
        }
      }
      case ULAW -> data.put(ulaw((short) Math.round(value * 32_767)));
      case ALAW -> data.put(alaw((short) Math.round(value * 32_767)));
      default -> {
        switch (bits) {
          case 8 -> data.put((byte) (128 + Math.round(value * 127)));
          case 16 -> data.putShort((short) Math.round(value * 32_767));
          case 24 -> {
            int sample = (int) Math.round(value * 8_388_607);
            data.put((byte) sample).put((byte) (sample >> 8)).put((byte) (sample >> 16));
          }
          default -> data.putInt((int) Math.round(value * 2_147_483_647.0));
        }
      }
    }
  }

  byte[] format() {
    ByteBuffer format = little(extensible ? 40 : 16);
    format.putShort((short) (extensible ? 0xFFFE : tag)).putShort((short) channels).putInt(rate).putInt(rate * channels * bits / 8)
        .putShort((short) (channels * bits / 8)).putShort((short) bits);
    if (extensible) {
      format.putShort((short) 22).putShort((short) bits).putInt(0).putShort((short) tag)
          .put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71});
    }
    return format.array();
  }

  /** @param promised what the header says of the data's size */
  static byte[] file(byte[] format, byte[] data, int promised) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("RIFF".getBytes());
    out.writeBytes(little(4).putInt(20 + format.length + data.length).array());
    out.writeBytes("WAVE".getBytes());
    out.writeBytes(chunk("fmt ", format.length));
    out.writeBytes(format);
    out.writeBytes(chunk("data", promised));
    out.writeBytes(data);
    return out.toByteArray();
  }

  static byte[] chunk(String id, int size) {
    return little(8).put(id.getBytes()).putInt(size).array();
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** ITU-T G.711. */
  private static byte ulaw(short sample) {
    int sign = sample < 0 ? 0x80 : 0;
    int magnitude = Math.min(32_635, Math.abs(sample)) + 0x84;
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude >> 7);
    return (byte) ~(sign | exponent << 4 | magnitude >> exponent + 3 & 0x0F);
  }

  private static byte alaw(short sample) {
    int sign = sample >= 0 ? 0x80 : 0;
    int magnitude = Math.min(32_767, Math.abs(sample)) >> 4;
    int exponent = 32 - Integer.numberOfLeadingZeros(magnitude >> 4);
    return (byte) ((sign | exponent << 4 | magnitude >> Math.max(0, exponent - 1) & 0x0F) ^ 0x55);
  }
}
