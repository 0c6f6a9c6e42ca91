package org.confab.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.trace.Found.TracedCall;

/** What a trace says of some calls as a whole. */
final class Calls {

  private static final class Facts {
    private String began = "";
    private String from = "";
    private String to = "";
    private final Set<String> conferences = new LinkedHashSet<>();
    private String endedAt = "";
    private String ended = "";
  }

  private final Map<String, Facts> calls = new LinkedHashMap<>();

  /** @param ids as they stand in a line */
  Calls(Collection<String> ids) {
    ids.forEach(id -> calls.put(id, new Facts()));
  }

  void look(Line line) {
    Facts facts = calls.get(line.field("call"));
    if (facts == null) {
      return;
    }
    facts.began = facts.began.isEmpty() || line.at().compareTo(facts.began) < 0 ? line.at() : facts.began;
    if (!line.field("from").isEmpty() || !line.field("to").isEmpty()) {
      facts.from = line.field("from");
      facts.to = line.field("to");
    }
    if (!line.field("conference").isEmpty()) {
      TraceEntry.of(line.text()).flatMap(entry -> entry.field("conference")).ifPresent(facts.conferences::add);
    }
    if (line.field("event").equals("CHANNEL_HANGUP_COMPLETE")) {
      facts.endedAt = line.at();
      facts.ended = TraceEntry.of(line.text()).map(TraceEntry::text).orElse("");
    }
  }

  /** In the order of their beginnings. */
  List<TracedCall> all() {
    return calls.entrySet().stream().filter(each -> !each.getValue().began.isEmpty()).map(each -> {
      Facts facts = each.getValue();
      return new TracedCall(Line.plain(each.getKey()), Instant.parse(facts.began), Line.plain(facts.from), Line.plain(facts.to),
          List.copyOf(facts.conferences), facts.endedAt.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(facts.endedAt)), facts.ended);
    }).sorted((one, other) -> one.began().compareTo(other.began())).toList();
  }
}
