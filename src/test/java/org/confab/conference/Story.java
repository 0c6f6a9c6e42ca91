package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.confab.conference.Effect.Departure;
import org.confab.conference.Effect.Refusal;
import org.confab.conference.Occurrence.ApplicationEnded;
import org.confab.conference.Occurrence.Destroyed;
import org.confab.conference.Occurrence.Entered;
import org.confab.conference.Occurrence.JoinRequested;
import org.confab.conference.Occurrence.Left;

/** A conference to which things happen, told in words; keeps what the rules said last and in all. */
final class Story {

  static final ConferenceKey KEY = new ConferenceKey("MAXXXXXXXXXXXXXXXXXX", "Weekly call");

  private final ConferenceRules rules;
  private final List<Effect> all = new ArrayList<>();
  private List<Effect> last = List.of();
  private Conference conference = Conference.of(KEY, 1);
  private Instant now = Instant.parse("2026-11-22T08:00:00Z");

  Story() {
    this(true);
  }

  Story(boolean endconfEndsRoom) {
    rules = new ConferenceRules(ConferenceRules.Options.defaults().endconfEndsRoom(endconfEndsRoom));
  }

  static MemberSettings settings() {
    return MemberSettings.defaults();
  }

  static MemberSettings waiting() {
    return new MemberSettings(false, false, false, true, false, 20, Duration.ofDays(1));
  }

  static MemberSettings moderator() {
    return new MemberSettings(false, true, true, true, false, 20, Duration.ofDays(1));
  }

  static MemberSettings leavesByStar() {
    return new MemberSettings(false, true, false, true, true, 20, Duration.ofDays(1));
  }

  static MemberSettings neverAlone() {
    return new MemberSettings(false, true, false, false, false, 20, Duration.ofDays(1));
  }

  static MemberSettings atMost(int members) {
    return new MemberSettings(false, true, false, true, false, members, Duration.ofDays(1));
  }

  static MemberSettings forAtMost(Duration limit) {
    return new MemberSettings(false, true, false, true, false, 20, limit);
  }

  Story that(Occurrence occurrence) {
    ConferenceRules.Step step = rules.apply(conference, occurrence, now);
    conference = step.conference();
    last = step.effects();
    all.addAll(last);
    return this;
  }

  Story requests(String call, MemberSettings settings) {
    return that(new JoinRequested(call, settings));
  }

  Story enters(String call) {
    return entersRoom(call, room(call));
  }

  Story entersRoom(String call, RoomName room) {
    return that(new Entered(room, "uuid-" + room.instance(), call, "id-" + call));
  }

  Story joins(String call, MemberSettings settings) {
    return requests(call, settings).enters(call);
  }

  Story leaves(String call) {
    return that(new Left(room(call), call, false));
  }

  Story hangsUpInRoom(String call) {
    return that(new Left(room(call), call, true));
  }

  Story presses(String call, String keys) {
    keys.chars().forEach(key -> that(new Occurrence.Pressed(call, (char) key)));
    return this;
  }

  /** The pause comes for which the rules asked last. */
  Story pauses(String call) {
    List<Effect.AwaitPause> awaited = all(Effect.AwaitPause.class).stream().filter(each -> each.call().equals(call)).toList();
    Effect.AwaitPause newest = awaited.get(awaited.size() - 1);
    return passes(newest.after()).that(new Occurrence.DigitPause(call, newest.presses()));
  }

  Story takesFloor(String call, boolean speaks) {
    return that(new Occurrence.FloorTaken(room(call), call, speaks));
  }

  Story holds(String call, boolean held) {
    return that(new Occurrence.Held(call, held));
  }

  Story applicationEnds(String call) {
    return that(new ApplicationEnded(call));
  }

  Story isDestroyed(RoomName room) {
    return that(new Destroyed(room, "uuid-" + room.instance()));
  }

  Story passes(Duration time) {
    now = now.plus(time);
    return this;
  }

  RoomName room(String call) {
    return conference.roomOf(call).orElseThrow(() -> new AssertionError(call + " is in no room")).name();
  }

  static RoomName roomNumber(long n) {
    return RoomName.of(KEY, n);
  }

  Conference conference() {
    return conference;
  }

  Instant now() {
    return now;
  }

  /** What the rules said to the last occurrence. */
  List<Effect> last() {
    return last;
  }

  /** Of what they said to the last occurrence, that kind. */
  <E extends Effect> List<E> last(Class<E> kind) {
    return last.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Of everything they said, that kind. */
  <E extends Effect> List<E> all(Class<E> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  List<ExitReason> exitsOf(String call) {
    return all(Effect.TellExit.class).stream().filter(exit -> exit.call().equals(call)).map(Effect.TellExit::departure).map(Departure::reason).toList();
  }

  long entersOf(String call) {
    return all(Effect.TellEnter.class).stream().filter(enter -> enter.call().equals(call)).count();
  }

  List<Refusal> refusalsOf(String call) {
    return all(Effect.Refuse.class).stream().filter(refuse -> refuse.call().equals(call)).map(Effect.Refuse::reason).toList();
  }
}
