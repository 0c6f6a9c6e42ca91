package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.live.ConferenceView;
import org.confab.live.LiveConferences;
import org.confab.live.LiveConferences.Recorded;
import org.confab.live.MemberView;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.RecordFileFormat;
import org.confab.sound.Sound;
import org.confab.testing.Loop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What REST and the console see, and what their orders become. */
class LiveRoomsTest {

  private static final String ACCOUNT = "MAAAAAAAAAAAAAAAAAAA";

  private TestedBox box;
  private LiveConferences live;
  private String room;

  @BeforeEach
  void twoAreIn() {
    box = new TestedBox();
    box.application = request -> TestedBox.replies(request,
        "<Response><Conference callbackUrl=\"http://app/callback\" action=\"http://app/after\">x</Conference></Response>");
    live = box.calls.live();
    room = enters("a", "97");
    enters("b", "98");
  }

  @AfterEach
  void close() {
    box.close();
  }

  private String enters(String uuid, String memberId) {
    box.parks(uuid, Map.of("Caller-Caller-ID-Number", "49151" + memberId, "Caller-Destination-Number", "3000", "Caller-Caller-ID-Name", "Anna"));
    String name = TestedBox.room(box.awaitChain(uuid, 1));
    box.maintenance(uuid, "add-member", name, Map.of("Member-ID", memberId));
    return name;
  }

  private static <T> T await(Future<T> asked) {
    return Loop.result(asked);
  }

  private Outcome order(Whom whom, Order order) {
    return await(live.order(ACCOUNT, "x", whom, order));
  }

  private static Whom these(String... ids) {
    return new Whom.These(List.of(ids));
  }

  private List<String> said() {
    return box.lines().stream().filter(line -> line.startsWith("bgapi conference") && !line.contains("json_list"))
        .map(line -> line.replace(room, "K").replace("bgapi conference K ", "")).toList();
  }

  private MemberView member(String id) {
    return await(live.find(ACCOUNT, "x")).orElseThrow().members().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aConferenceIsSeenWithItsMembers() {
    ConferenceView view = await(live.find(ACCOUNT, "x")).orElseThrow();
    assertThat(view).extracting(ConferenceView::account, ConferenceView::name, ConferenceView::uuid, ConferenceView::started)
        .containsExactly(ACCOUNT, "x", "uuid of " + room, true);
    assertThat(view.members()).extracting(MemberView::id, MemberView::callUuid, MemberView::from, MemberView::to, MemberView::callerName)
        .containsExactly(tuple("97", "a", "4915197", "3000", "Anna"),
            tuple("98", "b", "4915198", "3000", "Anna"));
    assertThat(await(live.all(ACCOUNT))).extracting(ConferenceView::name).containsExactly("x");
    assertThat(await(live.all())).hasSize(1);
    assertThat(await(live.all("MBBBBBBBBBBBBBBBBBBB"))).isEmpty();
    assertThat(await(live.find("MBBBBBBBBBBBBBBBBBBB", "x"))).isEmpty();
  }

  @Test
  void muteAndDeafAreSaidAndSeen() {
    assertThat(order(these("97", "12345"), new Order.Mute(true))).isEqualTo(new Outcome.Done(List.of("97")));
    assertThat(order(new Whom.Everybody(), new Order.Deaf(true))).isEqualTo(new Outcome.Done(List.of("97", "98")));
    assertThat(said()).containsExactly("mute 97 quiet", "deaf 97 quiet", "deaf 98 quiet");
    assertThat(member("97")).extracting(MemberView::muted, MemberView::deaf).containsExactly(true, true);
    assertThat(member("98").muted()).isFalse();
    assertThat(order(these("97"), new Order.Mute(false))).isEqualTo(new Outcome.Done(List.of("97")));
    assertThat(member("97").muted()).isFalse();
  }

  @Test
  void whoIsKickedGoesOnWithTheAction() {
    assertThat(order(these("97"), new Order.Kick())).isEqualTo(new Outcome.Done(List.of("97")));
    assertThat(said()).containsExactly("hup 97");
    box.maintenance("a", "del-member", room, Map.of("Member-ID", "97"));
    box.chainEnds(box.awaitChain("a", 1), true, Map.of());
    assertThat(box.requests("/after").get(0).parameters()).containsEntry("ConferenceExitReason", "kick").doesNotContainEntry("CallStatus", "completed");
  }

  @Test
  void whoIsHungUpLeavesByTheApi() {
    assertThat(order(these("98"), new Order.HangUp())).isEqualTo(new Outcome.Done(List.of("98")));
    box.awaitCommand(it -> it.line().equals("api uuid_kill b NORMAL_CLEARING"));
    box.maintenance("b", "del-member", room, Map.of("Member-ID", "98", "Hangup-Cause", "NORMAL_CLEARING"));
    box.hangsUp("b");
    assertThat(box.requests("/callback").get(2).parameters()).containsEntry("ConferenceAction", "exit").containsEntry("ConferenceExitReason", "api");
    assertThat(box.requests("/after").get(0).parameters()).containsEntry("CallStatus", "completed");
  }

  @Test
  void everybodyOfAConferenceAndOfAnAccountIsHungUp() {
    assertThat(await(live.hangUp(ACCOUNT, "x"))).isEqualTo(new Outcome.Done(List.of("97", "98")));
    assertThat(await(live.hangUpAll(ACCOUNT))).isEqualTo(new Outcome.Done(List.of("97", "98")));
    assertThat(await(live.hangUpAll("MBBBBBBBBBBBBBBBBBBB"))).isEqualTo(new Outcome.Done(List.of()));
    assertThat(box.lines().stream().filter(line -> line.startsWith("api uuid_kill"))).containsOnly("api uuid_kill a NORMAL_CLEARING",
        "api uuid_kill b NORMAL_CLEARING");
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThat(await(live.order(ACCOUNT, "y", new Whom.Everybody(), new Order.Kick()))).isEqualTo(new Outcome.NoConference());
    assertThat(await(live.hangUp(ACCOUNT, "y"))).isEqualTo(new Outcome.NoConference());
    assertThat(order(these("1", "2"), new Order.Kick())).isEqualTo(new Outcome.NoMember(List.of("1", "2")));
    assertThat(await(live.record(ACCOUNT, "y", wav()))).isEqualTo(new Recorded.Not(new Outcome.NoConference()));
    assertThat(said()).isEmpty();
  }

  @Test
  void soundsAreHeardByAllOrByThoseWhoWereNamed() {
    assertThat(order(new Whom.Everybody(), new Order.Play("http://app/a.wav"))).isEqualTo(new Outcome.Done(List.of("97", "98")));
    assertThat(order(these("98"), new Order.Speak("hello", "", ""))).isEqualTo(new Outcome.Done(List.of("98")));
    assertThat(order(these("98"), new Order.StopSound())).isEqualTo(new Outcome.Done(List.of("98")));
    assertThat(order(new Whom.Everybody(), new Order.StopSound())).isEqualTo(new Outcome.Done(List.of("97", "98")));
    assertThat(said()).containsExactly("play /sounds/heard.wav", "play /sounds/heard.wav 98", "stop all 98", "stop all");
  }

  @Test
  void aSoundThatCannotBeHadIsRefusedAndOneThatTakesLongIsQueued() {
    box.rendering = script -> Future.succeededFuture(Optional.empty());
    assertThat(order(new Whom.Everybody(), new Order.Play("http://app/none.wav"))).isInstanceOf(Outcome.Refused.class);
    box.rendering = script -> Promise.<Optional<Sound>>promise().future();
    Future<Outcome> queued = live.order(ACCOUNT, "x", new Whom.Everybody(), new Order.Play("http://app/slow.wav"));
    box.settle();
    assertThat(queued.isComplete()).isFalse();
    box.loop.advance(box.clock, Duration.ofSeconds(3));
    assertThat(await(queued)).isEqualTo(new Outcome.Done(List.of("97", "98")));
  }

  @Test
  void withoutFreeSwitchNothingIsOrdered() {
    box.disconnects();
    assertThat(order(new Whom.Everybody(), new Order.Kick())).isInstanceOf(Outcome.Unavailable.class);
    assertThat(await(live.record(ACCOUNT, "x", wav()))).isInstanceOf(Recorded.Not.class);
    assertThat(await(live.find(ACCOUNT, "x"))).isPresent();
  }

  private static RecordOrder wav() {
    return new RecordOrder("api-1", RecordFileFormat.WAV, Optional.of(new RecordOrder.Target("http://app/recorded", HttpMethod.POST)), Optional.empty());
  }

  @Test
  void anOrderedRecordingIsToldInTheSpellingOfTheApi() {
    Recorded.Started started = (Recorded.Started) await(live.record(ACCOUNT, "x", wav()));
    assertThat(said()).containsExactly("recording start /recordings/" + started.recordingId() + ".wav");
    assertThat(await(live.record(ACCOUNT, "x", wav()))).isEqualTo(started);
    assertThat(await(live.find(ACCOUNT, "x")).orElseThrow().recording().orElseThrow())
        .isEqualTo(new ConferenceView.RecordingView(started.recordingId(), started.url(), false));
    recorder("start-recording", started, Map.of("Event-Date-Timestamp", "1795388747000000"));
    Future<Outcome> stopped = live.stopRecording(ACCOUNT, "x");
    box.awaitCommand(it -> it.line().contains(" recording stop /recordings/" + started.recordingId()));
    assertThat(stopped.isComplete()).as("before the file is closed").isFalse();
    recorder("stop-recording", started, Map.of("Event-Date-Timestamp", "1795388757000000", "Milliseconds-Elapsed", "9500"));
    assertThat(await(stopped)).isInstanceOf(Outcome.Done.class);
    assertThat(box.requests("/recorded")).singleElement().satisfies(request -> assertThat(request.parameters()).isEqualTo(Map.of("api_id", "api-1",
        "record_url", started.url(), "recording_id", started.recordingId(), "conference_name", "x", "recording_duration", "10",
        "recording_duration_ms", "9500", "recording_start_ms", "1795388747000", "recording_end_ms", "1795388757000")));
    assertThat(box.conferenceActions()).doesNotContain("record");
    assertThat(await(live.record(ACCOUNT, "x", wav()))).isNotEqualTo(started).isInstanceOf(Recorded.Started.class);
  }

  private void recorder(String action, Recorded.Started started, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("Path", "/recordings/" + started.recordingId() + ".wav");
    box.maintenance("", action, room, headers);
  }

  @Test
  void whereNothingMayBeRecordedTheOrderSaysWhy() {
    box.recordings.refusal = Optional.of("3 MB are free");
    assertThat(await(live.record(ACCOUNT, "x", wav()))).isEqualTo(new Recorded.Not(new Outcome.Unavailable("3 MB are free")));
  }
}
