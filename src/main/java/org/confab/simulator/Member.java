package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confab.clock.Clock;

/** A channel in a room. */
final class Member {

  /** A member talks until it has been silent for 40 frames (conference_loop.c, hangover). */
  private static final Duration HANGOVER = Duration.ofMillis(800);

  private final Room room;
  private final Channel channel;
  private final Execution execution;
  private final MemberFlags flags;
  private final Instant joined;
  private final int id;
  private Optional<RoomSound> sound = Optional.empty();
  private boolean speak;
  private boolean hear;
  private boolean hold;
  private boolean talking;
  private boolean kicked;
  private boolean in = true;
  private boolean lost;
  private Optional<Clock.Timer> detection = Optional.empty();

  Member(Room room, Channel channel, Execution execution, MemberFlags flags) {
    this.room = room;
    this.channel = channel;
    this.execution = execution;
    this.flags = flags;
    this.joined = channel.core().now();
    this.id = channel.memberId();
    this.speak = !flags.has("mute");
    this.hear = !flags.has("deaf");
  }

  Room room() {
    return room;
  }

  Channel channel() {
    return channel;
  }

  int id() {
    return id;
  }

  Instant joined() {
    return joined;
  }

  boolean isModerator() {
    return flags.has("moderator");
  }

  boolean endsConference() {
    return flags.has("endconf");
  }

  boolean isMandatory() {
    return flags.has("mandatory_member_endconf");
  }

  boolean passesDigits() {
    return flags.has("dist-dtmf");
  }

  boolean silencesMusic() {
    return flags.has("nomoh");
  }

  boolean canSpeak() {
    return speak;
  }

  boolean canHear() {
    return hear;
  }

  boolean onHold() {
    return hold;
  }

  boolean isTalking() {
    return talking;
  }

  /** Whether commands still find it: neither kicked nor hung up. */
  boolean isReachable() {
    return in && !kicked && channel.isUp();
  }

  void speak(boolean on) {
    speak = on;
    talking &= on;
    hearVoice();
  }

  void hear(boolean on) {
    hear = on;
    Acoustics.changed(channel);
  }

  void hold(boolean on) {
    hold = on;
    talking &= !on;
    hearVoice();
  }

  /** The file that only this member hears. */
  Optional<RoomSound> sound() {
    return sound;
  }

  void sound(Optional<RoomSound> now) {
    sound = now;
  }

  void kicked() {
    kicked = true;
  }

  /** It leaves the room, and its application ends, in the next turn. */
  void dismiss() {
    channel.core().later(() -> {
      if (in && !lost) {
        leave();
        channel.variables().set("read_codec", "opus").set("read_rate", "48000");
        execution.end();
      }
    });
  }

  /** Taken out of the room, whatever the reason. */
  void leave() {
    if (in) {
      in = false;
      room.remove(this);
      channel.core().rooms().left(this);
      channel.variables().set("read_codec", "opus").set("read_rate", "48000");
    }
  }

  /** The room dies around it: nothing that is said to the room reaches it any more. */
  void lose() {
    lost = true;
  }

  boolean isLost() {
    return lost;
  }

  /** What the others may hear of this one: nothing while muted or on hold, here or by the phone, whatever the phone sends. */
  Optional<SoundSource> voice() {
    return in && speak && !hold && !channel.state().isHeld() ? channel.phone().voice() : Optional.empty();
  }

  /** The caller began to speak, fell silent, or may speak or no longer: others hear it at once, events tell of it later. */
  void hearVoice() {
    Acoustics.changed(room);
    detection.ifPresent(Clock.Timer::cancel);
    boolean speaks = voice().isPresent();
    detection = speaks == talking ? Optional.empty()
        : Optional.of(channel.core().after(speaks ? Room.TICK : HANGOVER, () -> talks(speaks)));
  }

  private void talks(boolean on) {
    if (in) {
      talking = on;
      room.fireMember(this, on ? Origin.START_TALKING : Origin.STOP_TALKING, on ? "start-talking" : "stop-talking");
      room.wake();
    }
  }

  /** A key: with {@code dist-dtmf} every other member's phone gets it. */
  void pressed(char digit) {
    if (passesDigits()) {
      room.callers().stream().filter(other -> other != this && !other.flags.has("skip-dtmf"))
          .forEach(other -> other.channel.phone().hear(Character.toString(digit)));
    }
  }

  Event data(Event event) {
    room.data(event).add("Floor", Boolean.toString(room.floor().isHeldBy(this)));
    ChannelData.basic(event, channel);
    return event.add("Video", "false")
        .add("Hear", Boolean.toString(hear))
        .add("See", "true")
        .add("Speak", Boolean.toString(speak))
        .add("Talking", Boolean.toString(talking))
        .add("Mute-Detect", Boolean.toString(flags.has("mute-detect")))
        .add("Hold", Boolean.toString(hold))
        .add("Member-ID", Integer.toString(id))
        .add("Member-Type", isModerator() ? "moderator" : "member")
        .add("Member-Ghost", Boolean.toString(flags.has("ghost")))
        .add("Energy-Level", "0")
        .add("Current-Energy", talking && in ? "5397" : "0");
  }
}
