package org.confab.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A fault: somebody holds the lock of a room and does not let go. Every command to that room waits, and who is in it cannot leave, nor who joins it
 * get in (conference_member.c). A list of all rooms waits, too, and holds the lock of all rooms meanwhile, so that then every command and every
 * join waits (conference_api.c, conference_api_sub_json_list; mod_conference.c, conference_find).
 */
final class Locks {

  private static final Set<String> LISTS = Set.of("list", "json_list", "xml_list");

  private final Core core;
  private final List<Runnable> waiting = new ArrayList<>();
  private final Set<Channel> blocked = new HashSet<>();
  private Optional<String> held = Optional.empty();
  private boolean all;
  private boolean atNextLeave;

  Locks(Core core) {
    this.core = core;
  }

  /** The next member who leaves others behind holds the lock of that room for ever: a sound that cannot be opened. */
  void holdAtNextLeave() {
    atNextLeave = true;
  }

  /** Everything that waits goes on, in its order. */
  void letGo() {
    atNextLeave = false;
    held = Optional.empty();
    all = false;
    List<Runnable> due = List.copyOf(waiting);
    waiting.clear();
    blocked.clear();
    due.forEach(core::later);
  }

  /** Runs the background job's command, if it need not wait. */
  void command(String line, Runnable run) {
    String[] words = line.strip().split(" +");
    if (held.isEmpty() || !words[0].equalsIgnoreCase("conference") || words.length < 2) {
      run.run();
    } else if (all || held.get().equals(words[1])) {
      waiting.add(run);
    } else if (LISTS.contains(words[1].toLowerCase(Locale.ROOT))) {
      all = true;
      waiting.add(run);
    } else {
      run.run();
    }
  }

  void join(String room, Channel channel, Runnable join) {
    if (held.isPresent() && (all || held.get().equals(room))) {
      blocked.add(channel);
      waiting.add(() -> {
        if (channel.isUp()) {
          join.run();
        }
      });
    } else {
      join.run();
    }
  }

  /** The channel is to leave whatever runs on it. */
  void leave(Channel channel, Runnable leave) {
    Optional<Room> room = core.rooms().memberOf(channel).map(Member::room);
    if (atNextLeave && room.filter(there -> there.size() > 1).isPresent()) {
      atNextLeave = false;
      held = room.map(Room::name);
    }
    if (blocked.contains(channel) || held.isPresent() && room.map(Room::name).equals(held)) {
      waiting.add(leave);
    } else {
      leave.run();
    }
  }
}
