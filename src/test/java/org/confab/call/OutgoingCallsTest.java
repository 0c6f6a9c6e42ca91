package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.confab.live.Outcome;
import org.confab.live.OutgoingCall;
import org.confab.live.Placed;
import org.confab.plivo.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody is being called while connections, the disk and Confab itself go at the worst moment. */
class OutgoingCallsTest {

  private static final String ACCOUNT = "MAAAAAAAAAAAAAAAAAAA";

  private Optional<TestedBox> opened = Optional.empty();

  private TestedBox opened(TestedBox box) {
    opened = Optional.of(box);
    return box;
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestedBox::close);
  }

  /** FreeSWITCH calls him; his channel is there, and rings. */
  private static String calls(TestedBox box) {
    Future<Placed> placed = box.loop.run(() -> box.calls.liveCalls().place(new OutgoingCall(ACCOUNT, "49301", List.of("49302"), Optional.empty(),
        new OutgoingCall.Target("http://app/answer", HttpMethod.POST), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), "")));
    box.settle();
    String uuid = ((Placed.Fired) placed.result()).callUuids().get(0);
    box.awaitCommand(it -> it.line().startsWith("bgapi originate {origination_uuid=" + uuid));
    box.channels.put(uuid, new ConcurrentHashMap<>(Map.of("Unique-ID", uuid, "Call-Direction", "outbound", "Answer-State", "ringing")));
    return uuid;
  }

  private static <T> T result(TestedBox box, Supplier<Future<T>> asked) {
    Future<T> future = box.loop.run(asked);
    box.settle();
    return future.result();
  }

  @Test
  void anotherDocumentIsRememberedBeforeItIsSaid() {
    TestedBox box = opened(new TestedBox());
    String uuid = calls(box);
    box.memory.isSlow();
    Future<Outcome> outcome = box.loop.run(() -> box.calls.liveCalls().transfer(ACCOUNT, uuid, "http://app/other", HttpMethod.POST));
    box.settle();
    assertThat(outcome.isComplete()).isFalse();
    box.loop.run(box.memory::writes);
    box.settle();
    assertThat(outcome.result()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void whoeverWasGivenUpWhileFreeSwitchWasAwayIsGivenUpByTheNextConfab() {
    TestedBox box = opened(new TestedBox());
    String uuid = calls(box);
    box.disconnects();
    Future<Outcome> outcome = box.loop.run(() -> box.calls.liveCalls().hangUp(ACCOUNT, uuid));
    box.settle();
    assertThat(outcome.result()).isInstanceOf(Outcome.Done.class);
    TestedBox next = opened(box.killed());
    next.takesUp();
    next.connects();
    next.awaitCommand(it -> it.line().equals("api uuid_kill " + uuid + " ORIGINATOR_CANCEL"));
    next.hangsUp(uuid);
    assertThat(next.requests("/hangup")).hasSize(1);
    assertThat(next.requests("/hangup").get(0).parameters()).containsEntry("HangupSource", "API Request").containsEntry("To", "49302");
    assertThat(next.requests("/answer")).isEmpty();
  }

  @Test
  void anotherAccountNeitherSeesNorEndsIt() {
    TestedBox box = opened(new TestedBox());
    String uuid = calls(box);
    String other = "MABBBBBBBBBBBBBBBBBB";
    assertThat(result(box, () -> box.calls.liveCalls().hangUp(other, uuid))).isInstanceOf(Outcome.NoMember.class);
    assertThat(result(box, () -> box.calls.liveCalls().transfer(other, uuid, "http://app/other", HttpMethod.POST))).isInstanceOf(Outcome.NoMember.class);
    assertThat(result(box, () -> box.calls.liveCalls().find(other, uuid))).isEmpty();
    assertThat(result(box, () -> box.calls.liveCalls().all(other))).isEmpty();
    assertThat(result(box, () -> box.calls.liveCalls().all(ACCOUNT))).hasSize(1);
  }
}
