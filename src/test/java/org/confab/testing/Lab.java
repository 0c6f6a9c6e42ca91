package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Calls that are driven by hand, as Confab does it, for tests of the switches themselves; and what their rooms tell. */
final class Lab implements AutoCloseable {

  private final Switch box;
  private final EventSocket commands;
  private final EventSocket watch;
  private final List<Map<String, String>> events = new CopyOnWriteArrayList<>();

  Lab(Switch box) {
    this.box = box;
    try {
      this.commands = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> { });
      this.watch = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), events::add);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    watch.command("filter Conference-Name /^confab-lab-/");
    watch.command("filter variable_confab_answer_url /.+/");
    watch.command("event plain CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_EXECUTE_COMPLETE CUSTOM conference::maintenance");
  }

  /** A call that was taken and answered, with the variables that Confab sets before a conference. */
  Caller answered(String from) {
    Caller caller = box.call(from);
    caller.awaitParked();
    api("sched_del " + api("uuid_getvar " + caller.callUuid() + " last_sched_id")); // the dialplan file's way out
    api("uuid_setvar_multi " + caller.callUuid()
        + " hangup_after_conference=false;conference_controls=none;conference_permanent_wait_mod_moh=true;playback_terminators=none");
    execute(caller, "answer", "");
    caller.awaitAnswered();
    return caller;
  }

  /** Joins and waits until it is in. */
  void join(Caller caller, String room, String flags) {
    execute(caller, "conference", room + "@confab+flags{" + flags + "}");
    caller.awaitNow("in " + room, ("conference " + room)::equals, Caller.PATIENCE);
  }

  /** A room's name of its own for that call. */
  String room(Caller caller) {
    return "confab-lab-" + caller.callUuid().substring(0, 8);
  }

  void music(Caller caller, String sound) {
    assertThat(api("uuid_setvar " + caller.callUuid() + " conference_moh_sound " + sound)).isEqualTo("+OK");
  }

  void execute(Caller caller, String application, String argument) {
    String reply = commands.command("sendmsg " + caller.callUuid(), Map.of("call-command", "execute", "execute-app-name", application,
        "execute-app-arg", argument.isEmpty() ? " " : argument));
    assertThat(reply).startsWith("+OK");
  }

  String api(String command) {
    return commands.api(command);
  }

  /** The Member-ID of a call that is in a room. */
  String member(Caller caller) {
    return await("add-member of " + caller.from(), event -> event.getOrDefault("Action", "").equals("add-member")
        && event.get("Unique-ID").equals(caller.callUuid())).get("Member-ID");
  }

  /** Waits for such an event, since this laboratory was opened. */
  Map<String, String> await(String what, Predicate<Map<String, String>> which) {
    long patience = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (true) {
      for (Map<String, String> event : events) {
        if (which.test(event)) {
          return event;
        }
      }
      if (System.nanoTime() > patience) {
        throw new AssertionError("no " + what + " within " + Caller.PATIENCE.toMillis() + " ms, but " + actions());
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  Map<String, String> awaitAction(String action) {
    return await(action, event -> event.getOrDefault("Action", "").equals(action));
  }

  /** What the rooms told so far, in order. */
  List<Map<String, String>> events() {
    return List.copyOf(events);
  }

  List<String> actions() {
    return events.stream().map(event -> event.getOrDefault("Action", event.get("Event-Name"))).toList();
  }

  @Override
  public void close() {
    try {
      commands.close();
      watch.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
