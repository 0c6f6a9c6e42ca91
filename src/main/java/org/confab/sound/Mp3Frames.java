package org.confab.sound;

import java.io.InputStream;
import java.util.Optional;

/**
 * The frames of MPEG audio layer III in what somebody sent (ISO/IEC 11172-3 §2.4, 13818-3; version 2.5 is Fraunhofer's), found by walking
 * from header to header. Read as a stream it is these frames one after the other, and nothing else: tags and what lies between frames
 * stay away from the decoder.
 */
final class Mp3Frames extends InputStream {

  private static final int[] RATES = {44_100, 48_000, 32_000};
  private static final int[] KBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
  private static final int[] KBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
  /** Sync, version, layer and rate: all frames of one sound have these in common. */
  private static final int COMMON = 0xFFFE0C00;
  private static final int SEARCHED = 1 << 16;
  private static final int XING = 0x58696E67;
  private static final int INFO = 0x496E666F;
  private static final int VBRI = 0x56425249;
  /** A decoder's own delay, in samples. */
  private static final int DECODER_DELAY = 529;

  private final byte[] bytes;
  private final int kind;
  private final boolean mono;
  private int next;
  private int at;
  private int left;
  private int count;
  private int promised = -1;
  private int delay;
  private int padding;

  private Mp3Frames(byte[] bytes, int first) {
    this.bytes = bytes;
    this.next = first;
    this.kind = word(first) & COMMON;
    this.mono = isMono(word(first));
    readPromise(first);
  }

  /** Empty if that is no MPEG audio layer III, as far as its beginning shows. */
  static Optional<Mp3Frames> in(byte[] bytes) {
    int start = afterTags(bytes);
    for (long at = start; at < Math.min(bytes.length - 4L, (long) start + SEARCHED); at++) {
      int header = word(bytes, (int) at);
      long after = at + sizeOf(header);
      if (after > at && after <= bytes.length && (isEnd(bytes, after) || belongs(bytes, after, header))) {
        return Optional.of(new Mp3Frames(bytes, (int) at));
      }
    }
    return Optional.empty();
  }

  /** In Hz. */
  int rate() {
    return rateOf(kind);
  }

  /** Of one channel. */
  int samplesPerFrame() {
    return isVersion1(kind) ? 1152 : 576;
  }

  /** How many frames the encoder says there are; -1 if it does not say. */
  int promised() {
    return promised;
  }

  /** How many samples at the beginning are the encoder's and the decoder's delay, not sound. */
  int delay() {
    return delay;
  }

  /** How many samples at the end only fill the last frame. */
  int padding() {
    return padding;
  }

  /** How many frames were read so far. */
  int count() {
    return count;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    if (left == 0 && !advance()) {
      return -1;
    }
    int taken = Math.min(left, length);
    System.arraycopy(bytes, at, into, from, taken);
    at += taken;
    left -= taken;
    return taken;
  }

  private boolean advance() {
    for (int candidate = next; candidate <= bytes.length - 4; candidate++) {
      int header = word(candidate);
      int size = sizeOf(header);
      if (size > 0 && (header & COMMON) == kind && isMono(header) == mono && candidate + size <= bytes.length) {
        at = candidate;
        left = size;
        next = candidate + size;
        count++;
        return true;
      }
    }
    next = bytes.length;
    return false;
  }

  /** What Xing, LAME and Fraunhofer's encoders say about the whole, in a first frame that has no sound in it. */
  private void readPromise(int first) {
    int size = sizeOf(word(first));
    int xing = first + 4 + (isVersion1(kind) ? mono ? 17 : 32 : mono ? 9 : 17);
    int end = first + size;
    if (xing + 8 <= end && (word(xing) == XING || word(xing) == INFO)) {
      int flags = word(xing + 4);
      int field = xing + 8;
      if ((flags & 1) != 0 && field + 4 <= end) {
        promised = Math.max(-1, word(field));
      }
      int lame = field + ((flags & 1) != 0 ? 4 : 0) + ((flags & 2) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 100 : 0)
          + ((flags & 8) != 0 ? 4 : 0);
      if (lame + 24 <= end && bytes[lame] == 'L') {
        int both = word(lame + 21) >>> 8;
        delay = (both >>> 12) + DECODER_DELAY;
        padding = Math.max(0, (both & 0xFFF) - DECODER_DELAY);
      }
      next = end;
    } else if (first + 36 + 18 <= end && word(first + 36) == VBRI) {
      promised = Math.max(-1, word(first + 36 + 14));
      next = end;
    }
  }

  /** Behind the ID3v2 tags at the beginning (id3.org, "ID3 tag version 2.4.0", §3). */
  private static int afterTags(byte[] bytes) {
    long at = 0;
    while (at + 10 < bytes.length && bytes[(int) at] == 'I' && bytes[(int) at + 1] == 'D' && bytes[(int) at + 2] == '3') {
      int i = (int) at;
      int size = (bytes[i + 6] & 0x7F) << 21 | (bytes[i + 7] & 0x7F) << 14 | (bytes[i + 8] & 0x7F) << 7 | bytes[i + 9] & 0x7F;
      at += 10L + size + ((bytes[i + 5] & 0x10) != 0 ? 10 : 0);
    }
    return (int) Math.min(at, bytes.length);
  }

  private static boolean isEnd(byte[] bytes, long at) {
    int i = (int) at;
    return at == bytes.length || at + 128 == bytes.length && bytes[i] == 'T' && bytes[i + 1] == 'A' && bytes[i + 2] == 'G';
  }

  private static boolean belongs(byte[] bytes, long at, int header) {
    return at + 4 <= bytes.length && (word(bytes, (int) at) & COMMON) == (header & COMMON) && sizeOf(word(bytes, (int) at)) > 0;
  }

  /** In bytes; 0 if that is no header of a frame, or of one whose size it does not tell. */
  private static int sizeOf(int header) {
    boolean isHeader = (header & 0xFFE00000) == 0xFFE00000 && (header >>> 19 & 3) != 1 && (header >>> 17 & 3) == 1
        && (header >>> 10 & 3) != 3;
    int kbits = (isVersion1(header) ? KBITS_1 : KBITS_2)[header >>> 12 & 15];
    return !isHeader || kbits == 0 ? 0 : (isVersion1(header) ? 144_000 : 72_000) * kbits / rateOf(header) + (header >>> 9 & 1);
  }

  private static boolean isVersion1(int header) {
    return (header >>> 19 & 3) == 3;
  }

  private static int rateOf(int header) {
    int rate = RATES[header >>> 10 & 3];
    return switch (header >>> 19 & 3) {
      case 3 -> rate;
      case 2 -> rate / 2;
      default -> rate / 4;
    };
  }

  private static boolean isMono(int header) {
    return (header >>> 6 & 3) == 3;
  }

  private int word(int index) {
    return word(bytes, index);
  }

  private static int word(byte[] bytes, int index) {
    return (bytes[index] & 0xFF) << 24 | (bytes[index + 1] & 0xFF) << 16 | (bytes[index + 2] & 0xFF) << 8 | bytes[index + 3] & 0xFF;
  }
}
