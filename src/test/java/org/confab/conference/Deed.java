package org.confab.conference;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One thing that somebody does in a {@link World}. What is impossible at that moment is not done, so that any part of a list of deeds is a list
 * of deeds, and a failing one shrinks.
 *
 * @param caller who does it, if a caller does
 * @param pick   which of the things that are possible then
 * @param wish   what the caller's element says
 */
record Deed(Kind kind, int caller, int pick, MemberSettings wish) {

  static final int CALLERS = 6;
  static final List<String> KEYS = List.of("*", "1", "2", "#");

  enum Kind {
    /** Reaches its Conference element; picks the conference, and whether its waitSound is there already, comes later, or was not named. */
    ASKS(14),
    /** FreeSWITCH or its connection gets on with one thing: a command, a join, a leave, an event's delivery. */
    GOES_ON(40),
    /** Everything that is under way comes to its end; picks whether in its order. */
    ALL_GOES_ON(6),
    PRESSES(14),
    HANGS_UP(4),
    HOLDS(3),
    TAKES_FLOOR(3),
    WAIT_SOUND_COMES(3),
    /** Somebody at FreeSWITCH's console. */
    IS_KICKED(2), IS_TRANSFERRED(1),
    /** Somebody outside: mutes or unmutes it, deafens or undeafens it, kicks it, hangs it up. */
    IS_ORDERED(4),
    /** FreeSWITCH does not let its next join in. */
    IS_TURNED_AWAY(1),
    /** Its next join that meets a dying room is thrown out of it, or lost there. */
    IS_UNLUCKY(3),
    /** Time passes; the timers that are due by then ring, some in the wrong order. */
    TIME_PASSES(8),
    /** Breaks: the next event is not told, the next command not heard, what is told is told again. */
    EVENT_LOST(2), COMMAND_LOST(1), EVENT_REPEATED(1),
    /** FreeSWITCH is asked how things stand. */
    RESYNC(1);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }

    boolean isBreak() {
      return this == EVENT_LOST || this == COMMAND_LOST || this == EVENT_REPEATED;
    }

    boolean isFatal() {
      return this == IS_UNLUCKY || this == IS_KICKED || this == HANGS_UP || this == ASKS;
    }
  }

  /**
   * @param breaks with what is lost on the way
   * @param dying  with rooms that end all the time and lose whom they can
   */
  static Arbitrary<List<Deed>> many(boolean breaks, boolean dying) {
    // as often in the list as it weighs, so that a failing list shrinks towards the plain ones
    List<Kind> kinds = Arrays.stream(Kind.values()).filter(kind -> breaks || !kind.isBreak())
        .flatMap(kind -> Collections.nCopies(dying && kind.isFatal() ? 3 * kind.weight : kind.weight, kind).stream()).toList();
    return Combinators.combine(Arbitraries.of(kinds), Arbitraries.integers().between(0, CALLERS - 1), Arbitraries.integers().between(0, 11), wishes(dying))
        .as(Deed::new).list().ofMaxSize(120);
  }

  static Arbitrary<MemberSettings> wishes(boolean ending) {
    Arbitrary<Boolean> evenly = Arbitraries.of(false, true);
    Arbitrary<Boolean> seldom = Arbitraries.of(false, false, false, true);
    Arbitrary<List<String>> patterns = Arbitraries.of(List.of(), List.of(), List.of("12", "1"), List.of("12#", "2"), List.of("*", "11"), List.of("212"));
    Arbitrary<Duration> limits = Arbitraries.of(Duration.ZERO, Duration.ofMinutes(10), Duration.ofHours(1));
    Arbitrary<Optional<RecordSettings>> recordings = Arbitraries.of(Optional.empty(), Optional.empty(),
        Optional.of(new RecordSettings(RecordSettings.Format.MP3, false)), Optional.of(new RecordSettings(RecordSettings.Format.WAV, false)),
        Optional.of(new RecordSettings(RecordSettings.Format.MP3, true)));
    return Combinators.combine(
        Combinators.combine(seldom, evenly, ending ? evenly : seldom, evenly, evenly, Arbitraries.of(4, 4, 3, 2, 1), limits).as(MemberSettings::new),
        patterns, evenly, evenly, evenly, evenly, recordings).as((rules, keys, relay, floor, enter, exit, recording) -> {
          MemberSettings wish = rules.keys(keys, relay).floorEvent(floor).sounds(enter, exit);
          return recording.map(wish::recording).orElse(wish);
        });
  }

  @Override
  public String toString() {
    return switch (kind) {
      case ASKS -> caller + " ASKS/" + pick + " " + wish;
      case ALL_GOES_ON, GOES_ON, EVENT_LOST, COMMAND_LOST, EVENT_REPEATED, TIME_PASSES -> kind + "/" + pick;
      case RESYNC -> kind.toString();
      default -> caller + " " + kind + "/" + pick;
    };
  }
}
