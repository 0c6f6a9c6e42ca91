package org.confab.call;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.RoomName;

/**
 * What a restarted Confab needs to know of calls and conferences. What is remembered in one turn of the box's context outlives the process together
 * with the callbacks of that turn, or not at all.
 */
public interface Memory {

  /**
   * A conference as it stands, with the times at which its rooms end.
   *
   * @param deadlines of {@code timeLimit}, by room
   */
  record RememberedConference(Conference conference, Map<RoomName, Instant> deadlines) {
    public RememberedConference {
      deadlines = Map.copyOf(deadlines);
    }
  }

  /**
   * A request that was under way when its call ended, and is owed to the application until that has answered.
   *
   * @param authId of the call's account
   */
  record Owed(String call, String authId, RememberedCall.Asking request) {}

  /** Nothing outlives the process. */
  Memory NONE = new Memory() {
    @Override
    public void call(RememberedCall call) {}

    @Override
    public void forgetCall(String uuid) {}

    @Override
    public void owe(Owed owed) {}

    @Override
    public void settle(UUID request) {}

    @Override
    public void conference(RememberedConference conference) {}

    @Override
    public void forgetConference(ConferenceKey key) {}

    @Override
    public void placed(RememberedPlacing placing) {}

    @Override
    public void forgetPlaced(String uuid) {}

    @Override
    public List<RememberedPlacing> placed() {
      return List.of();
    }

    @Override
    public void recording(RememberedRecording recording) {}

    @Override
    public void forgetRecording(String id) {}

    @Override
    public Future<Void> written() {
      return Future.succeededFuture();
    }

    @Override
    public List<RememberedRecording> recordings() {
      return List.of();
    }

    @Override
    public List<RememberedCall> calls() {
      return List.of();
    }

    @Override
    public List<Owed> owed() {
      return List.of();
    }

    @Override
    public List<RememberedConference> conferences() {
      return List.of();
    }
  };

  void call(RememberedCall call);

  void forgetCall(String uuid);

  void owe(Owed owed);

  /** It has been told, or is in the outbox; without effect if it was not owed. */
  void settle(UUID request);

  void conference(RememberedConference conference);

  void forgetConference(ConferenceKey key);

  /** Somebody is being called. */
  void placed(RememberedPlacing placing);

  /** He has answered, or the attempt is over. */
  void forgetPlaced(String uuid);

  void recording(RememberedRecording recording);

  void forgetRecording(String id);

  /** Completes when everything that was remembered so far is as safe as it gets; never fails. */
  Future<Void> written();

  /** Those that the process before left; one that cannot be read is left out, with a line in the log. */
  List<RememberedCall> calls();

  /** As {@link #calls}. */
  List<RememberedPlacing> placed();

  /** As {@link #calls}. */
  List<Owed> owed();

  /** As {@link #calls}. */
  List<RememberedConference> conferences();

  /** As {@link #calls}. */
  List<RememberedRecording> recordings();
}
