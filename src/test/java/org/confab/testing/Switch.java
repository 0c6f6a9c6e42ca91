package org.confab.testing;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A FreeSWITCH box under test, with the world outside it: callers who dial the number that Confab's dialplan file takes. Every method may be
 * called from any thread.
 */
public interface Switch extends AutoCloseable {

  /** What a test report shows: {@code simulator}, {@code FreeSWITCH 1.11.1}. */
  String name();

  /** The FreeSWITCH version, as {@code 1.11.1}. */
  String version();

  /** Where its Event Socket listens; always a loopback address. */
  String host();

  int eventSocketPort();

  /** What the Event Socket's {@code auth} takes. */
  String password();

  /**
   * Somebody calls. Returns as soon as the call is on its way.
   *
   * @param from             the caller's number
   * @param channelVariables set on the call before {@code park}, after those of the dialplan file (so that {@code confab_answer_url}, which
   *                         is {@code default} there, can be replaced); values may hold anything but {@code ;}, {@code '}, {@code \}, {@code $}
   *                         and control characters
   */
  Caller call(String from, Map<String, String> channelVariables);

  /** A channel variable of {@link #call}: with it the dialplan has {@code socket <its value>} before {@code park}. */
  String SOCKET = "test_socket";

  /**
   * A channel variable of {@link #call}, real switches only: with it an extension of another dialplan sets the variables, and transfers to Confab's.
   */
  String TRANSFERRED = "test_transferred";

  default Caller call(String from) {
    return call(from, Map.of());
  }

  /** FreeSWITCH's dial string for phones outside, with {@code {to}} where the number stands. */
  String dialString();

  /** Waits until the phone with that number is being called; each such call is given to one waiter. It is silent at first. */
  Callee awaitCalled(String number);

  /** Its own log, for whoever looks for the cause of a failure; gone when it is closed. */
  default Optional<Path> log() {
    return Optional.empty();
  }

  /** Every caller hangs up; returns when all their calls are gone from the switch. */
  void hangUpAll();

  /** The switch is killed, as by {@code kill -9}: its calls are gone without a word, and nobody answers on its ports. */
  void kill();

  /**
   * Starts a killed switch again, on the same ports and with nothing of what it had. Returns when the Event Socket's port answers: calls may
   * have to wait for {@link #awaitReady}.
   */
  void startAgain();

  /** Waits until a switch that was started again takes calls. */
  void awaitReady();

  /** A conference profile with which {@link #holdLockAtNextLeave} works. */
  String PROFILE_WITH_EXIT_SOUND = "confab-exit-sound";

  /**
   * The next member who leaves others behind in a room of {@link #PROFILE_WITH_EXIT_SOUND} never lets go of the room's locks, until {@link
   * #letGoOfLock}: mod_conference opens the exit sound with both in its hand, and that never opens.
   */
  void holdLockAtNextLeave();

  void letGoOfLock();

  /** Ends the switch; its calls are dropped. */
  @Override
  void close();
}
