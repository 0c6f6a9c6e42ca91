package org.confab.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Somebody at a phone. What a caller does is asked of the switch at once and takes effect in order; what becomes of the call is seen a little
 * later, and waited for with the {@code await} methods, which fail the test with what was seen instead.
 */
public interface Caller {

  /** How long an {@code await} without a duration waits: far longer than anything takes, so that only a failure takes that long. */
  Duration PATIENCE = Duration.ofSeconds(60);

  /** The caller's number. */
  String from();

  /** The UUID of the call on the switch (Plivo's CallUUID); waits until the switch has it. */
  String callUuid();

  /** Presses keys ({@code 0-9 * # A-D}); on a real switch RFC 2833 events, about 0.2 s each. */
  void press(String digits);

  void hangUp();

  /**
   * The caller talks: his phone sends that tone without an end, from now on (an answered call) and loud enough to be taken for speech. While he
   * holds, it is what a phone sends that plays music on hold.
   */
  void talks(Tone voice);

  void fallsSilent();

  /** Listens: what he hears from now on, or from the first moment if there is no media yet. */
  Hearing listens();

  /** Waits until he hears that tone, at or after this moment. */
  default void awaitHears(Tone tone) {
    listens().await(tone);
  }

  /** Waits until he hears nothing, for half a second that begins at or after this moment. */
  default void awaitSilence() {
    listens().awaitSilence(Duration.ZERO, Duration.ofMillis(500));
  }

  /** The keys that the switch sent to his phone so far, as RFC 2833. */
  String receivedKeys();

  /** Waits until exactly these keys, and no others, have arrived at his phone since the call began. */
  void awaitReceives(String keys);

  /** Puts the call on hold, as a phone does (a re-INVITE, {@code sendonly}). */
  void hold();

  void unhold();

  /** Whether the call has not ended, answered or not. */
  boolean isUp();

  boolean isAnswered();

  /**
   * Where the call is: {@code calling}, {@code dialled} (not at the switch yet), {@code parked}, {@code conference <room>}, {@code playback <file>}, the name
   * of another application that runs, {@code dialplan <extension> <context>} when it left Confab's hands, or {@code hungup <cause>}.
   */
  String position();

  /** Every position so far, in order. */
  List<String> positions();

  /** Waits until the position fulfils {@code condition}, or has done so since the call began. */
  void awaitPosition(String description, Predicate<String> condition, Duration patience);

  /** Waits until the call is at such a position now, however often it was there before. */
  void awaitNow(String description, Predicate<String> condition, Duration patience);

  /** Waits until the call is answered. */
  void awaitAnswered(Duration patience);

  /** Waits until the call has ended; returns the hang-up cause as the box has it ({@code NORMAL_CLEARING}). */
  String awaitHangUp(Duration patience);

  /** Waits until the call waits in {@code park} (now). */
  default void awaitParked() {
    awaitNow("parked", "parked"::equals, PATIENCE);
  }

  default void awaitAnswered() {
    awaitAnswered(PATIENCE);
  }

  default String awaitHangUp() {
    return awaitHangUp(PATIENCE);
  }

  /** Waits until the call is, or has been, in a room. */
  default void awaitConference() {
    awaitPosition("in a conference", at -> at.startsWith("conference "), PATIENCE);
  }

  /** Whether the call ever reached the fallback extension of the dialplan file. */
  default boolean reachedFallback() {
    return positions().stream().anyMatch(Positions::isFallback);
  }

  default void awaitFallback(Duration patience) {
    awaitPosition("at the fallback extension", Positions::isFallback, patience);
  }
}
