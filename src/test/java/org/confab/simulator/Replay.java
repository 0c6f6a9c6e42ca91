package org.confab.simulator;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.confab.testing.ManualClock;

/**
 * Does to the simulated switch what was done to the real one while it was recorded: the commands of every connection and the acts of the
 * callers, each at its time. UUIDs in commands are replaced by the simulated ones of the same caller.
 */
final class Replay {

  private static final Duration STEP = Duration.ofMillis(5);
  /** Longer than any chain of turns that one command sets off. */
  private static final int TURNS = 12;

  private final Vertx vertx;
  private final Context context;
  private final Recording recording;
  private final ManualClock clock;
  private final SimulatedFreeSwitch freeSwitch;
  private final Map<String, EslClient> connections = new LinkedHashMap<>();
  private final Map<String, SimulatedCall> calls = new HashMap<>();
  private final Map<String, String> callerOfUuid = new HashMap<>();
  private Optional<String> held = Optional.empty();
  private final List<Recording.Line> heldLines = new ArrayList<>();
  private double now;

  Replay(Vertx vertx, Context context, Recording recording, ManualClock clock, SimulatedFreeSwitch freeSwitch) {
    this.vertx = vertx;
    this.context = context;
    this.recording = recording;
    this.clock = clock;
    this.freeSwitch = freeSwitch;
    recording.lines().stream().filter(Recording.Line::fromSwitch).map(line -> new Frame(line.data())).filter(Frame::isEvent)
        .flatMap(frame -> frame.header("Member-ID").stream()).findFirst()
        .ifPresent(id -> freeSwitch.skipMemberIds(Integer.parseInt(id) - 1));
    for (Recording.Line line : recording.lines()) {
      Frame frame = new Frame(line.data());
      if (line.fromSwitch() && frame.isEvent()) {
        frame.header("Caller-Caller-ID-Number").ifPresent(caller -> {
          frame.header("Unique-ID").ifPresent(uuid -> callerOfUuid.putIfAbsent(uuid, caller));
        });
      }
    }
  }

  /** The frames that the simulated switch sent, by connection; {@code [closed by FreeSWITCH]} where it closed. */
  Map<String, List<Frame>> run() throws Exception {
    Deque<Recording.Act> acts = new ArrayDeque<>(recording.acts());
    for (Recording.Line line : recording.lines()) {
      while (!acts.isEmpty() && acts.peek().at() <= line.at()) {
        act(acts.poll());
      }
      advance(line.at());
      if (!connections.containsKey(line.connection()) && !line.connection().equals("phone")) {
        EslClient client = EslClient.connect(vertx, freeSwitch.port());
        connections.put(line.connection(), client);
        client.await(frames -> !frames.isEmpty());
      }
      if (!line.fromSwitch()) {
        send(line);
      }
    }
    while (!acts.isEmpty()) {
      act(acts.poll());
    }
    advance(now + 0.1);
    return collected();
  }

  private void send(Recording.Line line) throws Exception {
    EslClient client = connections.get(line.connection());
    if (line.data().contains("shutdown")) {
      client.send(line.data());
      client.awaitClose();
    } else if (held.filter(caller -> concerns(line, caller)).isPresent()) {
      heldLines.add(line);
    } else {
      client.raw(translate(line.data()));
      if (line.data().startsWith("sendmsg")) {
        held = Optional.empty();
        for (Recording.Line waiting : heldLines) {
          client.raw(translate(waiting.data()));
        }
        heldLines.clear();
      }
    }
    settle();
  }

  private boolean concerns(Recording.Line line, String caller) {
    return callerOfUuid.entrySet().stream().anyMatch(entry -> entry.getValue().equals(caller) && line.data().contains(entry.getKey()));
  }

  private String translate(String command) {
    String text = command;
    for (Map.Entry<String, String> entry : callerOfUuid.entrySet()) {
      SimulatedCall call = calls.get(entry.getValue());
      text = call == null ? text : text.replace(entry.getKey(), call.uuid());
    }
    return text;
  }

  private void act(Recording.Act act) throws Exception {
    advance(act.at());
    SimulatedCall call = calls.get(act.caller());
    switch (act.what()) {
      case "place" -> calls.put(act.caller(), freeSwitch.place(incoming(act), List.of(
              new Action("set", "hangup_after_conference=false"),
              new Action("set", "confab_answer_url=http://127.0.0.1:9/answer"), new Action("park", ""))));
      case "call" -> calls.put(act.caller(), freeSwitch.place(incoming(act), List.of(
          new Action("set", "confab_answer_url=http://127.0.0.1:9/answer"), new Action("set", "confab_fallback=fallback XML public"),
          new Action("ring_ready", ""), new Action("sched_transfer", "+30 ${confab_fallback}"), new Action("park", ""))));
      case "hold" -> call.hold();
      case "unhold" -> call.unhold();
      case "press" -> call.press(act.arguments().get(0));
      case "talk" -> call.talk();
      case "hangup" -> call.hangUp();
      case "hold-command" -> held = Optional.of(act.caller());
      default -> throw new IllegalArgumentException(act.what());
    }
    settle();
  }

  private static IncomingCall incoming(Recording.Act act) {
    return new IncomingCall(act.caller(), act.arguments().get(0),
        String.join(" ", act.arguments().subList(1, act.arguments().size())), Map.of());
  }

  private void advance(double to) throws Exception {
    while (now < to) {
      double step = Math.min(STEP.toMillis() / 1000.0, to - now);
      clock.advance(Duration.ofNanos((long) (step * 1e9)));
      now += step;
      settle();
    }
  }

  /** Waits until the switch has nothing more to do. */
  private void settle() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    turn(TURNS, done);
    done.get(60, TimeUnit.SECONDS);
  }

  private void turn(int left, CompletableFuture<Void> done) {
    context.runOnContext(ignored -> {
      if (left == 0) {
        done.complete(null);
      } else {
        turn(left - 1, done);
      }
    });
  }

  Map<String, SimulatedCall> calls() {
    return calls;
  }

  private Map<String, List<Frame>> collected() throws Exception {
    Map<String, List<Frame>> frames = new LinkedHashMap<>();
    for (Map.Entry<String, EslClient> entry : connections.entrySet()) {
      EslClient client = entry.getValue();
      boolean closes = recording.lines().stream()
          .anyMatch(line -> line.connection().equals(entry.getKey()) && line.data().equals("[closed by FreeSWITCH]"))
          || entry.getKey().equals("badauth");
      if (closes) {
        client.awaitClose();
        frames.put(entry.getKey(), client.frames());
      } else {
        client.command("api echo the end");
        frames.put(entry.getKey(), client.frames().subList(0, client.frames().size() - 1));
      }
    }
    return frames;
  }
}
