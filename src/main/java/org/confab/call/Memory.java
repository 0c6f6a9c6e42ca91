package org.confab.call;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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

  /** Nothing outlives the process. */
  Memory NONE = new Memory() {
    @Override
    public void call(RememberedCall call) {}

    @Override
    public void forgetCall(String uuid) {}

    @Override
    public void conference(RememberedConference conference) {}

    @Override
    public void forgetConference(ConferenceKey key) {}

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
    public List<RememberedConference> conferences() {
      return List.of();
    }
  };

  void call(RememberedCall call);

  void forgetCall(String uuid);

  void conference(RememberedConference conference);

  void forgetConference(ConferenceKey key);

  void recording(RememberedRecording recording);

  void forgetRecording(String id);

  /** Completes when everything that was remembered so far is as safe as it gets; never fails. */
  Future<Void> written();

  /** Those that the process before left; one that cannot be read is left out, with a line in the log. */
  List<RememberedCall> calls();

  /** As {@link #calls}. */
  List<RememberedConference> conferences();

  /** As {@link #calls}. */
  List<RememberedRecording> recordings();
}
