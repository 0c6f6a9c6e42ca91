package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A member is taken out of its conference by order, to do something else: one exit for each entry, whatever else happens meanwhile. */
class CalledAwayTest {

  private final ConferenceRules rules = new ConferenceRules(ConferenceRules.Options.defaults());
  private final List<Effect> effects = new ArrayList<>();
  private Conference conference = Conference.of(new ConferenceKey("account", "name"), 1);

  private void happens(Occurrence occurrence) {
    ConferenceRules.Step step = rules.apply(conference, occurrence, Instant.EPOCH);
    conference = step.conference();
    effects.addAll(step.effects());
  }

  private RoomName room() {
    return conference.rooms().get(0).name();
  }

  private void joins(String call) {
    happens(new Occurrence.JoinRequested(call, MemberSettings.defaults()));
  }

  private void enters(String call) {
    happens(new Occurrence.Entered(room(), "uuid", call, "1" + call));
  }

  private List<ExitReason> exits() {
    return effects.stream().filter(Effect.TellExit.class::isInstance).map(each -> ((Effect.TellExit) each).departure().reason()).toList();
  }

  private long entries() {
    return effects.stream().filter(Effect.TellEnter.class::isInstance).count();
  }

  @Test
  void whoIsInLeavesOnceForThatReason() {
    joins("a");
    enters("a");
    happens(new Occurrence.CalledAway("a"));
    happens(new Occurrence.Left(room(), "a", false));
    happens(new Occurrence.TakenOut("a"));
    assertThat(exits()).containsExactly(ExitReason.API);
    assertThat(effects.stream().filter(Effect.Proceed.class::isInstance)).hasSize(1);
    assertThat(conference.roomOf("a")).isEmpty();
  }

  @Test
  void ofWhomNoLeavingWasToldHasLeftWhenHeIsOut() {
    joins("a");
    enters("a");
    happens(new Occurrence.CalledAway("a"));
    happens(new Occurrence.TakenOut("a"));
    assertThat(exits()).containsExactly(ExitReason.API);
  }

  @Test
  void whoNeverGotInIsToldNothing() {
    joins("a");
    happens(new Occurrence.CalledAway("a"));
    happens(new Occurrence.TakenOut("a"));
    assertThat(entries()).isZero();
    assertThat(exits()).isEmpty();
    assertThat(effects).contains(new Effect.Refuse("a", Effect.Refusal.GONE));
  }

  @Test
  void whoGetsInMeanwhileLeavesAgain() {
    joins("a");
    RoomName room = room();
    happens(new Occurrence.CalledAway("a"));
    happens(new Occurrence.Entered(room, "uuid", "a", "1"));
    happens(new Occurrence.Left(room, "a", false));
    happens(new Occurrence.TakenOut("a"));
    assertThat(entries()).isOne();
    assertThat(exits()).containsExactly(ExitReason.API);
  }

  @Test
  void whoWasLeavingAnywayKeepsHisReason() {
    joins("a");
    enters("a");
    happens(new Occurrence.Kicked(room(), "a"));
    happens(new Occurrence.CalledAway("a"));
    happens(new Occurrence.Left(room(), "a", false));
    happens(new Occurrence.TakenOut("a"));
    assertThat(exits()).containsExactly(ExitReason.KICK);
  }

  @Test
  void whoWasToJoinTheNextRoomDoesNot() {
    joins("a");
    enters("a");
    RoomName room = room();
    happens(new Occurrence.FoundLost(room, "a"));
    happens(new Occurrence.CalledAway("a"));
    happens(new Occurrence.Left(room, "a", false));
    long joined = effects.stream().filter(Effect.Join.class::isInstance).count();
    happens(new Occurrence.TakenOut("a"));
    assertThat(effects.stream().filter(Effect.Join.class::isInstance).count()).isEqualTo(joined);
    assertThat(exits()).containsExactly(ExitReason.API);
    assertThat(conference.roomOf("a")).isEmpty();
  }
}
