package org.confab.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who hears what: a call what is played to it, a member of a room the room's sounds and the others (conference_thread_run). */
final class Acoustics {

  private Acoustics() {}

  /** Something about that call changed: its phone is told what it hears from now on. */
  static void changed(Channel channel) {
    channel.phone().hears(heardBy(channel), channel.core().now());
  }

  /** Something about that room changed. */
  static void changed(Room room) {
    room.callers().forEach(member -> changed(member.channel()));
  }

  private static List<SoundSource> heardBy(Channel channel) {
    if (!channel.isUp() || !channel.state().hasMedia() || channel.state().isHeld()) {
      return List.of();
    }
    List<SoundSource> heard = new ArrayList<>();
    if (channel.overlay().filter(overlay -> !overlay.mixed()).isEmpty()) {
      heard.addAll(beneath(channel));
    }
    channel.overlay().map(Overlay::sound).ifPresent(heard::add);
    return heard;
  }

  private static List<SoundSource> beneath(Channel channel) {
    Optional<Execution> top = channel.applications().top();
    if (top.filter(execution -> execution.application().equals("conference")).isPresent()) {
      return channel.core().rooms().memberOf(channel).map(Acoustics::heardBy).orElse(List.of());
    }
    return top.flatMap(Execution::sound).stream().toList();
  }

  /** A room that waits for a moderator mixes nobody's voice; a file for one member is heard even by a deaf one. */
  private static List<SoundSource> heardBy(Member member) {
    if (member.isLost()) {
      return List.of();
    }
    List<SoundSource> heard = new ArrayList<>();
    member.sound().flatMap(RoomSound::source).ifPresent(heard::add);
    if (member.canHear()) {
      Room room = member.room();
      heard.addAll(room.sounds().audible());
      if (!room.waits()) {
        room.callers().stream().filter(other -> other != member).flatMap(other -> other.voice().stream()).forEach(heard::add);
      }
    }
    return heard;
  }
}
