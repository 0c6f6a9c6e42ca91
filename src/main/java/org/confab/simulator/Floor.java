package org.confab.simulator;

import java.util.List;
import java.util.Optional;

/** Who has the floor of a room (conference_member_set_floor_holder, and the room's thread). */
final class Floor {

  private final Room room;
  private Optional<Member> holder = Optional.empty();

  Floor(Room room) {
    this.room = room;
  }

  Optional<Member> holder() {
    return holder;
  }

  boolean isHeldBy(Member member) {
    return holder.filter(h -> h == member).isPresent();
  }

  /** A member leaves; the next tick gives it to another. */
  void left(Member member) {
    if (isHeldBy(member)) {
      holder = Optional.empty();
      room.fire(Origin.FLOOR, "floor-change", "Old-ID", "none", "New-ID", "none");
    }
  }

  /** Gives it to that member, or to nobody. */
  void give(Optional<Member> next) {
    String old = holder.map(member -> Integer.toString(member.id())).orElse("none");
    holder = next;
    Event event = room.data(room.core().event("CUSTOM", Room.MAINTENANCE, Origin.FLOOR)).add("Action", "floor-change").add("Old-ID", old);
    next.ifPresent(member -> member.data(event));
    room.core().fire(event.add("New-ID", next.map(member -> Integer.toString(member.id())).orElse("none")));
    if (next.isEmpty()) {
      room.wake();
    }
  }

  /** Where nobody has it, the newest member gets it, muted or silent as it may be; from one who does not talk it goes to one who does. */
  void tick(List<Member> members) {
    Optional<Member> next = holder.isEmpty() ? members.stream().findFirst()
        : holder.get().isTalking() ? Optional.empty() : members.stream().filter(Member::isTalking).findFirst();
    if (next.isPresent()) {
      give(next);
    }
  }
}
