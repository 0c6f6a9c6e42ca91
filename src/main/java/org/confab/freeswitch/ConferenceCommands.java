package org.confab.freeswitch;

import io.vertx.core.Future;
import java.util.regex.Pattern;
import org.confab.esl.EslException;
import org.confab.esl.Replies;

/**
 * What can be said to a box's rooms (mod_conference's {@code conference} command), as a background job each: whatever touches a room can hang in
 * FreeSWITCH. To be called on the box's context. Every future fails with an {@link EslException}, as those of {@link BoxCommands}.
 */
public final class ConferenceCommands {

  private static final Pattern KEYS = Pattern.compile("[0-9*#A-D]{1,100}");
  private static final String ENDLESSLY = "{loops=inf}";
  /** An absolute path or a tone, in one word. */
  private static final Pattern SOUND = Pattern.compile("(/|tone_stream://)[A-Za-z0-9_./%(),;=-]*");

  private final RoomJobs rooms;

  ConferenceCommands(RoomJobs rooms) {
    this.rooms = rooms;
  }

  /**
   * Takes a member out of its room; the channel stays. Completes with whether FreeSWITCH knew the member: one that has left is not known any
   * more, and one whose {@code add-member} was just told not yet (conference_member.c inserts it after the event).
   */
  public Future<Boolean> removeMember(String room, String memberId) {
    return member(room, memberId, "hup " + memberId).map(Replies::isOk);
  }

  /** Takes everybody out of a room; the channels stay. */
  public Future<Void> emptyRoom(String room) {
    return conference(room, "hup all").mapEmpty();
  }

  /** Mutes or unmutes a member without telling it; completes as {@link #removeMember}. */
  public Future<Boolean> muteMember(String room, String memberId, boolean mute) {
    return member(room, memberId, (mute ? "mute " : "unmute ") + memberId + " quiet").map(Replies::isOk);
  }

  /** Lets a member hear nothing any more, or again, without telling it; completes as {@link #removeMember}. */
  public Future<Boolean> deafMember(String room, String memberId, boolean deaf) {
    return member(room, memberId, (deaf ? "deaf " : "undeaf ") + memberId + " quiet").map(Replies::isOk);
  }

  /** Plays a file or a tone to one member, over everything else that it hears; completes as {@link #removeMember}. */
  public Future<Boolean> play(String room, String sound, String memberId) {
    return SOUND.matcher(sound).matches() ? member(room, memberId, "play " + sound + " " + memberId).map(Replies::isOk)
        : Future.failedFuture(new EslException.Refused("not the name of a sound"));
  }

  /** Ends what is played to everybody; the room's music on hold begins anew (conference_file.c, conference_file_stop). */
  public Future<Void> stopSounds(String room) {
    return conference(room, "stop all").mapEmpty();
  }

  /** Ends what is played to one member; completes as {@link #removeMember}. */
  public Future<Boolean> stopSounds(String room, String memberId) {
    return member(room, memberId, "stop all " + memberId).map(Replies::isOk);
  }

  /** Plays a file or a tone to everybody in the room, after what plays already; over its music on hold, if there is some. */
  public Future<Void> play(String room, String sound) {
    return sound(room, "play ", sound);
  }

  /** Makes a file the room's music on hold, at once (conference_api.c, conference_api_set_moh: a word like {@code off} would be another command). */
  public Future<Void> musicOnHold(String room, String file) {
    return sound(room, "moh " + ENDLESSLY, file);
  }

  /**
   * What {@code conference_moh_sound} is for that file. By itself FreeSWITCH opens it anew at each end, with 0.4 s of silence; told to loop it
   * (conference_file.c, parameter {@code loops}), it leaves none.
   */
  public static String musicOnHold(String file) {
    return ENDLESSLY + file;
  }

  private Future<Void> sound(String room, String command, String sound) {
    return SOUND.matcher(sound).matches() ? conference(room, command + sound).compose(reply -> Replies.isOk(reply) ? Future.succeededFuture()
        : Future.failedFuture(new EslException.Failed("conference " + command.replaceFirst(" .*", ""), reply)))
        : Future.failedFuture(new EslException.Refused("not the name of a sound"));
  }

  /**
   * Begins to record the room into that file, an absolute path that ends in {@code .mp3} or {@code .wav}; {@link SwitchEvent.RecordingStarted} says
   * whether it could (conference_record.c opens the file in a thread of its own).
   */
  public Future<Void> startRecording(String room, String path) {
    return recording(room, "start", path).compose(reply -> Replies.isOk(reply) ? Future.succeededFuture()
        : Future.failedFuture(new EslException.Failed("conference recording start", reply)));
  }

  /**
   * Pauses that recording of the room, or goes on with it; completes with whether FreeSWITCH knew it: not before {@link
   * SwitchEvent.RecordingStarted} (conference_api.c says +OK first, and then that there is none).
   */
  public Future<Boolean> pauseRecording(String room, String path, boolean pause) {
    return recording(room, pause ? "pause" : "resume", path).map(reply -> Replies.isOk(reply) && !reply.contains("-ERR"));
  }

  /** Ends that recording of the room; {@link SwitchEvent.RecordingStopped} follows if there was one. */
  public Future<Void> stopRecording(String room, String path) {
    return recording(room, "stop", path).mapEmpty();
  }

  private Future<String> recording(String room, String verb, String path) {
    return BoxCommands.PATH.matcher(path).matches() ? conference(room, "recording " + verb + " " + path)
        : Future.failedFuture(new EslException.Refused("not the path of a recording"));
  }

  /** Sends keys to a member's phone as RFC 2833; completes as {@link #removeMember}. The keys of one command arrive in their order. */
  public Future<Boolean> sendKeys(String room, String memberId, String keys) {
    return KEYS.matcher(keys).matches() ? member(room, memberId, "dtmf " + memberId + " " + keys).map(Replies::isOk)
        : Future.failedFuture(new EslException.Refused("not keys of a telephone"));
  }

  /** Member ids are numbers: a word like {@code all} would make another command of it. */
  private Future<String> member(String room, String memberId, String command) {
    return BoxCommands.NUMBER.matcher(memberId).matches() ? conference(room, command)
        : Future.failedFuture(new EslException.Refused("a member's id is a number"));
  }

  private Future<String> conference(String room, String command) {
    return BoxCommands.words(room).compose(name -> rooms.run(name, command));
  }
}
