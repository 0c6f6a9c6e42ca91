package org.confab.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.transcription.TranscribingBox.auto;
import static org.confab.transcription.TranscribingBox.endpoint;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.confab.config.Settings;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that nobody should have to do with, over the network; and files that look like forms. */
class HostileServersTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir
  Path directory;
  private final Vertx vertx = Vertx.vertx();
  private Optional<TranscribingBox> started = Optional.empty();

  @AfterEach
  void stop() {
    started.ifPresent(TranscribingBox::close);
    Loop.result(vertx.close());
  }

  /** A server that says that as soon as it hears anything; what it hears after is read and forgotten. */
  private TranscribingBox beside(Duration timeout, Consumer<NetSocket> said) {
    int port = Loop.result(vertx.createNetServer().connectHandler(socket -> {
      boolean[] begun = {false};
      socket.handler(piece -> {
        if (!begun[0]) {
          begun[0] = true;
          said.accept(socket);
        }
      });
    }).listen(0, "127.0.0.1")).actualPort();
    return box(auto(endpoint(URI.create("http://127.0.0.1:" + port + "/"), timeout)));
  }

  private TranscribingBox box(Settings.Transcription settings) {
    started = Optional.of(new TranscribingBox(directory, settings));
    return started.get();
  }

  @Test
  void replyWithoutEndIsReadNoFurtherThanItsBound() {
    Buffer piece = Buffer.buffer("10000\r\n" + " ".repeat(0x10000) + "\r\n");
    TranscribingBox box = beside(MINUTE, socket -> {
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      endless(socket, piece);
    });
    box.add(box.job("r1", MINUTE));
    assertThat(box.told()).containsEntry("error", "the transcription engine's reply is too long").containsEntry("transcription", "");
  }

  private static void endless(NetSocket socket, Buffer piece) {
    socket.write(piece).onSuccess(written -> endless(socket, piece));
  }

  @Test
  void replyThatDripsIsGivenUpWhenTheTimeIsOver() throws InterruptedException {
    CountDownLatch drops = new CountDownLatch(5);
    TranscribingBox box = beside(MINUTE, socket -> {
      socket.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{");
      long drip = vertx.setPeriodic(20, tick -> {
        socket.write(" ");
        drops.countDown();
      });
      socket.closeHandler(gone -> vertx.cancelTimer(drip));
    });
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      assertThat(drops.await(60, TimeUnit.SECONDS)).isTrue();
      box.engineClock.advance(MINUTE);
      assertThat(log.await("of the pause", line -> line.contains("the next attempt is in"))).contains("no complete reply within 60000 ms");
    }
    assertThat(box.count("retried")).isEqualTo(1);
  }

  @Test
  void replyThatIsNotHttpIsAnError() {
    TranscribingBox box = beside(MINUTE, socket -> socket.write("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    box.add(box.job("r1", MINUTE));
    assertThat(box.told()).containsEntry("error", "the transcription engine's reply is not HTTP");
  }

  @Test
  void replyThatIsCutOffIsAskedForAgain() {
    TranscribingBox box = beside(MINUTE, socket -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"text\":\"cut")));
    try (LogLines log = LogLines.open()) {
      box.add(box.job("r1", MINUTE));
      log.await("of the pause", line -> line.contains("the next attempt is in"));
    }
    assertThat(box.told).isEmpty();
  }

  @Test
  void refusalBeforeTheWholeFileWasSentIsHeard() {
    TranscribingBox box = beside(MINUTE, socket -> socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 23\r\n\r\n{\"error\":\"at most 1MB\"}"));
    Transcriptions.Job small = box.job("r1", MINUTE);
    Path file = box.file("large.wav", new byte[16 << 20]);
    box.add(new Transcriptions.Job("r1", file, "wav", MINUTE, "c", small.type(), small.url(), small.method(), "MA1"));
    assertThat(box.told()).containsEntry("error", "the transcription engine replied 413: at most 1MB");
  }

  @Test
  void metadataServiceOfACloudIsNeverAskedEvenIfTheOperatorNamesIt() {
    TranscribingBox box = box(auto(endpoint(URI.create("http://169.254.169.254/latest/"))));
    box.add(box.job("r1", MINUTE));
    assertThat(box.told()).containsEntry("error", "the transcription engine could not be asked");
  }

  @Test
  void filesThatLookLikeFormsArriveByteForByte() {
    try (EngineServer engine = new EngineServer()) {
      TranscribingBox box = box(auto(endpoint(engine.url())));
      Random random = new Random(5);
      String[] pieces = {"\r\n--", "--", "\r\n", "\r", "\n", "--confab-", "\r\n--confab-00000000-0000-0000-0000-000000000000--\r\n",
          "Content-Disposition: form-data; name=\"model\"\r\n\r\nother", "\0", "RIFF", "\u00ff"};
      for (int i = 0; i < 40; i++) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int k = random.nextInt(40); k >= 0; k--) {
          if (random.nextInt(5) == 0) {
            byte[] noise = new byte[random.nextInt(40_000)];
            random.nextBytes(noise);
            content.writeBytes(noise);
          } else {
            content.writeBytes(pieces[random.nextInt(pieces.length)].getBytes(StandardCharsets.ISO_8859_1));
          }
        }
        Transcriptions.Job job = box.job("r" + i, MINUTE);
        box.add(new Transcriptions.Job("r" + i, box.file("file" + i, content.toByteArray()), "wav", MINUTE, "c", job.type(), job.url(), job.method(), "MA1"));
        EngineServer.Received received = engine.received();
        assertThat(received.file()).as("file %d", i).isEqualTo(content.toByteArray());
        assertThat(received.fields()).containsEntry("model", "whisper-1").hasSize(3);
        assertThat(box.told()).containsEntry("transcription", "Hello");
      }
    }
  }
}
