package org.confab.call;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.confab.conference.MemberFlag;
import org.confab.conference.MemberSettings;
import org.confab.conference.RecordSettings;
import org.confab.conference.RoomName;
import org.confab.freeswitch.Chain;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.RecordFileFormat;

/** What a {@code <Conference>} element is to the rules, and what FreeSWITCH is given for it; the one place that says so. */
public final class JoinPlan {

  private JoinPlan() {}

  /** The element in the words of the rules; {@code ceiling} is the operator's {@code conference.maxMembers}. */
  public static MemberSettings settings(ConferenceElement element, int ceiling) {
    return new MemberSettings(element.muted(), element.startConferenceOnEnter(), element.endConferenceOnExit(), element.stayAlone(),
        element.hangupOnStar(), element.maxMembers(ceiling), element.timeLimit(), element.digitsMatch(), element.relayDTMF(), element.floorEvent(),
        element.enterSound().isPresent(), element.exitSound().isPresent(), recording(element));
  }

  private static Optional<RecordSettings> recording(ConferenceElement element) {
    return element.record() ? Optional.of(new RecordSettings(
        element.recordFileFormat() == RecordFileFormat.MP3 ? RecordSettings.Format.MP3 : RecordSettings.Format.WAV, element.recordWhenAlone()))
        : Optional.empty();
  }

  /** What brings a call into the room, as that kind of member. */
  public static Chain chain(RoomName room, String profile, Set<MemberFlag> flags) {
    String words = flags.stream().map(MemberFlag::word).sorted().collect(Collectors.joining("|", "{", "}"));
    return new Chain().then("conference", room.text() + "@" + profile + "+flags" + words);
  }
}
