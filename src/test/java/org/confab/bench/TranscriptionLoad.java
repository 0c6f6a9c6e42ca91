package org.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;
import org.confab.testing.Loop;

/**
 * What a long recording takes while it is transcribed: one of a minute and one of hours (wav, 16 kHz, 16 bit, mono, noise), one after the other,
 * from a process with a heap of 128 MB to an engine in this one, which compares every byte.
 */
public final class TranscriptionLoad {

  private static final int BYTES_A_SECOND = 32_000;
  /** How much more the heap may hold while the long one is uploaded than while the short one is. */
  private static final double MOST_MORE_MB = 8;

  private record Report(String told, double peak, double left, double resident, double cpu, double seconds) {}

  private final Vertx vertx = Vertx.vertx();
  private volatile long receivedBytes;
  private volatile long receivedSum;

  private TranscriptionLoad() {}

  /** Argument: hours of the long one (default 4). */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(new TranscriptionLoad().run(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4) ? 0 : 1);
  }

  private boolean run(int hours) throws IOException, InterruptedException {
    int port = Loop.result(vertx.createHttpServer().requestHandler(this::engine).listen(0, "127.0.0.1")).actualPort();
    Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "recordings");
    Path minute = directory.resolve("minute.wav");
    Path longest = directory.resolve("hours.wav");
    Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "-cp", System.getProperty("java.class.path"),
        TranscriptionUnderLoad.class.getName(), "http://127.0.0.1:" + port + "/v1/audio/transcriptions").redirectError(Redirect.INHERIT).start();
    try (OutputStream to = process.getOutputStream();
        BufferedReader from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      long sumOfMinute = write(minute, 60);
      long sumOfLongest = write(longest, hours * 3600);
      transcribe(to, from, minute, 60_000);
      Report before = transcribe(to, from, minute, 60_000);
      boolean whole = receivedBytes == Files.size(minute) && receivedSum == sumOfMinute;
      print("1 minute, " + Files.size(minute) / 1_000_000 + " MB", before);
      Report after = transcribe(to, from, longest, hours * 3_600_000L);
      whole &= receivedBytes == Files.size(longest) && receivedSum == sumOfLongest;
      print(hours + " hours, " + Files.size(longest) / 1_000_000 + " MB", after);
      System.out.printf(Locale.ROOT, "files arrived byte for byte: %s; the heap held %.1f MB more (at most %.0f)%n", whole, after.left() - before.left(),
          MOST_MORE_MB);
      return whole && before.told().equals("Hello") && after.told().equals("Hello") && after.left() - before.left() <= MOST_MORE_MB;
    } finally {
      process.destroy();
      process.waitFor();
      Files.deleteIfExists(minute);
      Files.deleteIfExists(longest);
      Files.deleteIfExists(directory);
      Loop.result(vertx.close());
    }
  }

  private static void print(String what, Report report) {
    System.out.printf(Locale.ROOT, "%s: told '%s' after %.1f s, CPU %.2f s; heap: peak with garbage %.1f MB, most that a collection left %.1f MB; "
        + "resident so far %.0f MB%n", what, report.told(), report.seconds(), report.cpu(), report.peak(), report.left(), report.resident());
  }

  private static Report transcribe(OutputStream to, BufferedReader from, Path file, long millis) throws IOException {
    long start = System.nanoTime();
    to.write((file.toAbsolutePath() + " " + millis + "\n").getBytes(StandardCharsets.UTF_8));
    to.flush();
    String line = from.readLine();
    if (line == null) {
      throw new IllegalStateException("the process ended");
    }
    String[] words = line.split(" ");
    return new Report(words[0], Long.parseLong(words[2]) / 1e6, Long.parseLong(words[3]) / 1e6, Long.parseLong(words[4]) / 1e6,
        Long.parseLong(words[5]) / 1e9, (System.nanoTime() - start) / 1e9);
  }

  private void engine(HttpServerRequest request) {
    request.setExpectMultipart(true);
    CRC32 sum = new CRC32();
    long[] bytes = {0};
    request.uploadHandler(upload -> upload.handler(piece -> {
      bytes[0] += piece.length();
      sum.update(piece.getBytes());
    }));
    request.endHandler(end -> {
      receivedBytes = bytes[0];
      receivedSum = sum.getValue();
      request.response().end("{\"text\":\"Hello\"}");
    });
  }

  /** Returns the checksum. */
  private static long write(Path file, int seconds) throws IOException {
    CRC32 sum = new CRC32();
    Random random = new Random(seconds);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      int length = seconds * BYTES_A_SECOND;
      byte[] head = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + length)
          .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16).putShort((short) 1).putShort((short) 1).putInt(16_000)
          .putInt(BYTES_A_SECOND).putShort((short) 2).putShort((short) 16).put("data".getBytes(StandardCharsets.US_ASCII)).putInt(length).array();
      out.write(head);
      sum.update(head);
      byte[] second = new byte[BYTES_A_SECOND];
      for (int i = 0; i < seconds; i++) {
        random.nextBytes(second);
        out.write(second);
        sum.update(second);
      }
    }
    return sum.getValue();
  }
}
