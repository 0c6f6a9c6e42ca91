package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.confab.esl.Backoff;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.freeswitch.BoxSnapshot.RoomFacts;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.confab.testing.SentCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What asking a large box costs the box, and whoever wants something else of it meanwhile. The box answers when the test says so. */
class SnapshotLoadTest {

  private record Asked(FakeEventSocket.Peer peer, SentCommand command) {}

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final CountDownLatch connected = new CountDownLatch(1);
  /** Questions after calls, and the other one. */
  private final LinkedBlockingQueue<Asked> dumps = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Asked> lists = new LinkedBlockingQueue<>();
  private final Box box = loop.run(() -> new Box(loop.vertx(), EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD), new ManualClock(),
      Backoff.standard(() -> 0.5), event -> connected.countDown()));

  @BeforeEach
  void connect() throws InterruptedException {
    server.onApi(call -> call.equals("show channels as json") ? "{\"row_count\":0}" : call.startsWith("module_exists") ? "true"
        : call.equals("version short") ? "1.11.1" : "+OK");
    server.onCommand((peer, command) -> {
      if (command.line().matches("api (uuid_dump|file_exists) .*")) {
        dumps.add(new Asked(peer, command));
      } else {
        server.answer(peer, command);
        if (command.line().equals("bgapi conference confab-a-1 json_list compact")) {
          lists.add(new Asked(peer, command));
        } else if (command.line().startsWith("bgapi conference")) {
          tell(new Asked(peer, command), "+OK");
        }
      }
    });
    box.start();
    assertThat(connected.await(60, TimeUnit.SECONDS)).as("connected").isTrue();
  }

  @AfterEach
  void close() {
    Loop.result(box.stop());
    loop.close();
  }

  private static <T> T next(LinkedBlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("a question").isNotNull();
    return next;
  }

  private void list(Asked asked, String conferenceUuid) {
    tell(asked, "[{\"conference_name\":\"confab-a-1\",\"conference_uuid\":\"" + conferenceUuid + "\",\"members\":[]}]");
  }

  private void tell(Asked asked, String printed) {
    server.peers().get(asked.peer().number() - 2).event("Event-Name: BACKGROUND_JOB", "Job-UUID: " + asked.command().headers().get("job-uuid"),
        "Content-Length: " + printed.length(), "", printed);
  }

  /** FreeSWITCH answers in the order of the questions, and so does the test. */
  private static void answer(Asked asked) {
    asked.peer().apiResponse(uuid(asked).equals("/a") ? "true" : "{\"Unique-ID\":\"" + uuid(asked) + "\"}");
  }

  private static String uuid(Asked asked) {
    return asked.command().line().split(" ")[2];
  }

  @Test
  void whoeverWantsSomethingWhileAThousandCallsAreAskedForWaitsBehindAFewOfThem() throws InterruptedException {
    Set<String> known = IntStream.range(0, 1000).mapToObj(i -> "call-" + i).collect(Collectors.toSet());
    Future<BoxSnapshot> snapshot = loop.run(() -> box.commands().snapshot(known, Set.of("confab-a-1")));
    Asked first = next(dumps);
    Future<Boolean> other = loop.run(() -> box.commands().fileExists("/a"));
    server.awaitReceived(it -> it.line().equals("api file_exists /a"));
    assertThat(dumps).as("asked before it, and the question itself").hasSizeLessThanOrEqualTo(16);
    List<String> answered = new ArrayList<>();
    answer(first);
    answered.add(uuid(first));
    while (answered.size() < known.size() + 1) {
      Asked asked = next(dumps);
      answer(asked);
      answered.add(uuid(asked));
    }
    list(next(lists), "r1");
    assertThat(Loop.result(snapshot).calls()).extracting(ChannelFacts::uuid).containsExactlyInAnyOrderElementsOf(known);
    assertThat(Loop.result(other)).isTrue();
    assertThat(answered).doesNotHaveDuplicates();
    assertThat(answered.indexOf("/a")).isLessThanOrEqualTo(16);
  }

  @Test
  void afterAnAnswerThatCannotBeReadNothingMoreIsAsked() throws InterruptedException {
    Future<BoxSnapshot> snapshot = loop.run(() -> box.commands().snapshot(IntStream.range(0, 1000).mapToObj(i -> "call-" + i)
        .collect(Collectors.toSet()), Set.of("confab-a-1")));
    next(dumps).peer().apiResponse("no JSON");
    assertThat(Loop.failure(snapshot)).isInstanceOf(EslException.Failed.class);
    for (int i = 1; i < 16; i++) {
      answer(next(dumps));
    }
    Future<Boolean> other = loop.run(() -> box.commands().fileExists("/a"));
    Asked asked = next(dumps);
    assertThat(uuid(asked)).isEqualTo("/a");
    answer(asked);
    assertThat(Loop.result(other)).isTrue();
  }

  @Test
  void aHundredWhoAskForARoomAtOnceAreToldByTwoLists() throws InterruptedException {
    List<Future<Optional<RoomFacts>>> answers = loop.run(() -> IntStream.range(0, 100).mapToObj(i -> box.commands().room("confab-a-1")).toList());
    list(next(lists), "before");
    list(next(lists), "after");
    assertThat(Loop.result(answers.get(0))).contains(new RoomFacts("confab-a-1", "before", Map.of(), Map.of()));
    assertThat(answers.subList(1, 100)).allSatisfy(answer ->
        assertThat(Loop.result(answer)).contains(new RoomFacts("confab-a-1", "after", Map.of(), Map.of())));
    assertThat(lists).isEmpty();
  }

  @Test
  void whoAsksForARoomGetsNoListThatWasBegunBefore() throws InterruptedException {
    Future<Optional<RoomFacts>> first = loop.run(() -> box.commands().room("confab-a-1"));
    Asked begun = next(lists);
    Future<Optional<RoomFacts>> second = loop.run(() -> box.commands().room("confab-a-1"));
    list(begun, "old");
    assertThat(Loop.result(first).orElseThrow().conferenceUuid()).isEqualTo("old");
    assertThat(second.isComplete()).isFalse();
    list(next(lists), "new");
    assertThat(Loop.result(second).orElseThrow().conferenceUuid()).isEqualTo("new");
  }

  @Test
  void aListThatCannotBeReadFailsThoseWhoWaitedForItAlone() throws InterruptedException {
    Future<Optional<RoomFacts>> first = loop.run(() -> box.commands().room("confab-a-1"));
    Future<Optional<RoomFacts>> second = loop.run(() -> box.commands().room("confab-a-1"));
    Asked begun = next(lists);
    tell(begun, "-ERR");
    assertThat(Loop.failure(first)).isInstanceOf(EslException.Failed.class);
    list(next(lists), "new");
    assertThat(Loop.result(second)).isPresent();
  }
}
