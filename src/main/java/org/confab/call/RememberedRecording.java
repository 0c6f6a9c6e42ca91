package org.confab.call;

import java.util.Optional;
import org.confab.conference.ConferenceKey;
import org.confab.conference.RoomName;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.TranscriptionType;
import org.confab.recording.RecordingFile;

/**
 * The recording of a room, as far as it outlives the process: until it was told of, and nobody is in the room any more.
 *
 * @param call        the call whose element asked for it, as it then was
 * @param callbackUrl of that element
 * @param told        the application was told that the file is there, or there is none
 */
public record RememberedRecording(RecordingFile file, RoomName room, ConferenceKey key, String conferenceUuid, String memberId,
    RememberedCall call, Optional<Link> callbackUrl, HttpMethod callbackMethod, Optional<Transcript> transcript, boolean told) {

  /** Where the recording's text is to be sent, and who is to write it. */
  public record Transcript(TranscriptionType type, Link url, HttpMethod method) {}

  RememberedRecording toldNow() {
    return new RememberedRecording(file, room, key, conferenceUuid, memberId, call, callbackUrl, callbackMethod, transcript, true);
  }
}
