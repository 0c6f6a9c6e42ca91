package org.confab.apptest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.clock.Clock;
import org.confab.simulator.HeardSound;
import org.confab.simulator.SimulatedCall;

/** What callers hear, in a word each: who talks, {@code music}, {@code beep}, {@code beeps}, {@code sound}. */
final class Sounds {

  private static final String TONE = "tone_stream://";
  private static final String SILENCE = "silence_stream://";
  private static final int LOWEST_VOICE = 200;
  /** By which FreeSWITCH is told what its music on hold is. */
  private static final Pattern MUSIC = Pattern.compile("(?:\\bconference_moh_sound=|^(?:bg)?api conference \\S+ moh )([^; ]+)");

  private final Clock clock;
  private final Set<String> music = ConcurrentHashMap.newKeySet();
  private final Map<String, String> voices = new LinkedHashMap<>();

  Sounds(Clock clock) {
    this.clock = clock;
  }

  /** FreeSWITCH was told something; on any thread. */
  void told(String command) {
    Matcher found = MUSIC.matcher(command);
    if (found.find()) {
      music.add(found.group(1));
    }
  }

  /** What somebody sends when he talks: a tone of his own, without an end. */
  synchronized String voice(String caller) {
    return voices.computeIfAbsent(caller, name -> TONE + "%(1000,0," + (LOWEST_VOICE + voices.size()) + ");loops=-1");
  }

  List<String> heardNow(SimulatedCall phone) {
    return sounds(phone).stream().filter(sound -> sound.until().isEmpty()).map(sound -> word(sound.sound())).distinct().toList();
  }

  /** Music that goes on, piece after piece, is one. */
  List<String> heard(SimulatedCall phone) {
    List<String> heard = new ArrayList<>();
    for (HeardSound sound : sounds(phone)) {
      String word = word(sound.sound());
      if (!word.equals("music") || heard.isEmpty() || !heard.get(heard.size() - 1).equals("music")) {
        heard.add(word);
      }
    }
    return heard;
  }

  private List<HeardSound> sounds(SimulatedCall phone) {
    return phone.heardSounds().stream().filter(sound -> !sound.sound().startsWith(SILENCE) && !sound.from().isAfter(clock.now()))
        .sorted(Comparator.comparing(HeardSound::from)).toList();
  }

  private synchronized String word(String sound) {
    for (Map.Entry<String, String> voice : voices.entrySet()) {
      if (voice.getValue().equals(sound)) {
        return voice.getKey();
      }
    }
    return sound.startsWith(TONE) ? sound.startsWith(TONE + "L=2;") ? "beeps" : "beep" : music.contains(sound) ? "music" : "sound";
  }
}
