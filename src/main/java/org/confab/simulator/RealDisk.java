package org.confab.simulator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/** This machine's files. Recordings are silence, mono, 8 kHz: 16-bit wav, or mp3 where the name says so. */
final class RealDisk implements Disk {

  private static final int RATE = 8000;

  @Override
  public boolean exists(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public Optional<Duration> duration(String path) {
    try (FileChannel file = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
      file.read(head, 0);
      return wav(head.flip()).or(() -> path.endsWith(".mp3") ? size(file) : Optional.empty());
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** 16 kbit/s, for want of a decoder. */
  private static Optional<Duration> size(FileChannel file) {
    try {
      return Optional.of(Duration.ofMillis(file.size() / 2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Duration> wav(ByteBuffer head) {
    if (head.limit() < 44 || head.getInt(0) != 0x46464952 || head.getInt(8) != 0x45564157) {
      return Optional.empty();
    }
    long rate = 0;
    for (int at = 12; at + 8 <= head.limit();) {
      int id = head.getInt(at);
      long length = head.getInt(at + 4) & 0xffffffffL;
      if (id == 0x20746d66 && at + 20 <= head.limit()) {
        rate = head.getInt(at + 16) & 0xffffffffL;
      } else if (id == 0x61746164) {
        return rate == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(length * 1000 / rate));
      }
      long next = at + 8 + length + length % 2;
      if (next > head.limit()) {
        return Optional.empty();
      }
      at = (int) next;
    }
    return Optional.empty();
  }

  @Override
  public boolean canRecord(String path) {
    try {
      return path.matches("(?i).*\\.(wav|mp3|raw|au|gsm|ogg|flac)") && !Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public Optional<Long> record(String path, Duration length) {
    try {
      Path target = Path.of(path);
      if (target.getParent() != null) {
        Files.createDirectories(target.getParent());
      }
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
        if (path.endsWith(".mp3")) {
          writeMp3(out, length);
        } else {
          writeWav(out, length);
        }
      }
      return Optional.of(Files.size(target));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static void writeWav(OutputStream out, Duration length) throws IOException {
    int samples = (int) Math.min(length.toMillis() * RATE / 1000, 1 << 28);
    ByteBuffer head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0x46464952).putInt(36 + samples * 2).putInt(0x45564157).putInt(0x20746d66).putInt(16);
    head.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(RATE * 2).putShort((short) 2).putShort((short) 16);
    head.putInt(0x61746164).putInt(samples * 2);
    out.write(head.array());
    byte[] silence = new byte[RATE * 2];
    for (int left = samples * 2; left > 0; left -= silence.length) {
      out.write(silence, 0, Math.min(left, silence.length));
    }
  }

  /** MPEG 2.5, layer III, 16 kbit/s: a frame of 72 ms without data is silence. An encoder adds a few, as FreeSWITCH's was seen to. */
  private static void writeMp3(OutputStream out, Duration length) throws IOException {
    byte[] frame = new byte[144];
    frame[0] = (byte) 0xff;
    frame[1] = (byte) 0xe3;
    frame[2] = 0x28;
    frame[3] = (byte) 0xc0;
    for (long frames = (length.toMillis() + 71) / 72 + 2; frames > 0; frames--) {
      out.write(frame);
    }
  }
}
