package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.confab.esl.Backoff;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How FreeSWITCH is asked whether it can write somewhere. */
class CanWriteTest {

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final CountDownLatch connected = new CountDownLatch(1);
  private final Box box = loop.run(() -> new Box(loop.vertx(), EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD),
      new ManualClock(), Backoff.standard(() -> 0.5), event -> connected.countDown()));
  private final Map<String, String> results = new ConcurrentHashMap<>(Map.of("originate", "+OK a-uuid\n", "uuid_record", "+OK Success\n",
      "uuid_kill", "+OK\n"));

  @BeforeEach
  void connect() throws InterruptedException {
    server.onApi(call -> call.startsWith("module_exists") ? "true" : call.equals("version short") ? "1.11.1" : "+OK");
    server.onCommand((peer, command) -> {
      server.answer(peer, command);
      String[] words = command.line().split(" ");
      if (words[0].equals("bgapi")) {
        String result = results.get(words[1]);
        server.peers().get(server.peers().size() - 2).event("Event-Name: BACKGROUND_JOB", "Job-UUID: " + command.headers().get("job-uuid"),
            "Content-Length: " + result.length(), "", result);
      }
    });
    box.start();
    assertThat(connected.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void close() {
    Loop.result(box.stop());
    loop.close();
  }

  private Future<Boolean> asked() {
    return loop.run(() -> box.commands().canWrite("/srv/recordings/probe-1.wav"));
  }

  private List<String> jobs() {
    return server.received().stream().map(FakeEventSocket.Received::line).filter(line -> line.startsWith("bgapi ")).toList();
  }

  @Test
  void aNullCallRecordsThereAndIsHungUp() {
    assertThat(Loop.result(asked())).isTrue();
    assertThat(jobs()).hasSize(3);
    assertThat(jobs().get(0)).matches("bgapi originate \\{origination_uuid=[0-9a-f-]{36},process_cdr=false}null/confab &sleep\\(5000\\)");
    String call = jobs().get(0).replaceFirst(".*origination_uuid=([^,]+),.*", "$1");
    assertThat(jobs().get(1)).isEqualTo("bgapi uuid_record " + call + " start /srv/recordings/probe-1.wav");
    assertThat(jobs().get(2)).isEqualTo("bgapi uuid_kill " + call);
  }

  @Test
  void whereTheFileCannotBeOpenedItCannotWriteAndTheCallIsHungUpAllTheSame() {
    results.put("uuid_record", "-ERR Cannot record session!\n");
    assertThat(Loop.result(asked())).isFalse();
    assertThat(jobs()).last().asString().startsWith("bgapi uuid_kill ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-ERR CHAN_NOT_IMPLEMENTED\n", "-ERR NORMAL_TEMPORARY_FAILURE\n", "-USAGE: nonsense\n"})
  void whereNoCallCanBeMadeNothingIsKnown(String reply) {
    results.put("originate", reply);
    assertThat(Loop.failure(asked())).isInstanceOf(EslException.Failed.class).hasMessageContaining("originate");
    assertThat(jobs()).hasSize(1);
  }

  @Test
  void whereTheCallIsGoneBeforeItRecordsNothingIsKnown() {
    results.put("uuid_record", "-ERR Cannot locate session!\n");
    assertThat(Loop.failure(asked())).isInstanceOf(EslException.Failed.class).hasMessageContaining("Cannot locate session");
  }

  @Test
  void anyTextThatIsNoPlainPathIsRefusedAndNothingIsSent() {
    for (String path : List.of("", "relative.wav", "/a b.wav", "/a\nb", "/a;b", "/a)b", "/${x}", "{a=b}/c", "/a'b", "/ä.wav", "/a|b",
        "shout://a/b")) {
      assertThat(Loop.failure(loop.run(() -> box.commands().canWrite(path)))).as(path).isInstanceOf(EslException.Refused.class);
    }
    assertThat(jobs()).isEmpty();
  }
}
