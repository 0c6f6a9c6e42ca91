package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A small mod_conference that behaves well and badly at random, and callers who do as they please: whatever happens, nobody is forgotten. */
class ConferenceRulesProperties {

  private enum Place { NOWHERE, ASKED, JOINING, IN, LEFT, GONE }

  /** The switch's side of one run. */
  private static final class Switch {
    final Random random;
    final ConferenceRules rules = new ConferenceRules(ConferenceRules.Options.defaults());
    Conference conference = Conference.of(Story.KEY, 1);
    final Map<String, Place> places = new HashMap<>();
    final Map<String, RoomName> rooms = new HashMap<>();
    final Map<String, MemberSettings> settings = new HashMap<>();
    final Map<String, Integer> enters = new HashMap<>();
    final Map<String, Integer> exits = new HashMap<>();
    final Map<String, Integer> requests = new HashMap<>();
    final Map<String, Integer> answers = new HashMap<>();

    Switch(long seed) {
      random = new Random(seed);
    }

    void happens(Occurrence occurrence) {
      ConferenceRules.Step step = rules.apply(conference, occurrence, Instant.EPOCH);
      conference = step.conference();
      step.effects().forEach(this::carryOut);
      conference.current().ifPresent(room -> assertThat(room.members().values().stream().filter(m -> !m.is(Member.Phase.OUT)).count())
          .as("members of a room whose joiners all allow three").isLessThanOrEqualTo(3));
    }

    void carryOut(Effect effect) {
      if (effect instanceof Effect.Join it && places.get(it.call()) != Place.GONE) {
        places.put(it.call(), Place.JOINING);
        rooms.put(it.call(), it.room());
      } else if (effect instanceof Effect.Refuse it) {
        answered(it.call());
      } else if (effect instanceof Effect.Proceed it) {
        answered(it.call());
      } else if (effect instanceof Effect.TellEnter it) {
        enters.merge(it.call(), 1, Integer::sum);
      } else if (effect instanceof Effect.TellExit it) {
        exits.merge(it.call(), 1, Integer::sum);
      }
    }

    private void answered(String call) {
      answers.merge(call, 1, Integer::sum);
      assertThat(answers.get(call)).as("answers to the requests of " + call).isLessThanOrEqualTo(requests.get(call));
      if (places.get(call) != Place.GONE) {
        places.put(call, Place.NOWHERE);
      }
    }

    void someCallDoesSomething(String call) {
      Place place = places.getOrDefault(call, Place.NOWHERE);
      RoomName room = rooms.get(call);
      switch (place) {
        case NOWHERE -> {
          places.put(call, Place.ASKED);
          requests.merge(call, 1, Integer::sum);
          happens(new Occurrence.JoinRequested(call, randomSettings()));
        }
        case JOINING -> {
          switch (random.nextInt(5)) {
            case 0 -> hangsUp(call);
            case 1 -> happens(new Occurrence.ApplicationEnded(call));
            default -> {
              places.put(call, Place.IN);
              happens(new Occurrence.Entered(room, random.nextInt(8) == 0 ? "other" : "uuid-" + room.instance(), call, "id-" + call));
            }
          }
        }
        case IN -> {
          switch (random.nextInt(8)) {
            case 0 -> happens(new Occurrence.Pressed(call, '*'));
            case 1 -> happens(new Occurrence.TimeLimitReached(room));
            case 2 -> happens(new Occurrence.Kicked(room, call));
            case 3 -> happens(new Occurrence.FoundLost(room, call));
            case 4 -> hangsUp(call);
            case 5 -> happens(new Occurrence.ApplicationEnded(call));
            default -> {
              places.put(call, Place.LEFT);
              happens(new Occurrence.Left(room, call, false));
            }
          }
        }
        case LEFT -> {
          if (random.nextInt(6) == 0) {
            hangsUp(call);
          } else {
            happens(new Occurrence.ApplicationEnded(call));
          }
        }
        default -> { }
      }
    }

    void hangsUp(String call) {
      Place before = places.put(call, Place.GONE);
      if (before == Place.IN && random.nextBoolean()) {
        happens(new Occurrence.Left(rooms.get(call), call, true));
      }
      if (random.nextBoolean()) {
        happens(new Occurrence.ApplicationEnded(call));
      }
      happens(new Occurrence.HungUp(call));
    }

    private MemberSettings randomSettings() {
      return new MemberSettings(random.nextBoolean(), random.nextBoolean(), random.nextInt(4) == 0, random.nextBoolean(), random.nextBoolean(), 3,
          Duration.ofHours(random.nextInt(2)));
    }
  }

  @Property(tries = 600)
  void everyEntryHasOneExitAndEveryRequestOneAnswer(@ForAll long seed) {
    Switch box = new Switch(seed);
    List<String> calls = List.of("a", "b", "c", "d", "e");
    for (int i = 0; i < 150; i++) {
      box.someCallDoesSomething(calls.get(box.random.nextInt(calls.size())));
    }
    calls.forEach(box::hangsUp);
    Set<String> told = new HashSet<>(box.enters.keySet());
    told.addAll(box.exits.keySet());
    assertThat(told).allSatisfy(call -> assertThat(box.exits.get(call)).as("exits of " + call).isEqualTo(box.enters.get(call)));
    box.requests.forEach((call, asked) -> assertThat(box.answers.get(call)).as("answers to " + call).isEqualTo(asked));
    assertThat(box.conference.rooms()).allSatisfy(room -> assertThat(room.members()).isEmpty());
  }
}
