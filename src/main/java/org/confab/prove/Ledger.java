package org.confab.prove;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an application was told, and what is wrong with it. Callable from any thread. */
final class Ledger {

  /** A request that is repeated because Confab was killed over it was not answered long before that; in nanoseconds. */
  private static final long IN_FLIGHT = 3_000_000_000L;

  /**
   * A request as it came.
   *
   * @param at       in nanoseconds of this process
   * @param lane     what {@code sequence} counts in
   * @param id       {@code X-Confab-Callback-Id}; empty for a request that is no callback
   * @param sequence {@code X-Confab-Sequence}, or 0
   * @param what     the callback's ConferenceAction, or the path
   */
  record Arrival(long at, String lane, String id, long sequence, String call, String what) {
    @Override
    public String toString() {
      return what + " of call " + call + (sequence > 0 ? " (" + lane + ", " + sequence + ")" : "");
    }
  }

  /** @param repeated requests that were under way when Confab was killed, and came again under the same id: that is as it should be */
  record Report(int callbacks, int repeated, List<String> lost, List<String> duplicated, List<String> reordered) {
    boolean isClean() {
      return lost.isEmpty() && duplicated.isEmpty() && reordered.isEmpty();
    }
  }

  private final List<Arrival> arrivals = new ArrayList<>();
  private final List<Long> kills = new ArrayList<>();

  synchronized void arrived(Arrival arrival) {
    arrivals.add(arrival);
  }

  synchronized void killed(long at) {
    kills.add(at);
  }

  synchronized List<Arrival> of(String call) {
    return arrivals.stream().filter(arrival -> arrival.call().equals(call)).toList();
  }

  synchronized int size() {
    return arrivals.size();
  }

  synchronized Report report() {
    Findings findings = new Findings(List.copyOf(kills));
    arrivals.forEach(findings::take);
    return findings.report();
  }

  private static final class Findings {
    private final List<Long> kills;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Arrival> immediate = new HashMap<>();
    private final Map<String, List<String>> calls = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> duplicated = new ArrayList<>();
    private final List<String> reordered = new ArrayList<>();
    private int callbacks;
    private int repeated;

    Findings(List<Long> kills) {
      this.kills = kills;
    }

    void take(Arrival arrival) {
      if (arrival.id().isEmpty()) {
        Optional.ofNullable(immediate.put(arrival.call() + arrival.what(), arrival)).ifPresent(before -> again(before, arrival));
        calls.computeIfAbsent(arrival.call(), absent -> new ArrayList<>()).add(arrival.what());
        return;
      }
      Lane lane = lanes.computeIfAbsent(arrival.lane(), absent -> new Lane());
      if (lane.ids.contains(arrival.id())) {
        if (lane.last.id().equals(arrival.id())) {
          again(lane.last, arrival);
        } else {
          duplicated.add(arrival + ", and others of its lane in between");
        }
      } else {
        callbacks++;
        lane.begin(arrival);
        if (lane.sequences.stream().anyMatch(other -> other >= arrival.sequence())) {
          reordered.add(arrival.toString());
        }
        lane.sequences.add(arrival.sequence());
        calls.computeIfAbsent(arrival.call(), absent -> new ArrayList<>()).add(arrival.what());
      }
      lane.ids.add(arrival.id());
      lane.last = arrival;
    }

    private void again(Arrival before, Arrival again) {
      if (kills.stream().anyMatch(kill -> kill >= before.at() && kill < again.at() && kill - before.at() < IN_FLIGHT)) {
        repeated++;
      } else {
        duplicated.add(again + ", " + (again.at() - before.at()) / 1_000_000 + " ms after it came before, and not over a kill");
      }
    }

    Report report() {
      lanes.forEach((name, lane) -> lane.gaps(name, lost));
      calls.forEach((call, told) -> {
        List<String> stays = told.stream().filter(what -> what.equals("enter") || what.equals("exit")).toList();
        for (int i = 0; i < stays.size(); i++) {
          if (!stays.get(i).equals(i % 2 == 0 ? "enter" : "exit")) {
            (Set.copyOf(stays).size() < stays.size() ? duplicated : reordered).add("call " + call + " was told as " + stays);
            break;
          }
        }
        if (stays.size() % 2 == 1) {
          lost.add("exit of call " + call + ", which was told " + told);
        }
        if (stays.contains("exit") && !told.contains("/after")) {
          lost.add("action request of call " + call + ", which was told " + told);
        }
        if (told.contains("/answer") && !told.contains("/hangup")) {
          lost.add("hangup request of call " + call + ", which was told " + told);
        }
      });
      return new Report(callbacks, repeated, List.copyOf(lost), List.copyOf(duplicated), List.copyOf(reordered));
    }
  }

  /** A lane begins anew, at 1, when its conference was over. */
  private static final class Lane {
    private final Set<String> ids = new HashSet<>();
    private final List<Long> sequences = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private Arrival last;

    void begin(Arrival arrival) {
      if (arrival.sequence() == 1 && !sequences.isEmpty()) {
        close();
      }
    }

    private void close() {
      long most = sequences.stream().mapToLong(Long::longValue).max().orElse(0);
      for (long sequence = 1; sequence <= most; sequence++) {
        if (!sequences.contains(sequence)) {
          gaps.add(Long.toString(sequence));
        }
      }
      sequences.clear();
    }

    void gaps(String name, List<String> lost) {
      close();
      gaps.forEach(sequence -> lost.add("callback " + sequence + " of " + name));
    }
  }
}
