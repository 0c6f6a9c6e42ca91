package org.confab.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;

/**
 * How long an MP3 file plays: its frames are counted, from header to header (ISO/IEC 11172-3 §2.4, 13818-3; version 2.5 is Fraunhofer's).
 * What the encoder says of the whole is not asked: it says so at the end, and who is killed says nothing. The file passes through a small
 * buffer.
 */
final class Mp3Length {

  private static final int[] RATES = {44_100, 48_000, 32_000};
  private static final int[] KBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
  private static final int[] KBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
  /** Sync, version, layer and rate: all frames of one sound have these in common. */
  private static final int COMMON = 0xFFFE0C00;
  private static final int XING = 0x58696E67;
  private static final int INFO = 0x496E666F;

  private final FileChannel file;
  private final long end;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
  private long bufferAt;

  private Mp3Length(FileChannel file) throws IOException {
    this.file = file;
    this.end = file.size();
  }

  /** Zero if there is no whole frame in it. */
  static Duration of(FileChannel file) throws IOException {
    return new Mp3Length(file).measure();
  }

  private Duration measure() throws IOException {
    long at = afterTags();
    int kind = 0;
    long samples = 0;
    boolean follows = false;
    while (at + 4 <= end) {
      int header = word(at);
      int size = sizeOf(header);
      boolean fits = size > 0 && at + size <= end && (kind == 0 || (header & COMMON) == kind) && (follows || begins(at, header, size));
      follows = fits;
      if (!fits) {
        at++;
        continue;
      }
      samples += kind == 0 && isPromise(at, header, size) ? 0 : samplesOf(header);
      kind = header & COMMON;
      at += size;
    }
    long rate = kind == 0 ? 1 : rateOf(kind);
    return Duration.ofSeconds(samples / rate, samples % rate * 1_000_000_000 / rate);
  }

  /** Four bytes may look like a header by chance; not two times at the right distance. */
  private boolean begins(long at, int header, int size) throws IOException {
    long next = at + size;
    return next == end || next + 4 <= end && (word(next) & COMMON) == (header & COMMON) && sizeOf(word(next)) > 0;
  }

  /** A first frame in which the encoder tells of the others, and which has no sound (Xing, LAME). */
  private boolean isPromise(long at, int header, int size) throws IOException {
    boolean mono = (header >>> 6 & 3) == 3;
    int tag = 4 + (isVersion1(header) ? mono ? 17 : 32 : mono ? 9 : 17);
    return tag + 4 <= size && (word(at + tag) == XING || word(at + tag) == INFO);
  }

  /** Behind the ID3v2 tags at the beginning (id3.org, "ID3 tag version 2.4.0", §3). */
  private long afterTags() throws IOException {
    long at = 0;
    while (at + 10 <= end && word(at) >>> 8 == 0x494433) {
      int size = word(at + 6);
      boolean footer = (word(at + 5) >>> 24 & 0x10) != 0;
      at += 10 + ((size >>> 24 & 0x7F) << 21 | (size >>> 16 & 0x7F) << 14 | (size >>> 8 & 0x7F) << 7 | size & 0x7F) + (footer ? 10 : 0);
    }
    return at;
  }

  /** In bytes; 0 if that is no header of a frame of layer III, or of one whose size it does not tell. */
  private static int sizeOf(int header) {
    boolean isHeader = (header & 0xFFE00000) == 0xFFE00000 && (header >>> 19 & 3) != 1 && (header >>> 17 & 3) == 1
        && (header >>> 10 & 3) != 3;
    int kbits = (isVersion1(header) ? KBITS_1 : KBITS_2)[header >>> 12 & 15];
    return !isHeader || kbits == 0 ? 0 : (isVersion1(header) ? 144_000 : 72_000) * kbits / rateOf(header) + (header >>> 9 & 1);
  }

  private static boolean isVersion1(int header) {
    return (header >>> 19 & 3) == 3;
  }

  private static int samplesOf(int header) {
    return isVersion1(header) ? 1152 : 576;
  }

  private static int rateOf(int header) {
    int rate = RATES[header >>> 10 & 3];
    return switch (header >>> 19 & 3) {
      case 3 -> rate;
      case 2 -> rate / 2;
      default -> rate / 4;
    };
  }

  /** The four bytes there; those behind the end are 0. */
  private int word(long at) throws IOException {
    if (at < bufferAt || at + 4 > bufferAt + buffer.limit()) {
      fill(at);
    }
    int from = (int) (at - bufferAt);
    int word = 0;
    for (int i = from; i < from + 4; i++) {
      word = word << 8 | (i < buffer.limit() ? buffer.get(i) & 0xFF : 0);
    }
    return word;
  }

  private void fill(long at) throws IOException {
    bufferAt = at;
    buffer.clear();
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      continue;
    }
    buffer.flip();
  }
}
