package org.confab.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a room plays: files one after the other, and one more beside them, which is the music on hold (conference_file.c). */
final class RoomSounds {

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Room room;
  private final Deque<RoomSound> queue = new ArrayDeque<>();
  private Optional<RoomSound> async = Optional.empty();
  private Optional<String> music;
  private boolean musicOff;
  private boolean waiting;

  RoomSounds(Room room, Optional<String> music) {
    this.room = room;
    this.music = music;
  }

  /** {@code play}; false if the file cannot be opened. */
  boolean play(String file, boolean inBackground) {
    Optional<Duration> length = length(file, inBackground);
    if (length.isEmpty()) {
      return false;
    }
    RoomSound sound = new RoomSound(room, file, inBackground, Optional.empty(), length.get());
    if (inBackground) {
      async.ifPresent(RoomSound::done);
      async = Optional.of(sound);
      sound.start(Duration.ZERO, this::asyncOver);
    } else {
      queue.add(sound);
      if (queue.size() == 1) {
        startNext();
      }
    }
    return true;
  }

  private Optional<Duration> length(String file, boolean inBackground) {
    Optional<Duration> length = Sound.durationInRoom(file, room.core().disk());
    if (length.isEmpty()) {
      Event event = room.data(room.core().event("CUSTOM", Room.MAINTENANCE, Origin.FILE_ERROR));
      room.core().fire(event.add("Action", "play-file").add("File", file).add("Async", Boolean.toString(inBackground))
          .add("Error", "File could not be played"));
    }
    return length;
  }

  private void startNext() {
    if (!queue.isEmpty()) {
      queue.peek().start(Duration.ZERO, () -> {
        queue.poll();
        startNext();
        room.wake();
      });
    }
  }

  private void asyncOver() {
    async = Optional.empty();
    room.wake();
  }

  /** {@code play <file> <id>}; a file that plays to that member already goes on, as the new one is queued behind it. */
  boolean playTo(Member member, String file) {
    Optional<Duration> length = Sound.durationInRoom(file, room.core().disk());
    if (length.isEmpty()) {
      return false;
    }
    RoomSound sound = new RoomSound(room, file, false, Optional.of(member), length.get());
    member.sound().ifPresent(RoomSound::done);
    member.sound(Optional.of(sound));
    sound.start(Duration.ZERO, () -> member.sound(Optional.empty()));
    return true;
  }

  /** {@code stop}; how many. */
  int stop(boolean files, boolean firstOnly, boolean background) {
    List<RoomSound> stopped = new ArrayList<>();
    if (files) {
      while (!queue.isEmpty()) {
        stopped.add(queue.poll());
        if (firstOnly) {
          break;
        }
      }
    }
    if (background && async.isPresent()) {
      stopped.add(async.get());
      async = Optional.empty();
    }
    room.core().after(Room.TICK, () -> {
      stopped.forEach(RoomSound::done);
      if (firstOnly) {
        startNext();
      }
    });
    room.wake();
    return stopped.size();
  }

  /** The room ends: everything stops now. */
  void end() {
    async.ifPresent(RoomSound::done);
    async = Optional.empty();
    queue.forEach(RoomSound::done);
    queue.clear();
  }

  /** Music stops at the next tick, and starts again if the room should have it. */
  void stopMusic() {
    stop(false, false, true);
  }

  /** {@code moh <file>|toggle|on|off|reset}. */
  void music(String what, Optional<String> original) {
    switch (what) {
      case "toggle" -> musicOff = !musicOff;
      case "on" -> musicOff = false;
      case "off" -> musicOff = true;
      case "reset" -> music = original;
      default -> music = Optional.of(what);
    }
    if (musicOff || !what.equals("on") && !what.equals("reset") && !what.equals("toggle")) {
      stopMusic();
    }
    room.wake();
  }

  /** What everybody in the room hears. */
  List<SoundSource> audible() {
    return Stream.concat(queue.stream(), async.stream()).flatMap(sound -> sound.source().stream()).toList();
  }

  boolean hasMusic() {
    return music.isPresent();
  }

  /** A member came: {@code moh off} is forgotten when the music is stopped for it. */
  void musicAllowed() {
    musicOff = false;
  }

  /** Each tick: music where the room should have it and nothing else plays. */
  void tick() {
    boolean lonely = room.size() == 1 && !musicOff && room.callers().stream().noneMatch(Member::silencesMusic);
    if (room.size() == 0 || waiting || music.isEmpty() || async.isPresent() || !queue.isEmpty() || !lonely && !room.waits()) {
      return;
    }
    Optional<Duration> length = length(music.get(), true);
    if (length.isEmpty()) {
      waiting = true;
      room.core().after(RETRY, () -> {
        waiting = false;
        room.wake();
      });
      return;
    }
    RoomSound sound = new RoomSound(room, music.get(), true, Optional.empty(), length.get());
    async = Optional.of(sound);
    sound.start(RoomSound.LEAD_IN, this::asyncOver);
  }
}
