package org.confab.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** mod_conference's rooms, by name; one that is ending is found by nobody but still there until it has ended. */
final class Rooms {

  private final Core core;
  private final Map<String, Room> named = new LinkedHashMap<>();
  private final Map<Channel, Member> members = new LinkedHashMap<>();
  private int lastMemberId;
  private final Locks locks;
  private boolean loseNext;

  Rooms(Core core) {
    this.core = core;
    this.locks = new Locks(core);
  }

  Locks locks() {
    return locks;
  }

  /** Counts over the whole switch; recordings take one too. */
  int nextMemberId() {
    return ++lastMemberId;
  }

  /** As if that many members had been there before. */
  void skipMemberIds(int count) {
    lastMemberId += count;
  }

  Optional<Member> memberOf(Channel channel) {
    return Optional.ofNullable(members.get(channel));
  }

  void entered(Member member) {
    members.put(member.channel(), member);
  }

  void left(Member member) {
    members.remove(member.channel(), member);
  }

  /** conference_find: a room that is ending is not found. */
  Optional<Room> find(String name) {
    return Optional.ofNullable(named.get(name)).filter(room -> !room.ending());
  }

  /** Every room that is listed, in the order of creation. */
  List<Room> all() {
    return new ArrayList<>(named.values());
  }

  Room create(String name, String profile, Channel creator, MemberFlags flags) {
    Room room = new Room(core, name, profile, creator, flags);
    named.put(name, room);
    return room;
  }

  void forget(Room room) {
    named.remove(room.name(), room);
  }

  /** The next join is into a room that dies around it. */
  void loseNext() {
    loseNext = true;
  }

  boolean takeLoss() {
    boolean lose = loseNext;
    loseNext = false;
    return lose;
  }
}
