package org.confab.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an application was told, and what became of its callers; and what is wrong with it. Callable from any thread. */
final class Ledger {

  /**
   * A request as it came.
   *
   * @param at       in nanoseconds of this process
   * @param lane     what {@code sequence} counts in; of no meaning without a sequence
   * @param id       {@code X-Confab-Callback-Id}
   * @param sequence {@code X-Confab-Sequence}, or 0 for a request that somebody waits for
   * @param what     the callback's ConferenceAction, or the path
   */
  record Arrival(long at, String lane, String id, long sequence, String call, String what) {
    @Override
    public String toString() {
      return what + " of call " + call + (sequence > 0 ? " (" + lane + ", " + sequence + ")" : "");
    }
  }

  /** How a caller's call ended. */
  enum End {
    /** He hung up, or his document did. */
    AS_IT_SHOULD,
    /** In the dialplan's fallback, since Confab was not there for as long as the dialplan waits: as it should be. */
    AT_THE_FALLBACK,
    /** In the dialplan's fallback, or nobody led him on, though Confab was there. */
    STRANDED,
    /** By nobody's will. */
    DROPPED
  }

  /**
   * @param dropped   calls that ended though neither their caller nor their document said so
   * @param stranded  callers who reached the fallback, or whom nobody led on, though Confab was there
   * @param fallbacks callers who reached the fallback while Confab was away for longer than the dialplan waits
   * @param callbacks requests of a lane, each counted once
   * @param repeated  requests that were under way when Confab was killed, and came again under the same id: that is as it should be
   */
  record Report(List<String> dropped, List<String> stranded, int fallbacks, int callbacks, int repeated, List<String> lost, List<String> duplicated,
      List<String> reordered) {

    boolean isClean() {
      return dropped.isEmpty() && stranded.isEmpty() && lost.isEmpty() && duplicated.isEmpty() && reordered.isEmpty();
    }
  }

  /**
   * From the signal until the process was gone, which a SIGTERM gives some time.
   *
   * @param underWay how long before it a request may have come that Confab had not seen answered yet
   */
  private record Kill(long asked, long gone, long underWay) {}

  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<Kill> kills = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();
  private final List<String> stranded = new ArrayList<>();
  private int fallbacks;

  synchronized void arrived(Arrival arrival) {
    arrivals.add(arrival);
  }

  /**
   * Confab was told to end at the one time, and its process was gone at the other, in nanoseconds.
   *
   * @param underWay how long before that a request may have come that Confab had not seen answered yet
   */
  synchronized void killed(long asked, long gone, long underWay) {
    kills.add(new Kill(asked, gone, underWay));
  }

  /** @param who for a person to read: which caller, and where he was */
  synchronized void ended(String who, End how) {
    if (how == End.DROPPED) {
      dropped.add(who);
    } else if (how == End.STRANDED) {
      stranded.add(who);
    } else if (how == End.AT_THE_FALLBACK) {
      fallbacks++;
    }
  }

  synchronized int size() {
    return arrivals.size();
  }

  synchronized Report report() {
    Findings findings = new Findings(List.copyOf(kills));
    arrivals.forEach(findings::take);
    findings.conclude();
    return new Report(List.copyOf(dropped), List.copyOf(stranded), fallbacks, findings.callbacks, findings.repeated, List.copyOf(findings.lost),
        List.copyOf(findings.duplicated), List.copyOf(findings.reordered));
  }

  private static final class Findings {
    private final List<Kill> kills;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    /** The latest arrival under each id. */
    private final Map<String, Arrival> byId = new HashMap<>();
    private final Map<String, List<String>> calls = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> duplicated = new ArrayList<>();
    private final List<String> reordered = new ArrayList<>();
    private int callbacks;
    private int repeated;

    Findings(List<Kill> kills) {
      this.kills = kills;
    }

    void take(Arrival arrival) {
      Optional<Arrival> before = Optional.ofNullable(byId.put(arrival.id(), arrival));
      if (before.isEmpty()) {
        calls.computeIfAbsent(arrival.call(), absent -> new ArrayList<>()).add(arrival.what());
      }
      boolean inItsTurn = arrival.sequence() == 0 || lane(arrival).take(arrival);
      before.ifPresent(earlier -> {
        if (inItsTurn && isOverAKill(earlier, arrival)) {
          repeated++;
        } else {
          duplicated.add(arrival + ", " + (arrival.at() - earlier.at()) / 1_000_000 + " ms after it came before, "
              + (inItsTurn ? "and not over a kill" : "and others of its lane in between, or under another number"));
        }
      });
    }

    private Lane lane(Arrival arrival) {
      return lanes.computeIfAbsent(arrival.lane(), absent -> new Lane());
    }

    private boolean isOverAKill(Arrival before, Arrival again) {
      return kills.stream().anyMatch(kill -> kill.gone() >= before.at() && kill.gone() < again.at() && kill.asked() - before.at() < kill.underWay());
    }

    void conclude() {
      lanes.forEach((name, lane) -> {
        lane.close();
        callbacks += lane.callbacks;
        lane.gaps.forEach(sequence -> lost.add("callback " + sequence + " of " + name));
        reordered.addAll(lane.late);
      });
      calls.forEach(this::conclude);
    }

    /** Everybody is asked for, and told, each thing once: /answer, enter, exit, /after, /next, /hangup. */
    private void conclude(String call, List<String> told) {
      Set.copyOf(told).stream().sorted().filter(what -> told.indexOf(what) != told.lastIndexOf(what))
          .forEach(what -> duplicated.add(what + " of call " + call + ", under another id; it was told " + told));
      if (told.contains("enter") && told.contains("exit") && told.indexOf("exit") < told.indexOf("enter")) {
        reordered.add("call " + call + " was told " + told);
      }
      missing(call, told, "enter", "exit", "exit");
      missing(call, told, "exit", "enter", "enter");
      missing(call, told, "exit", "/after", "action request");
      missing(call, told, "/answer", "/hangup", "hangup request");
    }

    private void missing(String call, List<String> told, String given, String wanted, String name) {
      if (told.contains(given) && !told.contains(wanted)) {
        lost.add(name + " of call " + call + ", which was told " + told);
      }
    }
  }

  /** A lane begins anew, at 1, when its conference was over. */
  private static final class Lane {
    private final Map<String, Long> sequences = new HashMap<>();
    private final Set<Long> present = new HashSet<>();
    private final List<String> gaps = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private String last = "";
    private long most;
    private int callbacks;

    /** Whether it came in its turn: a repetition directly after the first time, and under the same number. */
    boolean take(Arrival arrival) {
      Long before = sequences.putIfAbsent(arrival.id(), arrival.sequence());
      if (before != null) {
        return last.equals(arrival.id()) && before == arrival.sequence();
      }
      callbacks++;
      last = arrival.id();
      if (arrival.sequence() == 1 && present.contains(1L)) {
        close();
      }
      if (arrival.sequence() <= most) {
        late.add(arrival.toString());
      }
      present.add(arrival.sequence());
      most = Math.max(most, arrival.sequence());
      return true;
    }

    void close() {
      for (long sequence = 1; sequence <= most; sequence++) {
        if (!present.contains(sequence)) {
          gaps.add(Long.toString(sequence));
        }
      }
      present.clear();
      most = 0;
    }
  }
}
