package org.confab.plivo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code <Conference>} (docs.plivo.com/docs/voice/xml/conference). URLs are as written, possibly relative to the document's ({@link
 * Urls#resolve}), and may end in options ({@link UrlOptions}).
 *
 * @param name see {@link ConferenceName}: 1 to 256 code points, no control characters, otherwise anything
 * @param muted hears, is not heard
 * @param enterSound played to the room after this member entered
 * @param exitSound played to the room after this member left
 * @param startConferenceOnEnter a room waits until a member with true has joined
 * @param endConferenceOnExit the room ends when this member leaves
 * @param stayAlone false: this member leaves when a leave makes it the only one
 * @param waitSound URL of a sound document for those who wait
 * @param maxMembers as written, at least 1; see {@link #maxMembers(int)} for the ceiling
 * @param record record the room
 * @param recordFileFormat of the recording
 * @param recordWhenAlone undocumented by Plivo, in its SDKs: go on recording while one member is alone
 * @param timeLimit of the room, from its creation; zero: none
 * @param hangupOnStar leave, not hang up, at {@code *}, and go on with the next element
 * @param action requested after leaving
 * @param method of action
 * @param redirect true: run the document that action returns; false: ignore it
 * @param callbackUrl told what happens to this member
 * @param callbackMethod of callbackUrl
 * @param digitsMatch patterns of 0-9, *, #, A-D, none empty, each once
 * @param floorEvent tell callbackUrl when this member takes the floor
 * @param relayDTMF let the other members hear this member's digits, digitsMatch's excepted
 * @param transcriptionType none: no transcription, unless there is a transcriptionUrl; then auto
 * @param transcriptionUrl receives the transcription
 * @param transcriptionMethod of transcriptionUrl
 * @param sendDigits undocumented by Plivo, in its Python and .NET SDKs
 * @param beep undocumented by Plivo, in its PHP, Node and Ruby SDKs
 */
public record ConferenceElement(
    int line, String name, boolean muted, Optional<RoomSound> enterSound, Optional<RoomSound> exitSound, boolean startConferenceOnEnter,
    boolean endConferenceOnExit, boolean stayAlone, Optional<String> waitSound, int maxMembers, boolean record,
    RecordFileFormat recordFileFormat, boolean recordWhenAlone, Duration timeLimit, boolean hangupOnStar, Optional<String> action,
    HttpMethod method, boolean redirect, Optional<String> callbackUrl, HttpMethod callbackMethod, List<String> digitsMatch,
    boolean floorEvent, boolean relayDTMF, Optional<TranscriptionType> transcriptionType, Optional<String> transcriptionUrl,
    HttpMethod transcriptionMethod, Optional<String> sendDigits, boolean beep) implements Element {

  /** What Plivo allows, and its default; an operator may allow more. */
  public static final int PLIVOS_MAX_MEMBERS = 20;

  private static final int DAY = 86_400;
  private static final Pattern DIGITS = Pattern.compile("[0-9*#A-D]+");
  private static final String OPERATORS = "where recordings are kept is for the operator to choose";

  public ConferenceElement {
    digitsMatch = List.copyOf(digitsMatch);
  }

  /** {@code maxMembers}, but no more than {@code ceiling}: larger values count as the ceiling, as on Plivo. */
  public int maxMembers(int ceiling) {
    return Math.min(maxMembers, ceiling);
  }

  static Element read(Attributes a) {
    String name = ConferenceName.normalised(a.body());
    a.alias("Record", "record"); // the .NET SDK's spelling
    Optional<String> transcriptionUrl = a.url("transcriptionUrl");
    Element conference = new ConferenceElement(
        a.line(),
        name,
        a.flag("muted", false),
        a.parsed("enterSound", RoomSound::of, "it is beep:1, beep:2 or a URL"),
        a.parsed("exitSound", RoomSound::of, "it is beep:1, beep:2 or a URL"),
        a.flag("startConferenceOnEnter", true),
        a.flag("endConferenceOnExit", false),
        a.flag("stayAlone", true),
        a.url("waitSound"),
        maxMembers(a),
        a.flag("record", false),
        a.oneOf("recordFileFormat", Map.of("mp3", RecordFileFormat.MP3, "wav", RecordFileFormat.WAV)).orElse(RecordFileFormat.MP3),
        a.flag("recordWhenAlone", false),
        a.seconds("timeLimit", DAY, 0),
        a.flag("hangupOnStar", false),
        a.url("action"),
        a.method("method"),
        a.flag("redirect", true),
        a.url("callbackUrl"),
        a.method("callbackMethod"),
        a.list("digitsMatch", DIGITS, "a pattern consists of 0-9, *, # and A-D"),
        a.flag("floorEvent", false),
        a.flag("relayDTMF", true),
        a.oneOf("transcriptionType", Map.of(
            "auto", TranscriptionType.AUTO, "hybrid", TranscriptionType.HYBRID, "manual", TranscriptionType.MANUAL))
            .or(() -> transcriptionUrl.map(url -> TranscriptionType.AUTO)),
        transcriptionUrl,
        a.method("transcriptionMethod"),
        a.text("sendDigits"),
        a.flag("beep", false));
    a.neverUsed("recordFilePath", OPERATORS);
    a.neverUsed("recordFileName", OPERATORS);
    a.neverUsed("waitMethod", "waitSound is always requested by POST");
    return ConferenceName.faultOf(name).<Element>map(a::invalid).orElse(conference);
  }

  private static int maxMembers(Attributes a) {
    int written = a.integer("maxMembers", PLIVOS_MAX_MEMBERS, 1);
    if (written > PLIVOS_MAX_MEMBERS) {
      a.warn("maxMembers", "maxMembers=\"" + written + "\" counts as " + PLIVOS_MAX_MEMBERS + ", unless the operator allows larger conferences");
    }
    return written;
  }
}
