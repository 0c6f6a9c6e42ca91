package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The part of mod_conference that the rules are about, as it is known to behave: a room is made by whoever comes first, waits if he brought
 * wait-mod until a moderator comes, ends when an endconf member or the last one leaves, and may lose a call that joins it in the instant of its
 * end. Nothing happens at once: what is to be done, and what is to be told, waits in strands, each of which keeps its order; strands have none
 * among each other.
 */
final class ModelSwitch {

  private static final String TELLS = Strands.TELLS;
  private static final String COMMANDS = Strands.COMMANDS;

  /** A caller's channel. */
  static final class Channel {
    final String call;
    /** A conference application of ours runs on it. */
    boolean busy;
    boolean gone;
    boolean elsewhere;
    boolean held;
    boolean muted;
    boolean deaf;
    boolean turnedAway;
    /** 0: turned away by a dying room; 1: let in and thrown out; 2: lost there. */
    int fate = 1;
    Optional<ModelRoom> room = Optional.empty();
    String memberId = "";
    Set<MemberFlag> flags = Set.of();

    Channel(String call) {
      this.call = call;
    }

    /** In our park: the document can go on. */
    boolean isOurs() {
      return !gone && !elsewhere;
    }
  }

  static final class ModelRoom {
    final RoomName name;
    final String uuid;
    final Map<String, Channel> members = new LinkedHashMap<>();
    boolean waits;
    boolean dying;
    boolean over;
    boolean destroyTold;
    Optional<String> moh;
    /** Whether its recording is paused, if there is one. */
    Optional<Boolean> recording = Optional.empty();

    ModelRoom(RoomName name, String uuid, boolean waits, Optional<String> moh) {
      this.name = name;
      this.uuid = uuid;
      this.waits = waits;
      this.moh = moh;
    }
  }

  final Map<String, Channel> channels = new HashMap<>();
  final Map<RoomName, ModelRoom> rooms = new HashMap<>();
  private final Strands strands = new Strands();
  private final Consumer<Occurrence> listener;
  private final Consumer<String> parkedAgain;
  private int numbers;

  ModelSwitch(Consumer<Occurrence> listener, Consumer<String> parkedAgain) {
    this.listener = listener;
    this.parkedAgain = parkedAgain;
  }

  private void then(String strand, Runnable step) {
    strands.add(strand, step);
  }

  private void tell(String strand, Occurrence occurrence) {
    strands.add(TELLS + strand, occurrence, () -> listener.accept(occurrence));
  }

  /** What is under way. */
  Strands strands() {
    return strands;
  }

  void join(Channel channel, Effect.Join join) {
    then("call " + channel.call, () -> {
      if (channel.isOurs()) {
        channel.busy = true;
        then("call " + channel.call, () -> entersNow(channel, join));
      }
    });
  }

  private void entersNow(Channel channel, Effect.Join join) {
    if (!channel.isOurs()) {
      return;
    }
    Optional<ModelRoom> found = Optional.ofNullable(rooms.get(join.room()));
    if (channel.turnedAway || found.filter(room -> room.dying && channel.fate == 0).isPresent()) {
      channel.turnedAway = false;
      applicationEnds(channel);
      return;
    }
    ModelRoom room = found.orElseGet(() -> new ModelRoom(join.room(), "uuid-" + numbers++, join.flags().contains(MemberFlag.WAIT_MOD), join.waitSound()));
    rooms.put(join.room(), room);
    room.waits &= !join.flags().contains(MemberFlag.MODERATOR);
    room.members.put(channel.call, channel);
    channel.room = Optional.of(room);
    channel.memberId = "m" + numbers++;
    channel.flags = join.flags();
    channel.muted = join.flags().contains(MemberFlag.MUTE);
    channel.deaf = join.flags().contains(MemberFlag.DEAF);
    tell(channel.call, new Occurrence.Entered(room.name, room.uuid, channel.call, channel.memberId));
  }

  void remove(RoomName name, String memberId) {
    then(COMMANDS, () -> Optional.ofNullable(rooms.get(name)).flatMap(room -> room.members.values().stream()
        .filter(member -> member.memberId.equals(memberId)).findFirst()).ifPresent(this::kicksNow));
  }

  void empty(RoomName name) {
    then(COMMANDS, () -> Optional.ofNullable(rooms.get(name)).ifPresent(room -> List.copyOf(room.members.values()).forEach(this::kicksNow)));
  }

  private void kicksNow(Channel channel) {
    channel.room.ifPresent(room -> {
      tell(channel.call, new Occurrence.Kicked(room.name, channel.call));
      then("call " + channel.call, () -> channel.room.filter(room::equals).ifPresent(still -> leaves(channel)));
    });
  }

  void mute(Effect.Mute mute) {
    then("mutes", () -> Optional.ofNullable(rooms.get(mute.room())).ifPresent(room -> room.members.values().stream()
        .filter(member -> member.memberId.equals(mute.memberId())).forEach(member -> member.muted = mute.mute())));
  }

  void deaf(Effect.Deaf deaf) {
    then("mutes", () -> Optional.ofNullable(rooms.get(deaf.room())).ifPresent(room -> room.members.values().stream()
        .filter(member -> member.memberId.equals(deaf.memberId())).forEach(member -> member.deaf = deaf.deaf())));
  }

  void hangUp(String call) {
    then("kills", () -> hangsUp(channels.get(call)));
  }

  void moh(Effect.SetWaitSound set) {
    then("moh", () -> Optional.ofNullable(rooms.get(set.room())).ifPresent(room -> room.moh = Optional.of(set.sound())));
  }

  void record(Effect.StartRecording start) {
    then(COMMANDS + " to record " + start.room(), () -> Optional.ofNullable(rooms.get(start.room())).filter(room -> room.recording.isEmpty())
        .ifPresent(room -> {
          room.recording = Optional.of(false);
          tell("room " + room.uuid, new Occurrence.RecordingStarted(room.name, Instant.EPOCH));
        }));
  }

  void pauseRecording(Effect.PauseRecording pause) {
    then(COMMANDS + " to record " + pause.room(), () -> Optional.ofNullable(rooms.get(pause.room()))
        .ifPresent(room -> room.recording = room.recording.map(before -> pause.paused())));
  }

  void rescue(String call) {
    then("rescues", () -> {
      Channel channel = channels.get(call);
      if (channel.isOurs()) {
        outOfRoom(channel, false);
        channel.fate = 1;
        if (channel.busy) {
          applicationEnds(channel);
        }
        then(TELLS + call, () -> parkedAgain.accept(call));
      }
    });
  }

  /** As it stands when it is asked; the answer may come late. */
  void asked(Effect.AskForLost question) {
    then("questions", () -> question.calls().stream().map(channels::get).filter(channel -> !channel.gone)
        .filter(channel -> Optional.ofNullable(rooms.get(question.room()))
            .filter(room -> question.conferenceUuid().filter(room.uuid::equals).isPresent() && room.members.containsKey(channel.call)).isEmpty())
        .forEach(channel -> tell("answers", channel.room.isPresent() ? new Occurrence.FoundLost(question.room(), channel.call)
            : new Occurrence.Left(question.room(), channel.call, false))));
  }

  void kicks(Channel channel) {
    channel.room.filter(room -> rooms.get(room.name) == room).ifPresent(room -> kicksNow(channel));
  }

  void hangsUp(Channel channel) {
    if (!channel.gone) {
      channel.gone = true;
      outOfRoom(channel, true);
      if (channel.busy) {
        channel.busy = false;
        tell(channel.call, new Occurrence.ApplicationEnded(channel.call));
      }
      tell(channel.call, new Occurrence.HungUp(channel.call));
    }
  }

  void transfers(Channel channel) {
    if (channel.isOurs() && channel.busy) {
      channel.elsewhere = true;
      channel.busy = false;
      outOfRoom(channel, false);
      tell(channel.call, new Occurrence.Transferred(channel.call));
    }
  }

  void takesFloor(Channel channel, boolean speaks) {
    channel.room.ifPresent(room -> tell(channel.call, new Occurrence.FloorTaken(room.name, channel.call, speaks)));
  }

  void presses(Channel channel, char key) {
    tell(channel.call, new Occurrence.Pressed(channel.call, key));
  }

  void holds(Channel channel) {
    if (channel.isOurs()) {
      channel.held = !channel.held;
      tell(channel.call, new Occurrence.Held(channel.call, channel.held));
    }
  }

  private void leaves(Channel channel) {
    outOfRoom(channel, false);
    then("call " + channel.call, () -> {
      if (channel.isOurs() && channel.busy) {
        applicationEnds(channel);
      }
    });
  }

  private void applicationEnds(Channel channel) {
    channel.busy = false;
    tell(channel.call, new Occurrence.ApplicationEnded(channel.call));
  }

  private void outOfRoom(Channel channel, boolean hungUp) {
    channel.room.ifPresent(room -> {
      channel.room = Optional.empty();
      room.members.remove(channel.call);
      tell(channel.call, new Occurrence.Left(room.name, channel.call, hungUp));
      if (room.members.isEmpty() || channel.flags.contains(MemberFlag.ENDCONF)) {
        dies(room);
      }
    });
  }

  private void dies(ModelRoom room) {
    if (room.over) {
      tellDestroyed(room);
    } else if (!room.dying) {
      room.dying = true;
      then("room " + room.uuid, () -> {
        room.over = true;
        rooms.remove(room.name, room);
        List.copyOf(room.members.values()).stream().filter(member -> member.fate != 2 || member.flags.contains(MemberFlag.ENDCONF)).forEach(this::leaves);
        tellDestroyed(room);
      });
    }
  }

  private void tellDestroyed(ModelRoom room) {
    if (room.members.isEmpty() && !room.destroyTold) {
      room.destroyTold = true;
      room.recording.ifPresent(paused -> tell("room " + room.uuid, new Occurrence.RecordingStopped(room.name, Instant.EPOCH, Duration.ofSeconds(1))));
      tell("room " + room.uuid, new Occurrence.Destroyed(room.name, room.uuid));
    }
  }
}
