package org.confab.callback;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Where callbacks are kept until they are delivered. Used from one context; what its futures do later happens there too. */
public interface Outbox {

  /** A stored callback and its number in its lane, from 1, without gaps ({@code X-Confab-Sequence}). */
  record Entry(Callback callback, long sequence) {}

  /**
   * Stores a callback behind those of its lane. The future is completed when it is stored as safely as this outbox can, in the order of the
   * calls; it fails with {@link OutboxFull} when there is no room.
   */
  Future<Entry> add(Callback callback);

  /** The oldest callback of a lane that is neither delivered nor dead. */
  Future<Optional<Entry>> head(Lane lane);

  /** Lanes that have something to send. */
  Future<List<Lane>> lanes();

  /** The application has it; it is never sent again. */
  Future<Void> delivered(Entry entry);

  /**
   * It will not be sent again by itself.
   *
   * @param reason what the application said, or why it could not be asked; for operators
   * @param attempts how many requests were made of it
   */
  Future<Void> dead(Entry entry, String reason, int attempts);

  /**
   * The conference is over: its lanes' numbers may be forgotten once everything is sent. A callback that is added before that revokes it;
   * one that is added later begins again at 1.
   */
  Future<Void> ended(String conference);

  /** How many wait to be delivered. Safe on any thread. */
  int pending();
}
