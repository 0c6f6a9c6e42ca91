package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.confab.conference.ConferenceKey;

/** A memory whose disk takes everything at once, or when a test says so; what it has not taken is gone with the process. */
final class KeptMemory implements Memory {

  private final Map<String, RememberedCall> calls = new LinkedHashMap<>();
  private final Map<ConferenceKey, RememberedConference> conferences = new LinkedHashMap<>();
  private final Map<String, RememberedRecording> recordings = new LinkedHashMap<>();
  private final Map<String, RememberedPlacing> placed = new LinkedHashMap<>();
  private final Map<UUID, Owed> owed = new LinkedHashMap<>();
  private final List<Runnable> unwritten = new ArrayList<>();
  private Promise<Void> written = Promise.promise();
  private boolean slow;

  /** From now on nothing is written until {@link #writes}. */
  synchronized void isSlow() {
    slow = true;
  }

  /** Everything is written that was not, and nobody has been told yet. */
  synchronized void writesInSilence() {
    unwritten.forEach(Runnable::run);
    unwritten.clear();
  }

  /** Everything is written that was not; on the box's context, as the store's own word would be. */
  void writes() {
    Promise<Void> now;
    synchronized (this) {
      unwritten.forEach(Runnable::run);
      unwritten.clear();
      now = written;
      written = Promise.promise();
      slow = false;
    }
    now.complete();
  }

  /** What is left of it when the process is gone. */
  synchronized KeptMemory afterwards() {
    KeptMemory left = new KeptMemory();
    left.calls.putAll(calls);
    left.owed.putAll(owed);
    left.placed.putAll(placed);
    left.recordings.putAll(recordings);
    left.conferences.putAll(conferences);
    return left;
  }

  private synchronized void change(Runnable what) {
    if (slow) {
      unwritten.add(what);
    } else {
      what.run();
    }
  }

  @Override
  public void recording(RememberedRecording recording) {
    change(() -> recordings.put(recording.file().id(), recording));
  }

  @Override
  public void forgetRecording(String id) {
    change(() -> recordings.remove(id));
  }

  @Override
  public synchronized List<RememberedRecording> recordings() {
    return List.copyOf(recordings.values());
  }

  @Override
  public void placed(RememberedPlacing placing) {
    change(() -> placed.put(placing.uuid(), placing));
  }

  @Override
  public void forgetPlaced(String uuid) {
    change(() -> placed.remove(uuid));
  }

  @Override
  public synchronized List<RememberedPlacing> placed() {
    return List.copyOf(placed.values());
  }

  @Override
  public void call(RememberedCall call) {
    change(() -> calls.put(call.uuid(), call));
  }

  @Override
  public void forgetCall(String uuid) {
    change(() -> calls.remove(uuid));
  }

  @Override
  public void owe(Owed request) {
    change(() -> owed.put(request.request().id(), request));
  }

  @Override
  public void settle(UUID request) {
    change(() -> owed.remove(request));
  }

  @Override
  public void conference(RememberedConference conference) {
    change(() -> conferences.put(conference.conference().key(), conference));
  }

  @Override
  public void forgetConference(ConferenceKey key) {
    change(() -> conferences.remove(key));
  }

  @Override
  public synchronized Future<Void> written() {
    return slow ? written.future() : Future.succeededFuture();
  }

  @Override
  public synchronized List<RememberedCall> calls() {
    return List.copyOf(calls.values());
  }

  @Override
  public synchronized List<Owed> owed() {
    return List.copyOf(owed.values());
  }

  @Override
  public synchronized List<RememberedConference> conferences() {
    return List.copyOf(conferences.values());
  }
}
