package org.confab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.confab.clock.VertxClock;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedFreeSwitchTest {

  private static final String ALL = "event json CHANNEL_PARK CHANNEL_ANSWER CHANNEL_EXECUTE_COMPLETE CHANNEL_HANGUP_COMPLETE DTMF HEARTBEAT"
      + " BACKGROUND_JOB CUSTOM conference::maintenance";

  private final Vertx vertx = Vertx.vertx();
  private SimulatedFreeSwitch freeSwitch;
  private EslClient client;

  @BeforeEach
  void start() throws Exception {
    freeSwitch = start(SimulatorOptions.defaults(new VertxClock(vertx)));
    client = EslClient.authenticated(vertx, freeSwitch.port());
  }

  private SimulatedFreeSwitch start(SimulatorOptions options) throws Exception {
    return SimulatedFreeSwitch.start(vertx, options).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static IncomingCall call(String from, String... more) {
    Map<String, String> variables = more.length == 0 ? Map.of("confab_answer_url", "default")
        : Map.of("confab_answer_url", "default", more[0], more[1]);
    return new IncomingCall(from, "266322", "Caller", variables);
  }

  private SimulatedCall parked(String from, String... more) throws Exception {
    SimulatedCall call = freeSwitch.place(call(from, more));
    at(call, "parked");
    return call;
  }

  private static void at(SimulatedCall call, String position) throws Exception {
    CompletableFuture<Void> there = new CompletableFuture<>();
    call.onChange(changed -> {
      if (changed.position().equals(position)) {
        there.complete(null);
      }
    });
    if (!call.position().equals(position)) {
      there.get(60, TimeUnit.SECONDS);
    }
  }

  private SimulatedCall inRoom(String from, String room) throws Exception {
    SimulatedCall call = parked(from);
    client.api("uuid_setvar " + call.uuid() + " hangup_after_conference false");
    client.execute(call.uuid(), "conference", room, "join-" + from);
    at(call, "conference " + room.split("[@+]")[0]);
    return call;
  }

  private void await(String label, int count) throws InterruptedException {
    client.await(frames -> frames.stream().filter(frame -> frame.isEvent() && frame.label().equals(label)).count() >= count);
  }

  private List<String> labels() {
    return client.events().stream().map(Frame::label).toList();
  }

  @Test
  void wrongPasswordIsRefusedAndTheConnectionCloses() throws Exception {
    EslClient other = EslClient.connect(vertx, freeSwitch.port());

    assertThat(other.command("auth nonsense").text()).contains("-ERR invalid");
    other.awaitClose();
    assertThat(other.frames().get(2).text()).startsWith("Content-Type: text/disconnect-notice");
  }

  @Test
  void nothingIsDoneBeforeAuthentication() throws Exception {
    EslClient other = EslClient.connect(vertx, freeSwitch.port());

    assertThat(other.command("api hupall").text()).contains("-ERR command not found");
    assertThat(other.command("auth ClueCon").text()).contains("+OK accepted");
  }

  @Test
  void plainEventsAreEncodedAndJsonEventsAreNot() throws Exception {
    EslClient plain = EslClient.authenticated(vertx, freeSwitch.port());
    plain.command("event plain CHANNEL_PARK");
    client.command("event json CHANNEL_PARK");
    freeSwitch.place(new IncomingCall("100", "200", "Zoë \"Z\" %41", Map.of("confab_answer_url", "http://a/?b=c d")));

    Frame encoded = plain.awaitEvent("CHANNEL_PARK");
    Frame json = client.awaitEvent("CHANNEL_PARK");
    assertThat(encoded.body()).contains("variable_confab_answer_url: http%3A//a/%3Fb%3Dc%20d\n")
        .contains("Caller-Caller-ID-Name: Zo%C3%AB%20%22Z%22%20%41\n").endsWith("\n\n");
    assertThat(json.header("Caller-Caller-ID-Name")).contains("Zoë \"Z\" %41");
    assertThat(json.header("variable_confab_answer_url")).contains("http://a/?b=c d");
  }

  @Test
  void filtersAreAlternativesAndOneThatExcludesHasTheLastWord() throws Exception {
    client.command(ALL);
    client.command("filter Conference-Name /^confab-/");
    client.command("filter Action -floor-change");
    inRoom("100", "confab-a@confab");
    inRoom("101", "other@confab");
    inRoom("102", "confab-a@confab");
    await("add-member", 2);
    client.api("conference confab-a kick all");
    await("conference-destroy", 1);

    assertThat(labels()).containsOnly("conference-create", "add-member", "kick-member", "del-member", "conference-destroy");
    assertThat(client.events()).allMatch(frame -> frame.header("Conference-Name").equals(Optional.of("confab-a")));
  }

  @Test
  void aDeletedFilterNoLongerCounts() throws Exception {
    client.command("event json CHANNEL_PARK");
    client.command("filter Unique-ID nobody");
    parked("100");
    assertThat(client.command("filter delete Unique-ID").text()).contains("+OK filter deleted. [Unique-ID][]");
    parked("101");

    assertThat(client.awaitEvent("CHANNEL_PARK").header("Caller-Caller-ID-Number")).contains("101");
    assertThat(labels()).hasSize(1);
  }

  @Test
  void anExcludingFilterAloneLetsNothingThrough() {
    Subscription subscription = new Subscription();
    subscription.event(List.of("plain", "DTMF"));
    subscription.filter("DTMF-Digit -1");

    assertThat(subscription.wants(new Event("DTMF", "").add("DTMF-Digit", "2"))).isFalse();
    subscription.filter("Event-Name DTMF");
    assertThat(subscription.wants(new Event("DTMF", "").add("Event-Name", "DTMF").add("DTMF-Digit", "2"))).isTrue();
    assertThat(subscription.wants(new Event("DTMF", "").add("Event-Name", "DTMF").add("DTMF-Digit", "1"))).isFalse();
  }

  @Test
  void applicationsNestLastFirstAndOneBreakEndsThemAll() throws Exception {
    client.command(ALL);
    SimulatedCall call = parked("100");
    client.execute(call.uuid(), "answer", "", "a");
    client.awaitEvent("CHANNEL_EXECUTE_COMPLETE answer");
    for (String id : List.of("one", "two", "three")) {
      client.execute(call.uuid(), "playback", "silence_stream://600000", id);
    }
    at(call, "playback silence_stream://600000");
    client.api("uuid_break " + call.uuid());
    await("CHANNEL_EXECUTE_COMPLETE playback", 3);

    assertThat(client.events().stream().filter(frame -> frame.label().equals("CHANNEL_EXECUTE_COMPLETE playback"))
        .map(frame -> frame.header("Application-UUID").orElse(""))).containsExactly("three", "two", "one");
    at(call, "parked");
    assertThat(labels()).containsOnlyOnce("CHANNEL_PARK");
  }

  @Test
  void aCallerWhoLeavesAConferenceIsBackInParkAndHisWayOutIsArmedAgain() throws Exception {
    client.command(ALL);
    SimulatedCall call = parked("100", "confab_fallback", "voicemail XML box");
    String first = client.awaitEvent("CHANNEL_PARK").header("variable_last_sched_id").orElseThrow();
    assertThat(client.api("sched_del " + first)).isEqualTo("+OK Deleted: 1\n");
    client.api("uuid_setvar " + call.uuid() + " hangup_after_conference false");
    client.execute(call.uuid(), "execute_extension",
        "'m:~:conference:confab-r@confab+flags{moderator}~sched_transfer:+1 voicemail XML box' inline", "join");
    at(call, "conference confab-r");
    client.api("conference confab-r hup all");

    Frame done = client.awaitEvent("CHANNEL_EXECUTE_COMPLETE execute_extension");
    assertThat(done.header("Application-UUID")).contains("join");
    assertThat(done.header("variable_last_sched_id")).isPresent().isNotEqualTo(Optional.of(first));
    at(call, "dialplan voicemail box");
    assertThat(call.isUp()).isTrue();
  }

  @Test
  void aCallLostInADyingRoomIsFoundByItsKeyAndCuredByATransfer() throws Exception {
    client.command(ALL);
    SimulatedCall call = parked("100");
    client.api("uuid_setvar " + call.uuid() + " hangup_after_conference false");
    freeSwitch.loseNextJoinInDyingRoom();
    client.execute(call.uuid(), "conference", "confab-r@confab", "join");
    client.awaitEvent("add-member");

    assertThat(client.api("conference json_list")).isEqualTo("[]");
    assertThat(client.api("conference confab-r hup all")).isEqualTo("-ERR Conference confab-r not found\n");
    assertThat(client.api("uuid_getvar " + call.uuid() + " conference_call_key")).isEqualTo("conference_confab-r_cluecon.com_100");
    assertThat(client.api("uuid_break " + call.uuid())).isEqualTo("+OK\n");
    assertThat(call.position()).isEqualTo("conference confab-r");

    client.api("uuid_transfer " + call.uuid() + " park inline");
    await("CHANNEL_PARK", 2);
    await("conference-destroy", 1);
    assertThat(labels()).containsSubsequence("add-member", "del-member", "CHANNEL_EXECUTE_COMPLETE conference", "CHANNEL_PARK");
    assertThat(client.api("uuid_getvar " + call.uuid() + " conference_call_key")).isEqualTo("_undef_");
    client.execute(call.uuid(), "conference", "confab-r@confab", "again");
    await("add-member", 2);
    assertThat(client.api("conference confab-r count")).isEqualTo("1");
  }

  @Test
  void aJoinThatComesWhileARoomIsEndingMeetsAnotherRoom() throws Exception {
    client.command(ALL);
    inRoom("100", "confab-r@confab");
    SimulatedCall second = parked("101");
    client.api("conference confab-r kick all");
    client.execute(second.uuid(), "conference", "confab-r@confab", "join");
    await("conference-destroy", 1);
    at(second, "conference confab-r");

    assertThat(client.events().stream().filter(frame -> frame.label().equals("conference-create"))
        .map(frame -> frame.header("Conference-Unique-ID")).distinct()).hasSize(2);
    assertThat(client.api("conference confab-r count")).isEqualTo("1");
  }

  @Test
  void memberKeepsItsIdInEveryConference() throws Exception {
    client.command(ALL);
    SimulatedCall call = inRoom("100", "confab-a@confab");
    client.api("conference confab-a kick all");
    at(call, "parked");
    client.execute(call.uuid(), "conference", "confab-b@confab", "again");
    await("add-member", 2);

    assertThat(client.events().stream().filter(frame -> frame.label().equals("add-member"))
        .map(frame -> frame.header("Member-ID").orElse(""))).containsExactly("1", "1");
  }

  @Test
  void relayedKeysReachTheOtherPhonesOnly() throws Exception {
    client.command(ALL);
    SimulatedCall first = inRoom("100", "confab-a@confab+flags{dist-dtmf}");
    SimulatedCall second = inRoom("101", "confab-a@confab");
    await("add-member", 2);
    first.press("12#");
    second.press("9");
    await("DTMF", 4);

    assertThat(second.heardDigits()).isEqualTo("12#");
    assertThat(first.heardDigits()).isEmpty();
    client.api("conference confab-a dtmf 1 77");
    assertThat(first.heardDigits()).isEqualTo("77");
  }

  @Test
  void keysCarryTheVariablesOnlyAfterVerboseEvents() throws Exception {
    client.command(ALL);
    SimulatedCall call = parked("100");
    client.execute(call.uuid(), "answer", "", "a");
    client.awaitEvent("CHANNEL_EXECUTE_COMPLETE answer");
    call.press("1");
    await("DTMF", 1);
    client.execute(call.uuid(), "verbose_events", "", "v");
    client.awaitEvent("CHANNEL_EXECUTE_COMPLETE verbose_events");
    call.press("2");
    await("DTMF", 2);

    List<Frame> keys = client.events().stream().filter(frame -> frame.label().equals("DTMF")).toList();
    assertThat(keys.get(0).header("variable_confab_answer_url")).isEmpty();
    assertThat(keys.get(1).header("variable_confab_answer_url")).contains("default");
  }

  @Test
  void killedCoreComesBackWithAnotherUuidAndNoCalls() throws Exception {
    String before = client.api("global_getvar core_uuid");
    SimulatedCall call = parked("100");
    freeSwitch.killCore();
    client.awaitClose();

    EslClient again = EslClient.authenticated(vertx, freeSwitch.port());
    assertThat(again.api("global_getvar core_uuid")).isNotEqualTo(before);
    assertThat(again.api("show channels as json")).isEqualTo("{\"row_count\": 0}\n");
    assertThat(call.isUp()).isFalse();
    assertThat(freeSwitch.calls()).isEmpty();
  }

  @Test
  void droppedConnectionsLeaveTheCallsAlone() throws Exception {
    SimulatedCall call = parked("100");
    freeSwitch.dropConnections();
    client.awaitClose();

    EslClient again = EslClient.authenticated(vertx, freeSwitch.port());
    assertThat(again.api("uuid_exists " + call.uuid())).isEqualTo("true");
  }

  @Test
  void bodiesOfCommandsAreCountedInBytes() throws Exception {
    client.command(ALL);
    SimulatedCall call = parked("100");
    client.execute(call.uuid(), "set", "greeting=Grüße, 世界\n\napi hupall", "s");
    client.awaitEvent("CHANNEL_EXECUTE_COMPLETE set");

    assertThat(client.api("uuid_getvar " + call.uuid() + " greeting")).isEqualTo("Grüße, 世界\n\napi hupall");
    assertThat(call.isUp()).isTrue();
  }

  @Test
  void heartbeatHasTheRecordedHeaders() throws Exception {
    ManualClock clock = new ManualClock();
    SimulatedFreeSwitch other = start(SimulatorOptions.defaults(clock));
    EslClient listener = EslClient.authenticated(vertx, other.port());
    listener.command("event json HEARTBEAT");
    clock.advance(Duration.ofSeconds(20));
    Frame beat = listener.awaitEvent("HEARTBEAT");

    Frame recorded = Recording.read("1.11.1/moderated-conference.json").lines().stream().map(line -> new Frame(line.data()))
        .filter(frame -> frame.isEvent() && frame.label().equals("HEARTBEAT")).findFirst().orElseThrow();
    assertThat(beat.headers().stream().map(Frame.Header::name)).containsExactlyElementsOf(
        recorded.headers().stream().map(Frame.Header::name).toList());
  }

  @Test
  void lengthOfACallIsToldWhenItEnds() throws Exception {
    ManualClock clock = new ManualClock();
    SimulatedFreeSwitch other = start(SimulatorOptions.defaults(clock));
    EslClient listener = EslClient.authenticated(vertx, other.port());
    listener.command(ALL);
    SimulatedCall call = other.place(call("100"));
    listener.awaitEvent("CHANNEL_PARK");
    clock.advance(Duration.ofMillis(2500));
    listener.execute(call.uuid(), "answer", "", "a");
    listener.awaitEvent("CHANNEL_EXECUTE_COMPLETE answer");
    clock.advance(Duration.ofMillis(4700));
    call.hangUp();

    Frame end = listener.awaitEvent("CHANNEL_HANGUP_COMPLETE");
    assertThat(end.header("variable_duration")).contains("7");
    assertThat(end.header("variable_billsec")).contains("4");
    assertThat(end.header("variable_mduration")).contains("7200");
    assertThat(end.header("variable_billmsec")).contains("4700");
    assertThat(end.header("variable_hangup_cause")).contains("NORMAL_CLEARING");
    assertThat(end.header("variable_sip_hangup_disposition")).contains("recv_bye");
  }

  @Test
  void wayOutIsTakenWhenNobodyTakesTheCall() throws Exception {
    ManualClock clock = new ManualClock();
    SimulatedFreeSwitch other = start(SimulatorOptions.defaults(clock));
    SimulatedCall call = other.place(call("100", "confab_fallback", "voicemail XML box"));
    at(call, "parked");
    clock.advance(Duration.ofSeconds(30));
    at(call, "dialplan voicemail box");
    call.hangUp();
    at(call, "hungup ORIGINATOR_CANCEL");
  }

  @Test
  void expansionOfAnArgumentCanRunAnyCommandAsItDoesOnFreeSwitch() throws Exception {
    client.command(ALL);
    SimulatedCall call = parked("100");
    client.execute(call.uuid(), "set", "x=${caller_id_number}-${echo(hello)}", "s");
    client.awaitEvent("CHANNEL_EXECUTE_COMPLETE set");

    assertThat(client.api("uuid_getvar " + call.uuid() + " x")).isEqualTo("100-hello");
  }
}
