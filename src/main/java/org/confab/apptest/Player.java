package org.confab.apptest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.confab.apptest.Requests.Requested;
import org.confab.apptest.Step.Expected;
import org.confab.live.ConferenceView;
import org.confab.live.MemberView;

/** Plays one scenario, step by step, up to its end or to the first thing that is not as expected. */
final class Player {

  private static final int MOST_SHOWN = 30;

  private final World world;
  private final RequestMatch match;
  /** How many requests have been looked at by the steps so far. */
  private int seen;
  private int seenSince;

  Player(World world) {
    this.world = world;
    this.match = new RequestMatch(world);
  }

  /** What is not as expected; empty if all is. */
  Optional<Failure> play(TestFile.Scenario scenario) throws InterruptedException {
    int line = scenario.line();
    seenSince = line;
    try {
      for (Step step : scenario.steps()) {
        line = step.line();
        Optional<Failure> failure = step(step);
        if (failure.isPresent()) {
          return failure;
        }
      }
      return Optional.empty();
    } catch (World.Stuck stuck) {
      return Optional.of(new Failure(line, stuck.getMessage(), came(world.requests().after(seen))));
    }
  }

  private Optional<Failure> step(Step step) throws InterruptedException {
    if (step instanceof Step.Call call) {
      world.call(call);
    } else if (step instanceof Step.Does does) {
      if (!world.phone(does.caller()).isUp()) {
        return Optional.of(over(step, does.caller()));
      }
      world.does(does);
    } else if (step instanceof Step.Press press) {
      if (!world.phone(press.caller()).isUp()) {
        return Optional.of(over(step, press.caller()));
      }
      world.phone(press.caller()).press(press.keys());
    } else if (step instanceof Step.Pause pause) {
      world.pause(pause.length());
    } else if (step instanceof Step.Expect expect) {
      return expect(expect);
    } else if (step instanceof Step.Conference conference) {
      return conference(conference);
    } else if (step instanceof Step.Caller caller) {
      return caller(caller);
    }
    world.settle();
    return Optional.empty();
  }

  private Failure over(Step step, String caller) {
    return new Failure(step.line(), caller + "'s call is over: " + world.phone(caller).position().replaceFirst("^hungup ", ""), came(world.requests().after(seen)));
  }

  private Optional<Failure> expect(Step.Expect expect) throws InterruptedException {
    world.until(() -> firstMissing(expect, world.requests().after(seen)).isEmpty() && !expect.requests().isEmpty(), expect.requests().isEmpty() ? Duration.ZERO : expect.within());
    List<Requested> came = world.requests().after(seen);
    Optional<Expected> missing = firstMissing(expect, came);
    if (missing.isPresent()) {
      return Optional.of(missing(expect, missing.get(), came));
    }
    int used = expect.only() ? came.size() : used(expect, came);
    int since = seenSince;
    seenSince = expect.line();
    seen += used;
    if (expect.only() && came.size() > expect.requests().size()) {
      Requested other = came.stream().filter(request -> expect.requests().stream().noneMatch(expected -> match.fits(expected, request))).findFirst()
          .orElse(came.get(came.size() - 1));
      List<String> detail = new ArrayList<>(List.of("not expected:  " + match.words(other), "all that came since line " + since + ":"));
      detail.addAll(came(came));
      return Optional.of(new Failure(expect.line(), came.size() + (came.size() == 1 ? " request" : " requests") + " came, and only " + expect.requests().size()
          + (expect.requests().size() == 1 ? " was" : " were") + " expected", detail));
    }
    return Optional.empty();
  }

  /** The first of those expected that has not come after those before it. */
  private Optional<Expected> firstMissing(Step.Expect expect, List<Requested> came) {
    int at = 0;
    for (Expected expected : expect.requests()) {
      while (at < came.size() && !match.fits(expected, came.get(at))) {
        at++;
      }
      if (at == came.size()) {
        return Optional.of(expected);
      }
      at++;
    }
    return Optional.empty();
  }

  /** How far one has to look to find all of them. */
  private int used(Step.Expect expect, List<Requested> came) {
    int at = 0;
    for (Expected expected : expect.requests()) {
      while (!match.fits(expected, came.get(at))) {
        at++;
      }
      at++;
    }
    return at;
  }

  private Failure missing(Step.Expect expect, Expected missing, List<Requested> came) {
    List<String> detail = new ArrayList<>();
    detail.add("expected:  " + match.words(missing));
    match.nearest(missing, came).ifPresent(nearest -> {
      detail.add("most like it:  " + match.words(nearest));
      List<String> differences = match.differences(missing, nearest);
      differences.forEach(difference -> detail.add("  " + difference));
      if (differences.isEmpty()) {
        detail.add("  " + (expect.requests().stream().takeWhile(before -> before != missing).anyMatch(before -> match.fits(before, nearest))
            ? "it is one that is expected before it" : "it came before something that is expected before it"));
      }
    });
    detail.add(came.isEmpty() ? "nothing came since line " + seenSince : "all that came since line " + seenSince + ":");
    detail.addAll(came(came));
    return new Failure(missing.line(), "no such request within " + seconds(expect.within()), detail);
  }

  private List<String> came(List<Requested> came) {
    List<String> lines = new ArrayList<>();
    came.stream().limit(MOST_SHOWN).forEach(request -> lines.add("  " + match.words(request)));
    if (came.size() > MOST_SHOWN) {
      lines.add("  and " + (came.size() - MOST_SHOWN) + " more");
    }
    return lines;
  }

  private Optional<Failure> conference(Step.Conference wanted) throws InterruptedException {
    return state(wanted.line(), "the conference '" + wanted.name() + "'", wanted.within(), () -> {
      Optional<ConferenceView> there = world.conferences().stream().filter(view -> view.name().equals(wanted.name())).findFirst();
      List<MemberView> members = there.map(ConferenceView::members).orElse(List.of());
      State state = new State();
      state.same("members", wanted.members(), names(members, member -> true));
      state.same("muted", wanted.muted(), names(members, MemberView::muted));
      state.same("held", wanted.held(), names(members, MemberView::held));
      state.same("talking", wanted.talking(), names(members, member -> world.phone(world.nameOf(member.callUuid())) != null && talks(world.nameOf(member.callUuid()), members)));
      state.is("started", wanted.started(), there.map(ConferenceView::started).orElse(false));
      state.is("recorded", wanted.recorded(), there.flatMap(ConferenceView::recording).isPresent());
      return state;
    });
  }

  /** Somebody else who is in it hears him. */
  private boolean talks(String caller, List<MemberView> members) {
    return members.stream().map(member -> world.nameOf(member.callUuid())).anyMatch(other -> !other.equals(caller) && world.hears(other).contains(caller));
  }

  private List<String> names(List<MemberView> members, Predicate<MemberView> which) {
    return members.stream().filter(which).map(member -> world.nameOf(member.callUuid())).toList();
  }

  private Optional<Failure> caller(Step.Caller wanted) throws InterruptedException {
    return state(wanted.line(), wanted.caller(), wanted.within(), () -> {
      String uuid = world.phone(wanted.caller()).uuid();
      State state = new State();
      Optional<String> in = world.conferences().stream().filter(view -> view.members().stream().anyMatch(member -> member.callUuid().equals(uuid))).map(ConferenceView::name).findFirst();
      wanted.in().filter(name -> !in.equals(Optional.of(name))).ifPresent(name -> state.differs("in", name, in.orElse("no conference (" + world.phone(wanted.caller()).position() + ")")));
      state.is("hungup", wanted.hungUp(), !world.phone(wanted.caller()).isUp());
      state.same("hears", wanted.hears(), world.hears(wanted.caller()));
      wanted.heard().filter(sounds -> !sounds.equals(world.heard(wanted.caller()))).ifPresent(sounds -> state.differs("heard", sounds.toString(), world.heard(wanted.caller()).toString()));
      return state;
    });
  }

  /** Looks at something, now. */
  private interface Look {
    State now();
  }

  private Optional<Failure> state(int line, String whose, Duration within, Look look) throws InterruptedException {
    if (world.until(() -> look.now().differences.isEmpty(), within)) {
      return Optional.empty();
    }
    List<String> detail = new ArrayList<>(look.now().differences);
    List<Requested> came = world.requests().after(seen);
    detail.add(came.isEmpty() ? "nothing came since line " + seenSince : "what came since line " + seenSince + ":");
    detail.addAll(came(came));
    return Optional.of(new Failure(line, whose + " is not as expected, " + seconds(within) + " later", detail));
  }

  private static String seconds(Duration within) {
    return within.toMillis() % 1000 != 0 ? within.toMillis() + " ms" : within.toSeconds() % 60 != 0 ? within.toSeconds() + " s" : within.toMinutes() + " min";
  }

  /** In what something differs from what is expected. */
  private static final class State {

    private final List<String> differences = new ArrayList<>();

    void differs(String what, String wanted, String is) {
      differences.add(what + " is " + is + ", and should be " + wanted);
    }

    void same(String what, Optional<List<String>> wanted, List<String> is) {
      Set<String> there = new TreeSet<>(is);
      wanted.filter(names -> !new TreeSet<>(names).equals(there)).ifPresent(names -> differs(what, new TreeSet<>(names).toString(), there.toString()));
    }

    void is(String what, Optional<Boolean> wanted, boolean is) {
      wanted.filter(value -> value != is).ifPresent(value -> differs(what, Objects.toString(value), Objects.toString(is)));
    }
  }
}
