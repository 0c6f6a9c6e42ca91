package org.confab.live;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import org.confab.plivo.HttpMethod;

/**
 * The calls of a box. Callable on any thread; each future completes on the context it was asked from, within 3 s, and fails only by a defect.
 * {@link Outcome.NoMember} says of these orders that the account has no such call now; {@link Outcome.Done} names the call.
 */
public interface LiveCalls {

  /** Every live call of the account. */
  Future<List<CallView>> all(String account);

  Future<Optional<CallView>> find(String account, String callUuid);

  /** Calls somebody. Said again, he is called again. */
  Future<Placed> place(OutgoingCall call);

  /** Ends the call, or the attempt to reach somebody. */
  Future<Outcome> hangUp(String account, String callUuid);

  /**
   * The call leaves whatever it is doing, a conference included, and runs the document of that URL; one that is not answered yet asks that URL once it is.
   */
  Future<Outcome> transfer(String account, String callUuid, String url, HttpMethod method);

  /** In place of what was to be heard so before. */
  Future<Outcome> play(String account, String callUuid, CallSound sound);

  /** Ends {@link #play}; {@link Outcome.Done} also if there is nothing. */
  Future<Outcome> endSound(String account, String callUuid);

  /** Sends keys to the other end: {@code 0-9 * # A-D}, {@code w} and {@code W} for pauses. */
  Future<Outcome> digits(String account, String callUuid, String keys);
}
