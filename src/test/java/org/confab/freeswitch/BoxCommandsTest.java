package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.confab.esl.Backoff;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.confab.testing.SentCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what we run on calls, and what is read of a box's state. */
class BoxCommandsTest {

  private static final Chain CHAIN = new Chain().then("answer", "").then("conference", "confab-a-1@confab");

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final ManualClock clock = new ManualClock();
  private final LinkedBlockingQueue<SwitchEvent> told = new LinkedBlockingQueue<>();
  private final Box box = loop.run(() -> new Box(loop.vertx(), EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD), clock,
      Backoff.standard(() -> 0.5), told::add));
  private volatile String channels = "{\"row_count\":0}";
  /** What is printed for a room, by its name. */
  private volatile Map<String, String> rooms = Map.of();
  private volatile Map<String, String> dumps = Map.of();

  @BeforeEach
  void connect() throws InterruptedException {
    server.onApi(call -> {
      if (call.equals("show channels as json")) {
        return channels;
      } else if (call.startsWith("uuid_dump ")) {
        return dumps.getOrDefault(call.split(" ")[1], "-ERR No such channel!\n");
      } else if (call.startsWith("uuid_getvar ")) {
        return call.split(" ")[1].startsWith("ours") ? "default" : "_undef_";
      }
      return call.startsWith("module_exists") ? "true" : call.equals("version short") ? "1.11.1" : "+OK";
    });
    server.onCommand((peer, command) -> {
      server.answer(peer, command);
      if (command.line().startsWith("bgapi conference ")) {
        String room = command.line().split(" ")[2];
        String printed = rooms.getOrDefault(room, "-ERR Conference " + room + " not found");
        server.peers().get(peer.number() - 2).event("Event-Name: BACKGROUND_JOB", "Job-UUID: " + command.headers().get("job-uuid"),
            "Content-Length: " + printed.length(), "", printed);
      }
    });
    box.start();
    awaitConnected();
  }

  @AfterEach
  void close() {
    Loop.result(box.stop());
    loop.close();
  }

  private void awaitConnected() throws InterruptedException {
    for (SwitchEvent event = told.poll(60, TimeUnit.SECONDS); !(event instanceof SwitchEvent.Connected); event = told.poll(60, TimeUnit.SECONDS)) {
      assertThat(event).as("Connected within 15 s").isNotNull();
    }
  }

  private Future<Completed> run() {
    return loop.run(() -> box.commands().run("c", box.commands().newChain(), Map.of("a", "b"), CHAIN, Optional.of("1000 XML default")));
  }

  private SentCommand sent() {
    return server.awaitReceived(it -> it.line().equals("sendmsg c")).command();
  }

  private FakeEventSocket.Peer events() {
    return server.peers().get(server.peers().size() - 2);
  }

  @Test
  void aChainIsSentAfterItsVariablesWithTheWayOutAndItsMarkAtTheEnd() {
    run();
    SentCommand sent = sent();
    String id = sent.headers().get("event-uuid");
    assertThat(server.received()).extracting(FakeEventSocket.Received::line).endsWith("api uuid_setvar_multi c a=b", "sendmsg c");
    assertThat(sent.body()).isEqualTo("'m:~:answer:~conference:confab-a-1@confab~sched_transfer:+30 1000 XML default~set:confab_step=" + id + "' inline");
  }

  @ParameterizedTest
  @CsvSource({"answered, true, FINISHED", "hangup, true, HUNG_UP", "hangup, false, HUNG_UP", "answered, false, TRANSFERRED"})
  void howAChainEndedIsReadFromTheChannel(String state, boolean marked, Completed.Ending ending) {
    Future<Completed> completed = run();
    String id = sent().headers().get("event-uuid");
    events().event("Event-Name: CHANNEL_EXECUTE_COMPLETE", "Unique-ID: c", "Application: conference", "Application-UUID: another", "Answer-State: " + state);
    events().event("Event-Name: CHANNEL_EXECUTE_COMPLETE", "Unique-ID: c", "Application: execute_extension", "Application-UUID: " + id,
        "Answer-State: " + state, "variable_confab_step: " + (marked ? id : "older"), "variable_last_sched_id: 17");
    assertThat(Loop.result(completed)).isEqualTo(new Completed("c", ending, Map.of("last_sched_id", "17")));
  }

  @Test
  void aCallThatIsOverEndsWhatRanOnIt() {
    Future<Completed> completed = run();
    sent();
    events().event("Event-Name: CHANNEL_HANGUP_COMPLETE", "Unique-ID: other", "Hangup-Cause: NORMAL_CLEARING");
    events().event("Event-Name: CHANNEL_HANGUP_COMPLETE", "Unique-ID: c", "Hangup-Cause: NORMAL_CLEARING");
    assertThat(Loop.result(completed).ending()).isEqualTo(Completed.Ending.HUNG_UP);
  }

  @Test
  void aChainThatFreeSwitchRefusesFails() {
    server.onCommand((peer, command) -> {
      if (command.line().startsWith("sendmsg")) {
        peer.reply("-ERR invalid session id [c]");
      } else {
        server.answer(peer, command);
      }
    });
    assertThat(Loop.failure(run())).isInstanceOf(EslException.Failed.class).hasMessageContaining("invalid session id");
  }

  @ParameterizedTest
  @CsvSource({"park, NEVER_RAN", "set, NEVER_RAN"})
  void aChainThatWasSentIntoABrokenConnectionNeverRanIfTheCallIsWhereItWas(String application, Completed.Ending ending) throws InterruptedException {
    Future<Completed> completed = lostWithTheConnection();
    dumps = Map.of("c", "{\"Unique-ID\":\"c\",\"variable_current_application\":\"" + application + "\"}");
    assertThat(completed.isComplete()).isFalse();
    loop.await(() -> box.commands().snapshot(Set.of("c"), Set.of()).onSuccess(box.commands()::resynced));
    assertThat(Loop.result(completed).ending()).isEqualTo(ending);
  }

  @Test
  void aChainThatWasSentIntoABrokenConnectionAndRunsIsWaitedFor() throws InterruptedException {
    Future<Completed> completed = lostWithTheConnection();
    dumps = Map.of("c", "{\"Unique-ID\":\"c\",\"variable_current_application\":\"conference\"}");
    loop.await(() -> box.commands().snapshot(Set.of("c"), Set.of()).onSuccess(box.commands()::resynced));
    assertThat(completed.isComplete()).isFalse();
    events().event("Event-Name: CHANNEL_HANGUP_COMPLETE", "Unique-ID: c", "Hangup-Cause: NORMAL_CLEARING");
    assertThat(Loop.result(completed).ending()).isEqualTo(Completed.Ending.HUNG_UP);
  }

  @Test
  void aChainThatEndedWhileNobodyListenedIsFinished() throws InterruptedException {
    Future<Completed> completed = lostWithTheConnection();
    dumps = Map.of("c", "{\"Unique-ID\":\"c\",\"variable_current_application\":\"park\",\"variable_last_sched_id\":\"18\",\"variable_confab_step\":\""
        + sent().headers().get("event-uuid") + "\"}");
    loop.await(() -> box.commands().snapshot(Set.of("c"), Set.of()).onSuccess(box.commands()::resynced));
    assertThat(Loop.result(completed)).isEqualTo(new Completed("c", Completed.Ending.FINISHED, Map.of("last_sched_id", "18")));
  }

  private Future<Completed> lostWithTheConnection() throws InterruptedException {
    server.onCommand((peer, command) -> {
      if (command.line().startsWith("sendmsg")) {
        peer.close();
        server.onCommand(server::answer);
      } else {
        server.answer(peer, command);
      }
    });
    Future<Completed> completed = run();
    assertThat(told.poll(60, TimeUnit.SECONDS)).isInstanceOf(SwitchEvent.Disconnected.class);
    loop.advance(clock, Duration.ofMillis(200));
    awaitConnected();
    server.onCommand((peer, command) -> {
      server.answer(peer, command);
      if (command.line().startsWith("bgapi")) {
        events().event("Event-Name: BACKGROUND_JOB", "Job-UUID: " + command.headers().get("job-uuid"), "Content-Length: 3", "", "+OK");
      }
    });
    return completed;
  }

  @Test
  void aSnapshotHasOurCallsAndOurRoomsAndNobodyElses() {
    channels = "{\"row_count\":3,\"rows\":[{\"uuid\":\"ours-1\"},{\"uuid\":\"theirs\"},{\"uuid\":\"o'd ${d}\"}]}";
    dumps = Map.of("ours-1", "{\"Unique-ID\":\"ours-1\",\"Answer-State\":\"answered\",\"variable_confab_answer_url\":\"default\","
        + "\"variable_conference_call_key\":\"key\",\"variable_conference_name\":\"confab-a-1\"}",
        "known", "{\"Unique-ID\":\"known\",\"variable_conference_call_key\":\"key\",\"variable_conference_name\":\"theirs\"}", "theirs", "{\"Unique-ID\":\"theirs\"}");
    rooms = Map.of("confab-a-1",
        "[{\"conference_name\":\"confab-a-1\",\"conference_uuid\":\"r1\",\"members\":[{\"id\":7,\"uuid\":\"ours-1\"},"
            + "{\"type\":\"recording_node\",\"record_path\":\"/r/1.wav\"},"
            + "{\"type\":\"recording_node\",\"record_path\":\"/r/2.mp3\",\"status\":\"paused\"}]}]",
        "confab-b-2", "[{\"conference_name\":\"confab-b-2\",\"conference_uuid\":\"r2\",\"members\":[]}]");
    BoxSnapshot snapshot = loop.await(() -> box.commands().snapshot(Set.of("known", "gone"), Set.of("confab-b-2", "confab-c-3")));
    assertThat(snapshot.calls()).extracting(ChannelFacts::uuid).containsExactlyInAnyOrder("known", "ours-1");
    assertThat(snapshot.calls()).filteredOn(call -> call.uuid().equals("ours-1")).allMatch(ChannelFacts::answered);
    assertThat(snapshot.rooms()).containsExactlyInAnyOrder(new BoxSnapshot.RoomFacts("confab-a-1", "r1", Map.of("ours-1", "7"),
        Map.of("/r/1.wav", false, "/r/2.mp3", true)),
        new BoxSnapshot.RoomFacts("confab-b-2", "r2", Map.of(), Map.of()));
    assertThat(server.received()).extracting(FakeEventSocket.Received::line).doesNotContain("api uuid_dump theirs json")
        .noneMatch(line -> line.startsWith("bgapi conference theirs") || line.startsWith("bgapi conference json_list"));
  }

  @Test
  void anEmptyBoxIsAnEmptySnapshot() {
    assertThat(loop.await(() -> box.commands().snapshot(Set.of(), Set.of()))).isEqualTo(new BoxSnapshot(List.of(), List.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-ERR No such command", "{\"row_count\":", "[]", "7", "{}", "<html>", "{\"rows\":[{\"uuid\":\"ours-1\"}]}"})
  void aListOfChannelsThatCannotBeReadIsAFailureAndNotAnEmptyBox(String answer) {
    channels = answer;
    assertThat(loop.awaitFailure(() -> box.commands().snapshot(Set.of(), Set.of()))).isInstanceOf(EslException.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-ERR nothing", "[{\"conference_name\":", "{}", "7", "[]", "[{\"conference_name\":\"confab-b-2\"}]"})
  void aRoomThatCannotBeReadIsAFailureAndNotARoomThatIsGone(String answer) {
    rooms = Map.of("confab-a-1", answer);
    assertThat(loop.awaitFailure(() -> box.commands().snapshot(Set.of(), Set.of("confab-a-1")))).isInstanceOf(EslException.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"Unique-ID\":\"known\"", "{}", "[]", "{\"Unique-ID\":\"another\"}", "+OK"})
  void aChannelThatCannotBeReadIsAFailureAndNotACallThatIsGone(String answer) {
    Future<Completed> running = run();
    dumps = Map.of("known", answer);
    assertThat(loop.awaitFailure(() -> box.commands().snapshot(Set.of("known"), Set.of()))).isInstanceOf(EslException.Failed.class);
    assertThat(running.isComplete()).isFalse();
  }
}
