package org.confab.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.time.Duration;

/**
 * How long a WAV file plays (RIFF, "Multimedia Programming Interface and Data Specifications 1.0"). libsndfile, with which FreeSWITCH
 * writes them, puts the sound's size into the header when it closes the file: where it never did, the sound goes on to the file's end.
 */
final class WavLength {

  private static final int RIFF = 0x46464952;
  private static final int WAVE = 0x45564157;
  private static final int FORMAT = 0x20746d66;
  private static final int DATA = 0x61746164;

  private WavLength() {}

  /** Zero if that is no WAV file, or one without sound. */
  static Duration of(FileChannel file) throws IOException {
    long end = file.size();
    ByteBuffer head = read(file, 0, 12);
    if (head.limit() < 12 || head.getInt(0) != RIFF || head.getInt(8) != WAVE) {
      return Duration.ZERO;
    }
    long block = 0;
    long rate = 0;
    for (long at = 12; at + 8 <= end; ) {
      ByteBuffer chunk = read(file, at, 8 + 16);
      if (chunk.limit() < 8) {
        break; // it was cut meanwhile
      }
      int id = chunk.getInt(0);
      long size = chunk.getInt(4) & 0xFFFFFFFFL;
      if (id == FORMAT && chunk.limit() == 24) {
        rate = chunk.getInt(12) & 0xFFFFFFFFL;
        block = chunk.getShort(20) & 0xFFFF;
      } else if (id == DATA) {
        long there = end - at - 8;
        long frames = block == 0 ? 0 : (size == 0 || size > there ? there : size) / block;
        return rate == 0 ? Duration.ZERO : Duration.ofSeconds(frames / rate, frames % rate * 1_000_000_000 / rate);
      }
      at += 8 + size + (size & 1);
    }
    return Duration.ZERO;
  }

  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      continue;
    }
    return buffer.flip();
  }
}
