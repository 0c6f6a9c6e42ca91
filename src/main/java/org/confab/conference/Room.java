package org.confab.conference;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.conference.Member.Phase;

/**
 * One mod_conference room of a conference.
 *
 * @param uuid      FreeSWITCH's Conference-Unique-ID, once somebody entered
 * @param started   a member with startConferenceOnEnter has entered
 * @param company   two members were in at once
 * @param ending    why it ends or ended; no further call is sent into it
 * @param destroyed FreeSWITCH said so
 * @param searched  a search for lost calls is due
 * @param waitSound the file that is its music on hold
 * @param recording the last that was begun
 * @param since     when its first member entered
 * @param floor     the call that has the floor, as far as FreeSWITCH told
 * @param members   by call, in the order of their joining
 */
public record Room(RoomName name, Optional<String> uuid, boolean started, boolean company, Optional<ExitReason> ending, boolean destroyed,
    boolean searched, Optional<String> waitSound, Optional<RoomRecording> recording, Optional<Instant> since,
    Optional<String> floor, Map<String, Member> members) {

  public Room {
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  static Room named(RoomName name) {
    return new Room(name, Optional.empty(), false, false, Optional.empty(), false, false, Optional.empty(), Optional.empty(), Optional.empty(),
        Optional.empty(), Map.of());
  }

  /** Those who are in, in the order of their joining. */
  public List<Member> in() {
    return members.values().stream().filter(member -> member.is(Phase.IN)).toList();
  }

  /** The calls of those who are in. */
  public List<String> calls() {
    return in().stream().map(Member::call).toList();
  }

  boolean has(Phase phase) {
    return members.values().stream().anyMatch(member -> member.is(phase));
  }

  /** Somebody is in. */
  Room entered(String id, Instant at) {
    return new Room(name, Optional.of(id), started, company, ending, destroyed, searched, waitSound, recording,
        since.or(() -> Optional.of(at)), floor, members);
  }

  Room floor(String call) {
    return new Room(name, uuid, started, company, ending, destroyed, searched, waitSound, recording, since, Optional.of(call), members);
  }

  Room started(boolean now) {
    return new Room(name, uuid, started || now, company || in().size() > 1, ending, destroyed, searched, waitSound, recording, since, floor,
        members);
  }

  /** The first reason stands. */
  Room ending(ExitReason reason) {
    return ending.isPresent() ? this : new Room(name, uuid, started, company, Optional.of(reason), destroyed, searched, waitSound, recording, since, floor,
        members);
  }

  Room destroyedNow() {
    return new Room(name, uuid, started, company, ending, true, searched, waitSound, recording, since, floor,
        members);
  }

  Room searched(boolean now) {
    return new Room(name, uuid, started, company, ending, destroyed, now, waitSound, recording, since, floor,
        members);
  }

  Room waitSound(String sound) {
    return new Room(name, uuid, started, company, ending, destroyed, searched, Optional.of(sound), recording, since,
        floor, members);
  }

  Room recording(RoomRecording now) {
    return new Room(name, uuid, started, company, ending, destroyed, searched, waitSound, Optional.of(now), since,
        floor, members);
  }

  Room with(Member member) {
    Map<String, Member> next = new LinkedHashMap<>(members);
    next.put(member.call(), member);
    return new Room(name, uuid, started, company, ending, destroyed, searched, waitSound, recording, since, floor,
        next);
  }

  Room without(String call) {
    Map<String, Member> next = new LinkedHashMap<>(members);
    next.remove(call);
    return new Room(name, uuid, started, company, ending, destroyed, searched, waitSound, recording, since, floor,
        next);
  }
}
