package org.confab.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.confab.clock.Clock;
import org.confab.demo.Timeline.Kind;
import org.confab.simulator.HeardSound;

/** What callers hear, in words, and each change of it in the timeline. May be used from any thread. */
final class Ears {

  static final String MUSIC = "music on hold";
  static final String BEEP = "a beep";
  static final String TWO_BEEPS = "two beeps";
  static final String SOUND = "a sound";

  private static final String TONE = "tone_stream://";
  private static final String SILENCE = "silence_stream://";
  private static final String VOICE = TONE + "%(1000,0,";
  private static final int LOWEST_VOICE = 200;
  /** Music on hold ends and begins again each time that its file is over. */
  private static final Duration BREAK = Duration.ofMillis(150);

  private final Clock clock;
  private final Timeline timeline;
  private final People people;
  private final Set<String> music = ConcurrentHashMap.newKeySet();
  private final Map<String, Set<String>> told = new ConcurrentHashMap<>();

  Ears(Clock clock, Timeline timeline, People people) {
    this.clock = clock;
    this.timeline = timeline;
    this.people = people;
  }

  /** That file is what a room is given as its music on hold. */
  void isMusic(String file) {
    music.add(file);
  }

  /** What this one sends when he talks: a tone of his own, without an end. */
  static String tone(People.Person person) {
    return VOICE + (LOWEST_VOICE + person.number()) + ");loops=-1";
  }

  /** What others hear when this one talks. */
  static String voice(People.Person person) {
    return person.name();
  }

  /** From now on the timeline tells what this one hears. */
  void listen(People.Person person) {
    person.call().onSounds(call -> changed(person));
  }

  /** What this one hears now. */
  List<String> hears(People.Person person) {
    return sounds(person).stream().filter(sound -> sound.until().isEmpty() && !sound.from().isAfter(clock.now()))
        .map(sound -> words(sound.sound())).toList();
  }

  /** Everything that this one has heard so far, in the order in which it began; music on hold that goes on counts once. */
  List<String> heard(People.Person person) {
    List<String> heard = new ArrayList<>();
    for (HeardSound sound : sounds(person)) {
      String words = words(sound.sound());
      boolean goesOn = words.equals(MUSIC) && !heard.isEmpty() && heard.get(heard.size() - 1).equals(MUSIC);
      if (!goesOn && !sound.from().isAfter(clock.now())) {
        heard.add(words);
      }
    }
    return heard;
  }

  private static List<HeardSound> sounds(People.Person person) {
    return person.call().heardSounds().stream().filter(sound -> !sound.sound().startsWith(SILENCE))
        .sorted(Comparator.comparing(HeardSound::from)).toList();
  }

  private String words(String sound) {
    if (sound.startsWith(VOICE)) {
      return people.all().stream().filter(person -> tone(person).equals(sound)).map(Ears::voice).findFirst().orElse("somebody");
    }
    if (sound.startsWith(TONE)) {
      return sound.startsWith(TONE + "L=2;") ? TWO_BEEPS : BEEP;
    }
    return music.contains(sound) ? MUSIC : SOUND;
  }

  private Set<String> present(People.Person person) {
    Set<String> present = new LinkedHashSet<>();
    sounds(person).stream().filter(sound -> sound.until().isEmpty()).forEach(sound -> present.add(words(sound.sound())));
    return present;
  }

  private synchronized void changed(People.Person person) {
    Set<String> present = present(person);
    Set<String> before = told.getOrDefault(person.call().uuid(), Set.of());
    if (!before.containsAll(present)) {
      tell(person, present);
    }
    if (!present.containsAll(told.getOrDefault(person.call().uuid(), Set.of()))) {
      clock.schedule(BREAK, () -> ended(person));
    }
  }

  /** A beep or a sound that is over leaves nothing to be told; the end of what would have gone on does. */
  private synchronized void ended(People.Person person) {
    Set<String> present = present(person);
    Set<String> over = new LinkedHashSet<>(told.getOrDefault(person.call().uuid(), Set.of()));
    over.removeAll(present);
    over.removeAll(Set.of(BEEP, TWO_BEEPS, SOUND));
    told.put(person.call().uuid(), present);
    if (!over.isEmpty() && person.call().position().startsWith("conference ")) {
      tell(person, present);
    }
  }

  private void tell(People.Person person, Set<String> sounds) {
    told.put(person.call().uuid(), sounds);
    timeline.tell(Kind.PHONE, person.name(), "hears " + (sounds.isEmpty() ? "silence" : String.join(" and ", sounds)));
  }
}
