package org.confab.call;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.freeswitch.Chain;

/** What FreeSWITCH is given for what is heard, and for keys that are sent; the one place that says so. Sounds are local files or tones. */
public final class SoundPlan {

  private static final String BEEP = "tone_stream://%(250,0,1000)";
  private static final String SEVERAL = "file_string://";
  /** mod_tone_stream counts the samples of a silence in 32 bits. */
  private static final Duration LONGEST = Duration.ofHours(6);
  /** Seen on FreeSWITCH: 0.52 s for each key that it sends. */
  private static final Duration KEY = Duration.ofMillis(520);

  private SoundPlan() {}

  /** @param loop how often; 0: until the call ends */
  public static Chain play(Opening opening, String sound, int loop) {
    return switch (loop) {
      case 0 -> opening.chain().then("endless_playback", sound);
      case 1 -> opening.chain().then("playback", sound);
      default -> opening.chain().then("loop_playback", "+" + loop + " " + sound);
    };
  }

  /** What is heard before the keys of an answer are waited for. What was pressed before it begins is dropped. */
  public static Chain prompt(Opening opening, Optional<String> prompt, boolean beep) {
    // loop_playback and endless_playback leave keys in the channel's queue (mod_dptools.c): an earlier element's are no answer to this one
    return opening.chain().then("flush_dtmf", "").then(promptAgain(Optional.empty(), prompt, beep));
  }

  /** The same once more, when what is pressed before counts already; empty if there is nothing to be heard. */
  static Chain promptAgain(Optional<String> before, Optional<String> prompt, boolean beep) {
    List<String> all = Stream.of(before, prompt, Optional.of(BEEP).filter(it -> beep)).flatMap(Optional::stream).toList();
    if (all.isEmpty()) {
      return new Chain();
    }
    // as one, so that one break ends them all (seen)
    return new Chain().then("playback", all.size() == 1 ? all.get(0) : SEVERAL + String.join("!", all));
  }

  /** Keys are reported while it lasts, and audio flows. */
  static Chain silence(Duration length) {
    return new Chain().then("playback", "silence_stream://" + Math.max(20, length.toMillis()));
  }

  /** Nothing for a time. An unanswered call goes on ringing (seen: {@code sleep} leaves it so); to one that is answered RTP flows meanwhile. */
  static Chain pause(boolean answered, Duration length) {
    return answered && length.compareTo(LONGEST) <= 0 ? silence(length) : new Chain().then("sleep", Long.toString(length.toMillis()));
  }

  /** @param digits 0-9, *, #, A-D, w and W */
  public static Chain send(Opening opening, String digits, boolean async) {
    Chain chain = opening.chain().then("send_dtmf", digits);
    return async ? chain : chain.then("sleep", Long.toString(digits.chars().mapToLong(SoundPlan::millis).sum()));
  }

  private static long millis(int key) {
    return switch (key) {
      case 'w' -> 500;
      case 'W' -> 1000;
      default -> KEY.toMillis();
    };
  }
}
