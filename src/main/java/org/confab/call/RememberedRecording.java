package org.confab.call;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.conference.ConferenceKey;
import org.confab.conference.RoomName;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.TranscriptionType;
import org.confab.recording.RecordingFile;

/**
 * A recording of a room, as far as it outlives the process: until it was told of, and nobody is in the room any more.
 *
 * @param asking the call whose element asked for it
 * @param orders of somebody outside
 * @param told   the application was told that the file is there, or there is none
 */
public record RememberedRecording(RecordingFile file, RoomName room, ConferenceKey key, String conferenceUuid, Optional<Asking> asking,
    List<Ordering> orders, boolean told) {

  public RememberedRecording {
    orders = List.copyOf(orders);
  }

  /**
   * A call whose element asked for the recording.
   *
   * @param call        as it then was
   * @param callbackUrl of that element
   */
  public record Asking(String memberId, RememberedCall call, Optional<Link> callbackUrl, HttpMethod callbackMethod,
      Optional<Transcript> transcript) {}

  /**
   * An order to record.
   *
   * @param apiId of the request that brought it
   */
  public record Ordering(String apiId, Optional<Link> callbackUrl, HttpMethod callbackMethod, Optional<Transcript> transcript) {}

  /** Where the recording's text is to be sent, and who is to write it. */
  public record Transcript(TranscriptionType type, Link url, HttpMethod method) {}

  /** Of whoever named one first; one text is made of a recording. */
  public Optional<Transcript> transcript() {
    return Stream.concat(asking.stream().map(Asking::transcript), orders.stream().map(Ordering::transcript)).flatMap(Optional::stream).findFirst();
  }

  /** The call whose element asked for it; empty text if none did. */
  public String callUuid() {
    return asking.map(by -> by.call().uuid()).orElse("");
  }

  RememberedRecording toldNow() {
    return new RememberedRecording(file, room, key, conferenceUuid, asking, orders, true);
  }

  RememberedRecording asked(Asking by) {
    return new RememberedRecording(file, room, key, conferenceUuid, Optional.of(by), orders, told);
  }

  RememberedRecording ordered(Ordering order) {
    return new RememberedRecording(file, room, key, conferenceUuid, asking, Stream.concat(orders.stream(), Stream.of(order)).toList(), told);
  }
}
