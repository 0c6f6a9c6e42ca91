package org.confab.call;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.confab.conference.Conference;
import org.confab.conference.Member;
import org.confab.conference.RoomName;
import org.confab.conference.RoomRecording;
import org.confab.freeswitch.BoxSnapshot;
import org.confab.freeswitch.SwitchEvent.MemberEntered;

/**
 * Which calls are in which room, and which on their way into one, and which rooms are being recorded, as far as events told. Compared with what FreeSWITCH has, only those count
 * that stood the same before FreeSWITCH was asked and after it answered: the others moved meanwhile, and events tell of them.
 */
record Whereabouts(Map<String, RoomName> in, Map<String, RoomName> joining, Map<RoomName, RoomRecording> recorded) {

  static Whereabouts of(Collection<Conference> conferences) {
    return new Whereabouts(of(conferences, Member.Phase.IN), of(conferences, Member.Phase.JOINING), recorded(conferences));
  }

  private static Map<RoomName, RoomRecording> recorded(Collection<Conference> conferences) {
    Map<RoomName, RoomRecording> found = new HashMap<>();
    conferences.stream().flatMap(conference -> conference.rooms().stream())
        .forEach(room -> room.recording().filter(RoomRecording::goesOn).ifPresent(recording -> found.put(room.name(), recording)));
    return found;
  }

  private static Map<String, RoomName> of(Collection<Conference> conferences, Member.Phase phase) {
    Map<String, RoomName> found = new HashMap<>();
    conferences.stream().flatMap(conference -> conference.rooms().stream()).forEach(room -> room.members().values().stream()
        .filter(member -> member.phase() == phase).forEach(member -> found.put(member.call(), room.name())));
    return found;
  }

  /** Members whom FreeSWITCH does not list in their rooms. */
  Map<String, RoomName> missing(Whereabouts now, BoxSnapshot snapshot) {
    Map<String, Set<String>> there = snapshot.rooms().stream()
        .collect(Collectors.toMap(BoxSnapshot.RoomFacts::name, room -> room.members().keySet(), (one, other) -> one));
    Map<String, RoomName> missing = new HashMap<>(in);
    missing.entrySet().removeIf(member -> !member.getValue().equals(now.in.get(member.getKey()))
        || snapshot.unanswered().contains(member.getValue().text())
        || there.getOrDefault(member.getValue().text(), Set.of()).contains(member.getKey()));
    return missing;
  }

  /** Those on their way in whom FreeSWITCH lists as members: that they entered was not told. */
  List<MemberEntered> missedEntries(Whereabouts now, BoxSnapshot snapshot) {
    return snapshot.rooms().stream().flatMap(room -> room.members().entrySet().stream()
        .filter(member -> isJoining(member.getKey(), room.name()) && now.isJoining(member.getKey(), room.name()))
        .map(member -> new MemberEntered(room.name(), room.conferenceUuid(), member.getKey(), member.getValue()))).toList();
  }

  private boolean isJoining(String call, String room) {
    return Optional.ofNullable(joining.get(call)).filter(name -> name.text().equals(room)).isPresent();
  }
}
