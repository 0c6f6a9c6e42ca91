package org.confab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.confab.http.LocalServers.await;
import static org.confab.http.LocalServers.http;
import static org.confab.http.LocalServers.raw;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.confab.clock.VertxClock;
import org.confab.http.HttpFailure.Kind;
import org.confab.network.AddressGuard;
import org.confab.network.Network;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file on its way: its bytes as RFC 7578 has them, whatever happens meanwhile. */
class UploadTest {

  private static final Limits GENEROUS = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(60), 100_000);
  /** More than the sockets' buffers of both sides take. */
  private static final int LARGE = 16 << 20;

  @TempDir
  Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final HttpRequests requests = new HttpRequests(vertx, new VertxClock(vertx), new AddressGuard(List.of(Network.parse("127.0.0.0/8"))));

  /** Who does not read does not see the other side go. */
  private final Queue<NetSocket> sockets = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    sockets.forEach(NetSocket::close);
    await(requests.close());
    await(vertx.close());
  }

  @Test
  void formIsWrittenByteForByteAsTheStandardHasIt() throws IOException {
    Promise<String> seen = Promise.promise();
    URI url = http(vertx, request -> request.body().onSuccess(body -> {
      seen.complete(request.getHeader("Content-Type") + " " + request.getHeader("Content-Length") + " " + body.length() + "\n" + body);
      request.response().end();
    }));
    byte[] content = "two\r\nlines\r\n".getBytes(StandardCharsets.UTF_8);
    await(requests.send(new HttpRequest("POST", url, Map.of("a\"b\r\nc", "é: x"), Signer.NONE, Map.of("X-One", "1"), GENEROUS, 0, true,
        Optional.of(new FilePart("file", file(content), "q\"\r\n.wav", "audio/wav")))));
    String[] parts = await(seen.future()).split("\n", 2);
    String boundary = parts[0].replaceFirst("multipart/form-data; boundary=(\\S+) .*", "$1");
    assertThat(parts[1]).isEqualTo("--" + boundary + "\r\nContent-Disposition: form-data; name=\"a%22b%0D%0Ac\"\r\n\r\né: x\r\n--" + boundary
        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"q%22%0D%0A.wav\"\r\nContent-Type: audio/wav\r\n\r\ntwo\r\nlines\r\n\r\n--" + boundary
        + "--\r\n");
    String length = Integer.toString(parts[1].getBytes(StandardCharsets.UTF_8).length);
    assertThat(parts[0]).endsWith(" " + length + " " + length);
  }

  @Test
  void emptyFileIsSentToo() throws IOException {
    assertThat(uploaded(new byte[0])).isEmpty();
  }

  @Test
  void filesOfEverySizeAroundThePiecesInWhichTheyAreReadArriveWhole() throws IOException {
    for (int size : List.of(1, 65_535, 65_536, 65_537, 131_072, 1_000_000)) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      assertThat(uploaded(content)).as("of %d bytes", size).isEqualTo(content);
    }
  }

  @Test
  void serverThatHasHeardEnoughIsHeardAndTheRestIsNotSent() throws IOException {
    URI url = raw(vertx, socket -> {
      sockets.add(socket);
      socket.handler(first -> {
        // it reads no further, so that the rest could never be sent
        socket.pause();
        socket.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
      });
    });
    HttpReply reply = await(requests.send(upload(url, sparse(LARGE), GENEROUS)));
    assertThat(reply.status() + " " + new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo("413 big");
  }

  @Test
  void serverThatStopsReadingIsGivenUpInTime() throws IOException {
    URI url = raw(vertx, socket -> sockets.add(socket.pause()));
    Limits short_ = new Limits(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(60), 1000);
    HttpFailure failure = failure(upload(url, sparse(LARGE), short_));
    assertThat(failure.kind()).isEqualTo(Kind.READ_TIMEOUT);
  }

  @Test
  void serverThatClosesInTheMiddleIsAClosedConnection() throws IOException {
    URI url = raw(vertx, socket -> socket.handler(first -> socket.close()));
    assertThat(failure(upload(url, sparse(LARGE), GENEROUS)).kind()).isEqualTo(Kind.CONNECTION_CLOSED);
  }

  @Test
  void fileThatIsNotThereOrNoFileIsToldWithItsPath() {
    URI url = http(vertx, request -> request.response().end());
    HttpFailure failure = failure(upload(url, directory.resolve("none.wav"), GENEROUS));
    assertThat(failure.kind()).isEqualTo(Kind.FILE_UNREADABLE);
    assertThat(failure.getMessage()).contains("none.wav");
    assertThat(failure(upload(url, directory, GENEROUS)).kind()).isEqualTo(Kind.FILE_UNREADABLE);
  }

  @Test
  void fileThatBecomesShorterMeanwhileIsAFailureAndNoHalfFileIsTakenForWhole() throws IOException {
    Path file = sparse(LARGE);
    List<String> ended = new ArrayList<>();
    URI url = http(vertx, request -> {
      request.pause();
      try (RandomAccessFile shorter = new RandomAccessFile(file.toFile(), "rw")) {
        shorter.setLength(100_000);
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
      request.handler(piece -> {}).exceptionHandler(broken -> {}).endHandler(whole -> ended.add("whole"));
      request.resume();
    });
    HttpFailure failure = failure(upload(url, file, GENEROUS));
    assertThat(failure.kind()).isEqualTo(Kind.FILE_UNREADABLE);
    assertThat(failure.getMessage()).contains("shorter");
    assertThat(ended).isEmpty();
  }

  @Test
  void fileThatGrowsMeanwhileIsSentAsLongAsItWas() throws IOException {
    Path file = sparse(LARGE);
    Promise<Long> length = Promise.promise();
    URI url = http(vertx, request -> {
      try (RandomAccessFile longer = new RandomAccessFile(file.toFile(), "rw")) {
        longer.setLength(LARGE + 5_000_000);
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
      count(request, length);
    });
    await(requests.send(upload(url, file, GENEROUS)));
    assertThat(await(length.future())).isEqualTo(LARGE);
  }

  @Test
  void fileIsClosedWhateverHappened() throws IOException {
    Path file = sparse(LARGE);
    await(requests.send(upload(http(vertx, request -> count(request, Promise.promise())), file, GENEROUS)));
    failure(upload(raw(vertx, socket -> socket.handler(first -> socket.close())), file, GENEROUS));
    Path descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (open(descriptors, file) > 0) {
        assertThat(System.nanoTime()).as("the file is still open after 60 s").isLessThan(until);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void fileGoesWithPostAloneAndFollowsNoRedirect() {
    FilePart part = new FilePart("file", directory, "x", "y");
    URI url = URI.create("http://127.0.0.1/");
    assertThatThrownBy(() -> new HttpRequest("GET", url, Map.of(), Signer.NONE, Map.of(), GENEROUS, 0, true, Optional.of(part)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HttpRequest("POST", url, Map.of(), Signer.NONE, Map.of(), GENEROUS, 1, true, Optional.of(part)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static long open(Path descriptors, Path file) throws IOException {
    try (var all = Files.list(descriptors)) {
      return all.filter(link -> {
        try {
          return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(file.toRealPath());
        } catch (IOException gone) {
          return false;
        }
      }).count();
    }
  }

  private byte[] uploaded(byte[] content) throws IOException {
    Promise<byte[]> file = Promise.promise();
    URI url = http(vertx, request -> {
      request.setExpectMultipart(true);
      Buffer bytes = Buffer.buffer();
      request.uploadHandler(upload -> upload.handler(bytes::appendBuffer));
      request.endHandler(end -> {
        file.complete(bytes.getBytes());
        request.response().end();
      });
    });
    await(requests.send(upload(url, file(content), GENEROUS)));
    return await(file.future());
  }

  private static void count(HttpServerRequest request, Promise<Long> length) {
    request.setExpectMultipart(true);
    long[] bytes = {0};
    request.uploadHandler(upload -> upload.handler(piece -> bytes[0] += piece.length()));
    request.endHandler(end -> {
      length.complete(bytes[0]);
      request.response().end();
    });
  }

  private HttpFailure failure(HttpRequest request) {
    return catchThrowableOfType(HttpFailure.class, () -> await(requests.send(request)));
  }

  private static HttpRequest upload(URI url, Path file, Limits limits) {
    return new HttpRequest("POST", url, Map.of("model", "m"), Signer.NONE, Map.of(), limits, 0, true,
        Optional.of(new FilePart("file", file, "x.wav", "audio/wav")));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("content"), content);
  }

  private Path sparse(int size) throws IOException {
    Path file = directory.resolve("large.wav");
    try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
      content.setLength(size);
    }
    return file;
  }
}
