package org.confab.live;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conference as it stands.
 *
 * @param account   its auth id
 * @param uuid      ConferenceUUID
 * @param room      mod_conference's name for it
 * @param since     when its first member entered
 * @param started   a member with startConferenceOnEnter has entered
 * @param recording its recording, while it goes on
 * @param members   those who are in, in the order of their joining
 */
public record ConferenceView(String account, String name, String uuid, String room, Instant since, boolean started, Optional<RecordingView> recording,
    List<MemberView> members) {

  public ConferenceView {
    members = List.copyOf(members);
  }

  /**
   * @param id     RecordingID
   * @param url    RecordUrl
   * @param paused while one member is alone
   */
  public record RecordingView(String id, String url, boolean paused) {}
}
