package org.confab.live;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The conferences of a box. Callable on any thread; each future completes on the context it was asked from, within 3 s, and fails only by a defect.
 * Accounts are auth ids; names are conference names as documents have them, with white space at the ends removed.
 */
public interface LiveConferences {

  /** Every conference with a member in it, sorted by name. */
  Future<List<ConferenceView>> all(String account);

  /**
   * Those of every account, sorted by account and name. Who is talking is known while this is asked again and again, every 10 s at least: of whoever
   * began to talk since.
   */
  Future<List<ConferenceView>> all();

  /** That conference, if it has a member. */
  Future<Optional<ConferenceView>> find(String account, String name);

  /** Gives an order to members. */
  Future<Outcome> order(String account, String name, Whom whom, Order order);

  /** Hangs up everybody in that conference. */
  Future<Outcome> hangUp(String account, String name);

  /** Hangs up everybody in every conference of the account; {@link Outcome.Done} also if there is none. */
  Future<Outcome> hangUpAll(String account);

  /**
   * Records the conference from now on, whoever is in it; while it is recorded already, by whatever reason, that recording is the answer, and
   * {@code callback} is told of it, too.
   */
  Future<Recorded> record(String account, String name, RecordOrder order);

  /** Ends the recording; {@link Outcome.Done} also if there is none. By itself the conference is not recorded again. */
  Future<Outcome> stopRecording(String account, String name);

  /** What became of {@link #record}. */
  sealed interface Recorded {

    /** It is being recorded, or about to be. */
    record Started(String recordingId, String url) implements Recorded {}

    /** It is not. */
    record Not(Outcome why) implements Recorded {}
  }
}
