package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.ConferenceRules;
import org.confab.conference.MemberSettings;
import org.confab.conference.Occurrence;
import org.confab.conference.RecordSettings;
import org.confab.conference.RoomName;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;
import org.confab.store.Store;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one Confab remembers is what the next one knows. */
class StoredMemoryTest {

  private static final ConferenceKey KEY = new ConferenceKey("MAXXXXXXXXXXXXXXXXXX", "Ünï \"quoted\" / 😀");
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00.123Z");

  @TempDir
  Path folder;
  private final Loop loop = new Loop();
  private Store store;

  private StoredMemory open() {
    if (store != null) {
      Loop.result(store.close());
    }
    store = loop.await(() -> Store.open(loop.context(), new ManualClock(), Optional.of(folder.resolve("confab.db")),
        new Store.Options(100, 1_000_000, Duration.ofDays(7))));
    return new StoredMemory(store.states());
  }

  @AfterEach
  void close() {
    Loop.result(store.close());
    loop.close();
  }

  private static Conference conference() {
    ConferenceRules rules = new ConferenceRules(ConferenceRules.Options.defaults());
    RoomName room = RoomName.of(KEY, 1);
    MemberSettings settings = new MemberSettings(true, false, true, false, true, 7, Duration.ofMinutes(3), List.of("#0", "99"), true, true, true, true,
        Optional.of(new RecordSettings(RecordSettings.Format.WAV, false)));
    Conference conference = Conference.of(KEY, 1);
    for (Occurrence each : List.of(new Occurrence.JoinRequested("a", settings, Optional.of("/sounds/a.wav")),
        new Occurrence.JoinRequested("b", MemberSettings.defaults()), new Occurrence.Entered(room, "uuid", "a", "7"),
        new Occurrence.Pressed("a", '9'), new Occurrence.Held("b", true), new Occurrence.Kicked(room, "a"))) {
      conference = rules.apply(conference, each, NOW).conference();
    }
    return conference;
  }

  @Test
  void aConferenceIsTheSameAfterwards() {
    StoredMemory memory = open();
    Memory.RememberedConference before = new Memory.RememberedConference(conference(), Map.of(RoomName.of(KEY, 1), NOW));
    loop.await(() -> {
      memory.conference(before);
      return memory.written();
    });
    assertThat(open().conferences()).containsExactly(before);
  }

  @Test
  void aCallIsTheSameAfterwards() {
    StoredMemory memory = open();
    RememberedCall asking = new RememberedCall("a", Map.of("Caller-Caller-ID-Name", "Ünï; \n"), "MAXXXXXXXXXXXXXXXXXX", NOW, true, false, true,
        Optional.of("confab-1"), Optional.empty(), RememberedCall.Position.asking(
            new RememberedCall.Asking(UUID.randomUUID(), Link.own("http://app/x#rc=1"), HttpMethod.GET, Map.of("From", "1"), true, false)));
    byte[] source = "<Response><Wait/></Response>".getBytes(StandardCharsets.UTF_8);
    RememberedCall running = new RememberedCall("b", Map.of(), "MAXXXXXXXXXXXXXXXXXX", NOW, false, true, false, Optional.empty(), Optional.of("5"),
        RememberedCall.Position.at(new RememberedCall.At(source, URI.create("http://app/y"), true, 3, true)));
    loop.await(() -> {
      memory.call(asking);
      memory.call(running);
      return memory.written();
    });
    List<RememberedCall> after = open().calls();
    assertThat(after).hasSize(2).contains(asking);
    RememberedCall.At at = after.stream().flatMap(call -> call.position().at().stream()).findFirst().orElseThrow();
    assertThat(at.source()).isEqualTo(source);
    assertThat(at).usingRecursiveComparison().isEqualTo(running.position().at().orElseThrow());
  }

  @Test
  void whatIsOwedIsOwedAfterwardsUntilItIsSettled() {
    StoredMemory memory = open();
    Memory.Owed owed = new Memory.Owed("a", "MAXXXXXXXXXXXXXXXXXX",
        new RememberedCall.Asking(UUID.randomUUID(), Link.own("http://app/x"), HttpMethod.POST, Map.of("From", "1"), false, true));
    loop.await(() -> {
      memory.owe(owed);
      return memory.written();
    });
    StoredMemory next = open();
    assertThat(next.owed()).containsExactly(owed);
    loop.await(() -> {
      next.settle(owed.request().id());
      next.settle(UUID.randomUUID());
      return next.written();
    });
    assertThat(open().owed()).isEmpty();
  }

  /** Something is forgotten in the same turn that was never there: that needs no writing, and hides nothing that does. */
  @Test
  void whatWasRememberedBeforeIsWaitedForAlsoAfterAForgettingWithoutEffect() {
    StoredMemory memory = open();
    boolean written = loop.run(() -> {
      memory.conference(new Memory.RememberedConference(conference(), Map.of()));
      memory.forgetCall("nobody");
      return memory.written().isComplete();
    });
    assertThat(written).isFalse();
  }

  /** As an earlier version wrote it. */
  @Test
  void aRequestWithoutAnIdGetsOne() {
    open();
    loop.await(() -> store.states().put("call", "a", "{\"uuid\":\"a\",\"headers\":{},\"authId\":\"M\",\"takenAt\":1,\"position\":{\"asking\":"
        + "{\"link\":{\"url\":\"http://app/x\",\"trusted\":true},\"method\":\"GET\",\"parameters\":{}}}}"));
    StoredMemory memory = open();
    assertThat(loop.run(memory::calls)).singleElement()
        .satisfies(call -> assertThat(call.position().asking().orElseThrow().id()).isNotNull());
  }

  @Test
  void whatIsForgottenIsGone() {
    StoredMemory memory = open();
    loop.await(() -> {
      memory.conference(new Memory.RememberedConference(conference(), Map.of()));
      memory.forgetConference(KEY);
      memory.forgetCall("nobody");
      return memory.written();
    });
    assertThat(open().conferences()).isEmpty();
  }

  @Test
  void whatCannotBeReadIsLeftOutAndSaid() {
    open();
    loop.await(() -> store.states().put("call", "a", "{\"uuid\":7,\"takenAt\":\"never\"}"));
    StoredMemory memory = open();
    try (LogLines log = LogLines.open()) {
      assertThat(loop.run(memory::calls)).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("ERROR", "cannot be read");
    }
  }
}
