package org.confab.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through a trace from its beginning and picks what belongs to a story. Commands name rooms, members and tasks, not calls and conferences: whose
 * they are was told before, by the events. Of what concerns a room as a whole that is picked that happened while the call was in it.
 */
final class Following {

  private static final int MOST = 5000;
  /** What a room does last, it does after its last member left. */
  private static final Duration AFTERWARDS = Duration.ofSeconds(2);

  /** Where a call is. */
  private static final class Stay {
    private String room = "";
    private String leftAt = "";
    private boolean over;
  }

  private final Optional<String> call;
  private final Optional<String> conference;
  private final Map<String, Stay> calls = new HashMap<>();
  private final Set<String> seen = new LinkedHashSet<>();
  private final Map<String, String> callOfMember = new HashMap<>();
  private final Map<String, String> callOfTask = new HashMap<>();
  private final Set<String> rooms = new HashSet<>();
  /** How calls came into a room that are not followed yet: that they are in the conference is told right after. */
  private final Map<String, Line> entering = new HashMap<>();
  private final Deque<TraceEntry> entries = new ArrayDeque<>();
  private long leftOut;

  private Following(Optional<String> call, Optional<String> conference) {
    this.call = call;
    this.conference = conference;
    call.ifPresent(this::follow);
  }

  static Following call(String id) {
    return new Following(Optional.of(TraceEntry.quoted(id)), Optional.empty());
  }

  /** Of the calls that are in it, from when they are on their way into it until they have left. */
  static Following conference(String name) {
    return new Following(Optional.empty(), Optional.of(TraceEntry.quoted(name)));
  }

  private void follow(String id) {
    calls.computeIfAbsent(id, first -> new Stay());
    if (call.isEmpty()) {
      seen.add(id);
    }
  }

  void look(Line line) {
    String id = line.field("call");
    String named = line.field("conference");
    boolean ofConference = conference.isPresent() && named.equals(conference.get());
    if (ofConference && !id.isEmpty() && line.field("event").isEmpty() && !line.kind().equals("callback")) {
      // not by a callback: it may come long after the call has left
      follow(id);
      Optional.ofNullable(entering.remove(id)).ifPresent(this::look);
    }
    if (ofConference && !id.isEmpty()) {
      seen.add(id);
    }
    Stay stay = calls.get(id);
    if (stay == null && conference.isPresent()) {
      remember(line, id);
    } else if (stay != null && conference.isPresent() && !ofConference && isLongGone(stay, line)) {
      calls.remove(id);
      stay = null;
    }
    if (stay != null) {
      seen.add(id);
      learn(line, id, stay);
    }
    if (stay != null || ofConference || isOurs(line, id)) {
      take(line, id.isEmpty() ? whose(line) : "");
    }
    if (stay != null && call.isEmpty() && (stay.over || !named.isEmpty() && !ofConference)) {
      calls.remove(id);
    }
  }

  private void remember(Line line, String id) {
    switch (line.field("event")) {
      case "add-member" -> entering.put(id, line);
      case "del-member", "CHANNEL_HANGUP_COMPLETE" -> entering.remove(id);
      default -> { }
    }
  }

  private static boolean isLongGone(Stay stay, Line line) {
    return !stay.leftAt.isEmpty() && !line.field("event").equals("add-member")
        && Duration.between(Instant.parse(stay.leftAt), Instant.parse(line.at())).compareTo(AFTERWARDS) > 0;
  }

  private void learn(Line line, String id, Stay stay) {
    String task = line.field("task");
    if (!task.isEmpty()) {
      callOfTask.put(task, id);
    }
    String room = line.field("room");
    switch (line.field("event")) {
      case "add-member" -> {
        callOfMember.put(room + " " + line.field("member"), id);
        rooms.add(room);
        stay.room = room;
        stay.leftAt = "";
      }
      case "del-member" -> stay.leftAt = line.at();
      case "CHANNEL_HANGUP_COMPLETE" -> stay.over = true;
      default -> { }
    }
  }

  /** Of a line that names none of the calls. */
  private boolean isOurs(Line line, String id) {
    if (!id.isEmpty()) {
      return false;
    }
    if (!line.field("box").isEmpty()) {
      return calls.entrySet().stream().anyMatch(each -> seen.contains(each.getKey()) && !each.getValue().over);
    }
    String task = line.field("task");
    if (!task.isEmpty()) {
      return calls.containsKey(callOfTask.getOrDefault(task, ""));
    }
    String room = line.field("room");
    String member = line.field("member");
    if (room.isEmpty() || !rooms.contains(room)) {
      return false;
    }
    return member.isEmpty() ? conference.isPresent() || isIn(room, line) : conference.isPresent() || calls.containsKey(callOfMember.getOrDefault(room + " " + member, ""));
  }

  private boolean isIn(String room, Line line) {
    return calls.values().stream().anyMatch(stay -> stay.room.equals(room)
        && (stay.leftAt.isEmpty() || Duration.between(Instant.parse(stay.leftAt), Instant.parse(line.at())).compareTo(AFTERWARDS) < 0));
  }

  /** The call that a command is about which names only a member or a task; empty if it is not known. */
  private String whose(Line line) {
    String task = line.field("task");
    return task.isEmpty() ? callOfMember.getOrDefault(line.field("room") + " " + line.field("member"), "") : callOfTask.getOrDefault(task, "");
  }

  private void take(Line line, String whose) {
    TraceEntry.of(line.text()).ifPresent(entry -> {
      entries.addLast(whose.isEmpty() ? entry : entry.with("call", Line.plain(whose)));
      if (entries.size() > MOST) {
        entries.removeFirst();
        leftOut++;
      }
    });
  }

  /** As they stand in a line. */
  Collection<String> calls() {
    return call.<Collection<String>>map(List::of).orElse(seen);
  }

  Collection<TraceEntry> entries() {
    return entries;
  }

  long leftOut() {
    return leftOut;
  }
}
