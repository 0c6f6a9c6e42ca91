package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.confab.api.RecordingServer.Reply;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.recording.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingRequestsTest {

  private static final byte[] SOUND = "0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final String TAG = "\"a-" + Long.toHexString(RecordingServer.MODIFIED.toEpochMilli()) + "\"";
  private static final String OWNER = RecordingServer.OWNER.authId();

  @TempDir
  Path directory;

  private Optional<RecordingServer> started = Optional.empty();

  private RecordingServer server() {
    return server(Optional.empty());
  }

  private RecordingServer server(Optional<Settings.Login> login) {
    started = Optional.of(started.orElseGet(() -> new RecordingServer(directory, login)));
    return started.get();
  }

  @AfterEach
  void close() {
    started.ifPresent(RecordingServer::close);
  }

  private Reply get(String path, String... headers) {
    return server().get(path, headers);
  }

  @ParameterizedTest
  @CsvSource({"mp3, audio/mpeg", "wav, audio/wav"})
  void recordingIsServedWhole(String extension, String type) {
    RecordingFile file = server().recorded(extension, SOUND);
    Reply reply = get(server().path(file));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("0123456789");
    assertThat(reply.header("content-type")).isEqualTo(type);
    assertThat(reply.header("content-length")).isEqualTo("10");
    assertThat(reply.header("accept-ranges")).isEqualTo("bytes");
    assertThat(reply.header("content-disposition")).isEqualTo("inline");
    assertThat(reply.header("last-modified")).isEqualTo("Tue, 03 Nov 2026 07:05:09 GMT");
    assertThat(reply.header("etag")).isEqualTo(TAG);
    assertThat(reply.header("cache-control")).contains("private");
  }

  @Test
  void itsUrlIsWhereItIsServed() {
    RecordingFile file = server().recorded("mp3", SOUND);
    String url = server().recordings().url(file);
    assertThat(url).matches("http://127\\.0\\.0\\.1:\\d+/recordings/" + file.id() + "\\.mp3");
    assertThat(get(url.replaceFirst("http://[^/]+", "") + "?v=1").text()).isEqualTo("0123456789");
  }

  @Test
  void headIsGetWithoutTheSound() {
    RecordingFile file = server().recorded("mp3", SOUND);
    Reply reply = server().send("HEAD", server().path(file), "Range: bytes=1-2");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-length")).isEqualTo("10");
    assertThat(reply.header("etag")).isEqualTo(TAG);
    assertThat(reply.body()).isEmpty();
    assertThat(server().send("HEAD", "/recordings/" + UUID.randomUUID() + ".mp3").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"0-3, 0123, 0-3", "4-, 456789, 4-9", "-3, 789, 7-9", "-99, 0123456789, 0-9", "9-9, 9, 9-9", "8-99, 89, 8-9", "0-0, 0, 0-0",
      "0-999999999999999999, 0123456789, 0-9"})
  void singleRangeIsServed(String range, String sound, String sent) {
    Reply reply = get(server().path(server().recorded("wav", SOUND)), "Range: bytes=" + range);
    assertThat(reply.status()).isEqualTo(206);
    assertThat(reply.text()).isEqualTo(sound);
    assertThat(reply.header("content-range")).isEqualTo("bytes " + sent + "/10");
    assertThat(reply.header("content-length")).isEqualTo(Integer.toString(sound.length()));
    assertThat(reply.header("content-type")).isEqualTo("audio/wav");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10-", "10-20", "-0", "99999999-"})
  void rangeBehindTheEndIs416WithTheSize(String range) {
    Reply reply = get(server().path(server().recorded("wav", SOUND)), "Range: bytes=" + range);
    assertThat(reply.status()).isEqualTo(416);
    assertThat(reply.header("content-range")).isEqualTo("bytes */10");
    assertThat(reply.text()).doesNotContain("0123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-2", "bytes=-", "bytes=a-b", "bytes", "lines=1-2", "bytes=0-1,3-4", "bytes=99999999999999999999-",
      "bytes=1-2x"})
  void whatIsNoSingleRangeGetsTheWhole(String range) {
    Reply reply = get(server().path(server().recorded("wav", SOUND)), "Range: " + range);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("0123456789");
  }

  @Test
  void emptyFileIsServedAsSuch() {
    RecordingFile file = server().recorded("mp3", new byte[0]);
    Reply reply = get(server().path(file));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-length")).isEqualTo("0");
    assertThat(get(server().path(file), "Range: bytes=0-").status()).isEqualTo(416);
  }

  @Test
  void whoHasItAlreadyIsToldSo() {
    String path = server().path(server().recorded("mp3", SOUND));
    for (String known : List.of("If-None-Match: " + TAG, "If-None-Match: \"x\", W/" + TAG, "If-None-Match: *",
        "If-Modified-Since: Tue, 03 Nov 2026 07:05:09 GMT", "If-Modified-Since: Wed, 4 Nov 2026 00:00:00 GMT")) {
      Reply reply = get(path, known);
      assertThat(reply.status()).as(known).isEqualTo(304);
      assertThat(reply.body()).isEmpty();
      assertThat(reply.header("etag")).isEqualTo(TAG);
    }
    for (String other : List.of("If-None-Match: \"x\"", "If-Modified-Since: Tue, 03 Nov 2026 07:05:08 GMT",
        "If-Modified-Since: yesterday")) {
      assertThat(get(path, other).text()).as(other).isEqualTo("0123456789");
    }
    assertThat(get(path, "If-None-Match: \"x\"", "If-Modified-Since: Tue, 03 Nov 2026 07:05:09 GMT").status()).isEqualTo(200);
  }

  @Test
  void rangeOfAnEarlierFileIsTheWholeOfThisOne() {
    String path = server().path(server().recorded("mp3", SOUND));
    assertThat(get(path, "Range: bytes=1-2", "If-Range: " + TAG).text()).isEqualTo("12");
    assertThat(get(path, "Range: bytes=1-2", "If-Range: Tue, 03 Nov 2026 07:05:09 GMT").text()).isEqualTo("12");
    assertThat(get(path, "Range: bytes=1-2", "If-Range: \"x\"").text()).isEqualTo("0123456789");
    assertThat(get(path, "Range: bytes=1-2", "If-Range: W/" + TAG).text()).isEqualTo("0123456789");
  }

  @Test
  void whileItIsBeingRecordedWhoeverAsksIsToldToComeAgain() {
    Reply reply = get(server().path(server().began("mp3")));
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.header("retry-after")).isEqualTo("10");
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void everythingElseIsTheSame404() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "notes");
    RecordingFile file = server().recorded("mp3", SOUND);
    String known = get("/nowhere").text();
    for (String path : List.of("/recordings", "/recordings/", "/recordings/notes.txt", "/recordings/" + UUID.randomUUID() + ".mp3",
        "/recordings/" + file.id() + ".wav", "/recordings/" + file.id(), "/recordings/" + file.id() + ".MP3", server().path(file) + "/",
        "/recordings//" + file.name(), "//recordings/" + file.name(), "/recordings/./" + file.name(), server().path(file).toUpperCase(),
        "/recordings/%" + Integer.toHexString(file.name().charAt(0)) + file.name().substring(1), server().path(file) + "%00", "/", "*")) {
      Reply reply = get(path);
      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.text()).as(path).isEqualTo(known);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "OPTIONS", "TRACE", "PROPFIND"})
  void otherMethodsAreRefused(String method) {
    Reply reply = server().send(method, server().path(server().recorded("mp3", SOUND)));
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("GET, HEAD, DELETE");
  }

  @Test
  void bodyIsNotRead() {
    String path = server().path(server().recorded("mp3", SOUND));
    assertThat(get(path, "Content-Length: 1000000000").status()).isEqualTo(413);
    assertThat(server().send("DELETE", path, RecordingServer.basic(OWNER, "new-token"), "Transfer-Encoding: chunked").status())
        .isEqualTo(413);
    assertThat(get(path).status()).isEqualTo(200);
  }

  @Test
  void onlyTheOwningAccountDeletes() {
    RecordingFile file = server().recorded("mp3", SOUND);
    String path = server().path(file);
    for (String wrong : List.of("X-Nothing: 1", RecordingServer.basic(OWNER, "other-token"), RecordingServer.basic(OWNER, ""),
        RecordingServer.basic("", "new-token"), RecordingServer.basic(OWNER + "x", "new-token"), "Authorization: Bearer new-token",
        "Authorization: Basic", "Authorization: Basic ???", "Authorization: Basic " + OWNER)) {
      Reply reply = server().send("DELETE", path, wrong);
      assertThat(reply.status()).as(wrong).isEqualTo(401);
      assertThat(reply.header("www-authenticate")).startsWith("Basic realm=");
    }
    Reply others = server().send("DELETE", path, RecordingServer.basic(RecordingServer.OTHER.authId(), "other-token"));
    assertThat(others.status()).isEqualTo(404);
    assertThat(others.text()).isEqualTo(get("/nowhere").text());
    assertThat(get(path).status()).isEqualTo(200);
    assertThat(server().send("DELETE", path, RecordingServer.basic(OWNER, "old-token")).status()).isEqualTo(204);
    assertThat(get(path).status()).isEqualTo(404);
    assertThat(directory.resolve(file.name())).doesNotExist();
    assertThat(server().send("DELETE", path, RecordingServer.basic(OWNER, "new-token")).status()).isEqualTo(404);
  }

  @Test
  void whatIsBeingRecordedIsNotDeleted() {
    RecordingFile file = server().began("mp3");
    assertThat(server().send("DELETE", server().path(file), RecordingServer.basic(OWNER, "new-token")).status()).isEqualTo(409);
    assertThat(server().send("DELETE", server().path(file), RecordingServer.basic(RecordingServer.OTHER.authId(), "other-token")).status())
        .isEqualTo(404);
  }

  @Test
  void withALoginNobodyLearnsAnythingWithoutIt() {
    server(Optional.of(new Settings.Login("wéb", new Secret("s:e ç"))));
    String path = server().path(server().recorded("mp3", SOUND));
    for (String asked : List.of(path, "/recordings/" + UUID.randomUUID() + ".mp3", "/recordings/notes.txt",
        server().path(server().began("mp3")))) {
      for (String wrong : List.of("X-Nothing: 1", RecordingServer.basic("wéb", "s:e"), RecordingServer.basic("web", "s:e ç"),
          RecordingServer.basic(OWNER, "new-token"))) {
        Reply reply = get(asked, wrong);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("www-authenticate")).startsWith("Basic realm=");
      }
    }
    assertThat(get(path, RecordingServer.basic("wéb", "s:e ç")).text()).isEqualTo("0123456789");
    assertThat(server().send("HEAD", path).status()).isEqualTo(401);
    assertThat(server().send("DELETE", path, RecordingServer.basic("wéb", "s:e ç")).status()).isEqualTo(401);
    assertThat(server().send("DELETE", path, RecordingServer.basic(OWNER, "new-token")).status()).isEqualTo(204);
  }

  @Test
  void oneConnectionServesOneAfterTheOther() {
    RecordingFile file = server().recorded("wav", SOUND);
    String one = "GET " + server().path(file) + " HTTP/1.1\r\nHost: x\r\nRange: bytes=2-3\r\n\r\n";
    String last = "GET " + server().path(file) + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    Reply replies = server().exchange((one + one + last).getBytes(StandardCharsets.US_ASCII));
    assertThat(replies.text()).startsWith("23HTTP/1.1 206").endsWith("\r\n\r\n0123456789");
  }

  @Test
  void openFilesAreClosedAgain() {
    RecordingFile file = server().recorded("wav", new byte[3_000_000]);
    RecordingFile small = server().recorded("wav", SOUND);
    IntStream.range(0, 20).forEach(i -> {
      assertThat(get(server().path(file)).body()).hasSize(3_000_000);
      get(server().path(small), "Range: bytes=99-");
      get(server().path(small), "If-None-Match: *");
      server().send("HEAD", server().path(small));
    });
    awaitOpenFiles(0);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void fileOfADownloadThatIsBrokenOffIsClosed() throws IOException {
    RecordingFile file = server().recorded("wav", new byte[30_000_000]);
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      clients.add(server().beginsToDownload(server().path(file)));
    }
    awaitOpenFiles(10);
    for (Socket client : clients) {
      client.setSoLinger(true, 0);
      client.close();
    }
    awaitOpenFiles(0);
    assertThat(get(server().path(file)).body()).hasSize(30_000_000);
  }

  private void awaitOpenFiles(int wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (openFiles() != wanted) {
      assertThat(System.nanoTime()).as("until %s recordings are open, but %s are", wanted, openFiles()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Of this process, in the directory; none where the system does not tell. */
  private long openFiles() {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(each -> {
        try {
          return Files.readSymbolicLink(each).startsWith(directory);
        } catch (IOException gone) {
          return false;
        }
      }).count();
    } catch (IOException unknown) {
      return 0;
    }
  }
}
