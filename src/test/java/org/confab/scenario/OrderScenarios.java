package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.live.ConferenceView;
import org.confab.live.LiveConferences.Recorded;
import org.confab.live.MemberView;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.RecordFileFormat;
import org.confab.testing.Caller;
import org.confab.testing.Hearing;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody outside orders of a conference, by ear: mute, deaf, kick, hang up, play, record. */
class OrderScenarios extends Scenario {

  private static final String ANNA = "4915100001";
  private static final String BEN = "4915100002";
  private static final String ACCOUNT = Service.FIRST.authId();
  private static final Duration SECOND = Duration.ofSeconds(1);

  private Caller anna;
  private Caller ben;

  OrderScenarios(Switch box) {
    super(box);
  }

  @BeforeEach
  void twoAreIn() {
    application.on("/tone.wav", "audio/wav", Tone.MUSIC.wav(SECOND.multipliedBy(20)));
    application.on("/after", request -> response("<Wait length=\"60\"/>"));
    answers(conference("orders", "action=\"/after\"") + "<Hangup/>");
    anna = enters(ANNA);
    ben = enters(BEN);
  }

  private ConferenceView view() {
    return Service.await(confab.live().find(ACCOUNT, "orders")).orElseThrow();
  }

  private Whom only(Caller caller) {
    return new Whom.These(view().members().stream().filter(member -> member.callUuid().equals(caller.callUuid())).map(MemberView::id).toList());
  }

  private void order(Whom whom, Order order) {
    assertThat(Service.await(confab.live().order(ACCOUNT, "orders", whom, order))).isInstanceOf(Outcome.Done.class);
  }

  /** Asks again and again, as an open console does, until those and nobody else talk. */
  private void untilTalks(List<String> callers) {
    Service.until("those talk: " + callers, () -> Service.await(confab.live().all()).stream().flatMap(each -> each.members().stream())
        .filter(MemberView::talking).map(MemberView::from).toList().equals(callers));
  }

  @Test
  void whoTalksIsKnownWhileSomebodyLooks() {
    untilTalks(List.of());
    anna.talks(Tone.VOICE);
    untilTalks(List.of(ANNA));
    order(only(anna), new Order.Mute(true));
    untilTalks(List.of());
    order(only(anna), new Order.Mute(false));
    anna.fallsSilent();
    ben.talks(Tone.VOICE);
    untilTalks(List.of(BEN));
    ben.fallsSilent();
    untilTalks(List.of());
  }

  @Test
  void whoIsMutedIsNotHeardUntilHeIsUnmuted() {
    Hearing heard = ben.listens();
    anna.talks(Tone.VOICE);
    heard.await(Tone.VOICE);
    order(only(anna), new Order.Mute(true));
    ben.awaitSilence();
    assertThat(view().members()).extracting(MemberView::from, MemberView::muted)
        .containsExactly(tuple(ANNA, true), tuple(BEN, false));
    order(only(anna), new Order.Mute(false));
    ben.awaitHears(Tone.VOICE);
  }

  @Test
  void whoIsDeafHearsNothingUntilHeIsNot() {
    anna.talks(Tone.VOICE);
    ben.awaitHears(Tone.VOICE);
    order(only(ben), new Order.Deaf(true));
    ben.awaitSilence();
    order(only(ben), new Order.Deaf(false));
    ben.awaitHears(Tone.VOICE);
  }

  @Test
  void whoIsKickedGoesOnWithHisDocument() {
    order(only(anna), new Order.Kick());
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("kick");
    ReceivedRequest action = application.awaitRequest("/after");
    assertThat(action.parameter("CallUUID")).isEqualTo(anna.callUuid());
    assertThat(action.parameter("CallStatus")).isEqualTo("in-progress");
    assertThat(anna.isUp()).isTrue();
    assertThat(view().members()).extracting(MemberView::from).containsExactly(BEN);
  }

  @Test
  void aCallThatIsHungUpEndsAndTheLastOneEndsTheConference() {
    order(only(anna), new Order.HangUp());
    anna.awaitHangUp();
    assertThat(exited(anna).parameter("ConferenceExitReason")).isEqualTo("api");
    assertThat(Service.await(confab.live().hangUp(ACCOUNT, "orders"))).isInstanceOf(Outcome.Done.class);
    ben.awaitHangUp();
    assertThat(exited(ben).parameter("ConferenceExitReason")).isEqualTo("api");
    assertThat(application.awaitRequest("/after").parameter("CallStatus")).isEqualTo("completed");
    assertThat(Service.await(confab.live().find(ACCOUNT, "orders"))).isEmpty();
  }

  @Test
  void aSoundIsHeardByWhomItIsForUntilItIsStopped() {
    Hearing other = anna.listens();
    order(only(ben), new Order.Play(application.url("/tone.wav")));
    ben.awaitHears(Tone.MUSIC);
    order(only(ben), new Order.StopSound());
    ben.awaitSilence();
    assertThat(other.heard(Tone.MUSIC)).as(other::toString).isEmpty();
    order(new Whom.Everybody(), new Order.Play(application.url("/tone.wav")));
    anna.awaitHears(Tone.MUSIC);
    ben.awaitHears(Tone.MUSIC);
    order(new Whom.Everybody(), new Order.StopSound());
    anna.awaitSilence();
    ben.awaitSilence();
  }

  @Test
  void aConferenceIsRecordedForAsLongAsItIsOrdered() {
    RecordOrder wav = new RecordOrder("api-1", RecordFileFormat.WAV,
        Optional.of(new RecordOrder.Target(application.url("/recorded"), HttpMethod.POST)), Optional.empty());
    application.on("/recorded", request -> "");
    Recorded.Started first = (Recorded.Started) Service.await(confab.live().record(ACCOUNT, "orders", wav));
    String room = roomOf(anna);
    Service.until("recorded", () -> fsCli("conference " + room + " recording check").contains("+OK"));
    assertThat(view().recording()).isPresent();
    assertThat(Service.await(confab.live().stopRecording(ACCOUNT, "orders"))).isInstanceOf(Outcome.Done.class);
    ReceivedRequest told = application.awaitRequest("/recorded");
    assertThat(Map.of("api_id", told.parameter("api_id"), "recording_id", told.parameter("recording_id"), "conference_name",
        told.parameter("conference_name"), "record_url", told.parameter("record_url")))
        .isEqualTo(Map.of("api_id", "api-1", "recording_id", first.recordingId(), "conference_name", "orders", "record_url", first.url()));
    assertThat(view().recording()).isEmpty();
    Recorded.Started second = (Recorded.Started) Service.await(confab.live().record(ACCOUNT, "orders", wav));
    assertThat(second.recordingId()).isNotEqualTo(first.recordingId());
    Service.until("recorded", () -> fsCli("conference " + room + " recording check").contains(second.recordingId()));
    anna.hangUp();
    ben.hangUp();
    Service.until("told", () -> application.requests("/recorded").size() == 2);
    assertThat(application.requests("/recorded")).extracting(request -> request.parameter("recording_id"))
        .isEqualTo(List.of(first.recordingId(), second.recordingId()));
  }
}
