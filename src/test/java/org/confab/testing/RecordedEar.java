package org.confab.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A headerless recording that FreeSWITCH is writing, unbuffered, so that it is 20 to 40 ms behind what happens. */
record RecordedEar(Path file) implements Ear {

  @Override
  public long position() {
    try {
      return Files.exists(file) ? Files.size(file) / 2 : 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public short[] samples(long from, int count) {
    byte[] bytes = new byte[2 * count];
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(2 * from);
      in.readFully(bytes);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    short[] samples = new short[count];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }
}
