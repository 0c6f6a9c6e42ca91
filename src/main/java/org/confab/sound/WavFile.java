package org.confab.sound;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The one kind of file that FreeSWITCH is given: mono, 16-bit, 16 kHz, a header of 44 bytes and then the samples. */
final class WavFile implements AutoCloseable {

  static final int RATE = 16_000;
  static final int HEADER = 44;
  private static final int FRAME = 2;

  /** Takes samples of one channel, -1 to 1, at {@link #RATE}. */
  @FunctionalInterface
  interface Sink {
    /** False: that was enough. */
    boolean write(float[] samples, int count);
  }

  private final FileChannel channel;
  private final long most;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long frames;

  /** @param most how many frames the file may have */
  WavFile(Path file, long most) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.most = most;
    buffer.put(new byte[HEADER]);
  }

  static long frames(Duration length) {
    return length.toMillis() * RATE / 1000;
  }

  static Duration length(long frames) {
    return Duration.ofNanos(frames * (1_000_000_000 / RATE));
  }

  /** What the frames take on the disk. */
  static long bytes(long frames) {
    return HEADER + frames * FRAME;
  }

  /** How many frames a file of that size has, -1 if that is no size that a file of ours can have. */
  static long framesOf(long bytes) {
    return bytes <= HEADER || (bytes - HEADER) % FRAME != 0 ? -1 : (bytes - HEADER) / FRAME;
  }

  long frames() {
    return frames;
  }

  /** Adds samples for as long as there is room; false when there is none left. */
  boolean write(float[] samples, int count) {
    int taken = (int) Math.min(count, most - frames);
    try {
      for (int i = 0; i < taken; i++) {
        room();
        buffer.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(samples[i] * 32_768f))));
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    frames += taken;
    return frames < most;
  }

  /** Adds frames of silence, for as long as there is room. */
  void silence(long count) throws IOException {
    long taken = Math.min(count, most - frames);
    for (long i = 0; i < taken; i++) {
      room();
      buffer.putShort((short) 0);
    }
    frames += taken;
  }

  /** Adds everything that another such file has, so often, for as long as there is room. */
  void append(Path other, long times) throws IOException {
    try (FileChannel from = FileChannel.open(other, StandardOpenOption.READ)) {
      long each = framesOf(from.size());
      if (each <= buffer.capacity() / FRAME) {
        ByteBuffer samples = ByteBuffer.allocate((int) each * FRAME);
        while (samples.hasRemaining() && from.read(samples, HEADER + samples.position()) >= 0) {
          continue;
        }
        for (long i = 0; i < times && frames < most; i++) {
          append(samples.flip().limit((int) Math.min(each, most - frames) * FRAME));
        }
      } else {
        flush();
        for (long i = 0; i < times && frames < most; i++) {
          append(from, Math.min(each, most - frames) * FRAME);
        }
      }
    }
  }

  private void append(ByteBuffer samples) throws IOException {
    frames += samples.remaining() / FRAME;
    if (buffer.remaining() < samples.remaining()) {
      flush();
    }
    buffer.put(samples);
  }

  private void append(FileChannel from, long bytes) throws IOException {
    for (long at = HEADER; at < HEADER + bytes; ) {
      long moved = from.transferTo(at, HEADER + bytes - at, channel);
      if (moved <= 0) {
        throw new IOException("a sound was shortened while it was read");
      }
      at += moved;
    }
    frames += bytes / FRAME;
  }

  /** Writes what is missing, the header too, and makes sure that it is on the disk. */
  void finish() throws IOException {
    flush();
    int bytes = Math.toIntExact(frames * FRAME);
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    header.put(ascii("RIFF")).putInt(HEADER - 8 + bytes).put(ascii("WAVE"));
    header.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * FRAME).putShort((short) FRAME)
        .putShort((short) (8 * FRAME));
    header.put(ascii("data")).putInt(bytes).flip();
    while (header.hasRemaining()) {
      channel.write(header, header.position());
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void room() throws IOException {
    if (buffer.remaining() < FRAME) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
