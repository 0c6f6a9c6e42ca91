package org.confab.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.live.ConferenceView;
import org.confab.live.MemberView;
import org.confab.plivo.Direction;

/**
 * What pages show, and what differs from what they showed. A page has a snapshot first: {@code conferences}, {@code requests}, {@code callbacks} and
 * sections; then changes: of a conference its key and what differs, {@code members} of which the same holds, and {@code gone}, the keys of those who
 * left; {@code ended}, the keys of conferences that are over; requests and callbacks that are new or differ, whole; sections that differ, whole.
 */
final class Board {

  /** Of each kind; a page shows no more. */
  static final int HAPPENINGS = 200;

  private final Feed feed;
  private final Map<String, ConferenceView> conferences = new LinkedHashMap<>();
  private final Map<String, JsonNode> sections = new LinkedHashMap<>();

  Board(Feed feed) {
    this.feed = feed;
  }

  /** Everything. */
  ObjectNode snapshot() {
    ObjectNode all = Json.object();
    ArrayNode list = all.putArray("conferences");
    conferences.values().forEach(conference -> list.add(whole(conference)));
    all.set("requests", Json.list(feed.requests().last(HAPPENINGS)));
    all.set("callbacks", Json.list(feed.callbacks().last(HAPPENINGS)));
    sections.forEach(all::set);
    return all;
  }

  /** What is new, compared with when this was asked before; empty if nothing is. @param now empty: it is not known, and stays as it was */
  Optional<ObjectNode> change(Optional<List<ConferenceView>> now, Map<String, JsonNode> sectionsNow) {
    ObjectNode change = Json.object();
    now.ifPresent(views -> conferences(views, change));
    put(change, "requests", Json.list(feed.requests().takeChanged(HAPPENINGS)));
    put(change, "callbacks", Json.list(feed.callbacks().takeChanged(HAPPENINGS)));
    sectionsNow.forEach((name, section) -> {
      if (!section.equals(sections.put(name, section))) {
        change.set(name, section);
      }
    });
    return change.isEmpty() ? Optional.empty() : Optional.of(change);
  }

  private static void put(ObjectNode change, String name, ArrayNode list) {
    if (!list.isEmpty()) {
      change.set(name, list);
    }
  }

  private void conferences(List<ConferenceView> views, ObjectNode change) {
    Map<String, ConferenceView> next = new LinkedHashMap<>();
    views.forEach(view -> next.put(key(view), view));
    ArrayNode changed = Json.object().arrayNode();
    next.forEach((key, view) -> {
      ConferenceView before = conferences.get(key);
      if (before == null) {
        changed.add(whole(view));
      } else if (!view.equals(before)) {
        changed.add(difference(key, before, view));
      }
    });
    put(change, "conferences", changed);
    ArrayNode ended = Json.object().arrayNode();
    conferences.keySet().stream().filter(key -> !next.containsKey(key)).forEach(ended::add);
    put(change, "ended", ended);
    conferences.clear();
    conferences.putAll(next);
  }

  private static ObjectNode difference(String key, ConferenceView before, ConferenceView now) {
    ObjectNode differing = differing(own(key, before), own(key, now));
    Map<String, MemberView> known = new HashMap<>();
    before.members().forEach(member -> known.put(member.callUuid(), member));
    ArrayNode members = differing.arrayNode();
    for (MemberView member : now.members()) {
      MemberView was = known.remove(member.callUuid());
      if (was == null) {
        members.add(own(member));
      } else if (!was.equals(member)) {
        members.add(differing(own(was), own(member)));
      }
    }
    ArrayNode gone = differing.arrayNode();
    known.keySet().forEach(gone::add);
    put(differing, "members", members);
    put(differing, "gone", gone);
    return differing;
  }

  private static ObjectNode differing(ObjectNode before, ObjectNode now) {
    ObjectNode differing = Json.object();
    differing.set("key", now.get("key"));
    now.properties().forEach(field -> {
      if (!field.getValue().equals(before.get(field.getKey()))) {
        differing.set(field.getKey(), field.getValue());
      }
    });
    return differing;
  }

  private static ObjectNode whole(ConferenceView view) {
    ObjectNode whole = own(key(view), view);
    ArrayNode members = whole.putArray("members");
    view.members().forEach(member -> members.add(own(member)));
    return whole;
  }

  private static String key(ConferenceView view) {
    return view.account() + "/" + view.uuid();
  }

  private static ObjectNode own(String key, ConferenceView view) {
    return Json.object().put("key", key).put("account", view.account()).put("name", view.name()).put("room", view.room())
        .put("since", view.since().toEpochMilli()).put("started", view.started()).put("recording", view.recording().isPresent())
        .put("paused", view.recording().filter(ConferenceView.RecordingView::paused).isPresent());
  }

  private static ObjectNode own(MemberView member) {
    return Json.object().put("key", member.callUuid()).put("id", member.id()).put("from", member.from()).put("to", member.to())
        .put("name", member.callerName()).put("called", member.direction() == Direction.OUTBOUND).put("muted", member.muted())
        .put("deaf", member.deaf()).put("held", member.held()).put("talking", member.talking()).put("floor", member.floor())
        .put("since", member.since().toEpochMilli());
  }
}
