package org.confab.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import link.thingscloud.freeswitch.esl.transport.CommandResponse;
import org.confab.clock.Clock;
import org.confab.esl.Command;
import org.confab.esl.CommandListener;
import org.confab.esl.Replies;
import org.confab.freeswitch.ChannelFacts;
import org.confab.freeswitch.SwitchEvent;
import org.confab.trace.TraceEntry.Kind;

/** What FreeSWITCH says of calls and rooms, and what is said to it. Questions that are asked again and again are left out. */
final class TracedSwitch implements CommandListener {

  private static final Set<String> QUESTIONS = Set.of("uuid_dump", "uuid_exists", "uuid_getvar");
  private static final int LONGEST_REPLY = 200;

  /** A call that an application has placed: its id, and who is called. */
  private static final Pattern PLACED = Pattern.compile("\\{origination_uuid=([^,}]+),(?=[^}]*confab_order=)[^}]*}(\\S+)");

  private final Trace trace;
  private final Clock clock;

  TracedSwitch(Trace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  /** Of an event nothing is kept but what is shown: the headers of a busy channel are 20 KB. */
  void heard(SwitchEvent event) {
    if (event instanceof SwitchEvent.CallParked it) {
      parked(it.channel());
    } else if (event instanceof SwitchEvent.CallAnswered it) {
      call(it.call(), "CHANNEL_ANSWER", "answered");
    } else if (event instanceof SwitchEvent.CallRings it) {
      call(it.call(), "CHANNEL_PROGRESS", "rings");
    } else if (event instanceof SwitchEvent.CallHungUp it) {
      String cause = it.channel().header("Hangup-Cause").orElse("no cause");
      Instant now = clock.now();
      trace.add(() -> new TraceEntry(now, Kind.SWITCH, about("CHANNEL_HANGUP_COMPLETE", "call", it.call()), "hung up, " + cause), 0);
    } else if (event instanceof SwitchEvent.CallTaken it) {
      call(it.call(), "CHANNEL_EXECUTE_COMPLETE", "its park is over: somebody transferred it");
    } else if (event instanceof SwitchEvent.CallHeld it) {
      call(it.call(), it.held() ? "CHANNEL_HOLD" : "CHANNEL_UNHOLD", it.held() ? "the caller put us on hold" : "the caller is back from hold");
    } else if (event instanceof SwitchEvent.KeyPressed it) {
      call(it.call(), "DTMF", "pressed a key: " + Masked.HIDDEN);
    } else if (event instanceof SwitchEvent.Completed it) {
      completed(it);
    } else if (event instanceof SwitchEvent.MemberEntered it) {
      member("add-member", it.room(), it.call(), it.memberId(), "entered " + it.room() + " as member " + it.memberId());
    } else if (event instanceof SwitchEvent.MemberKicked it) {
      trace(about("hup-member", "call", it.call(), "room", it.room()), "is taken out of " + it.room());
    } else if (event instanceof SwitchEvent.MemberLeft it) {
      member("del-member", it.room(), it.call(), it.memberId(), "left " + it.room() + (it.hungUp() ? " by hanging up" : ""));
    } else if (event instanceof SwitchEvent.RecordingStarted it) {
      room(it.room(), "start-recording", "records " + it.room() + " into " + it.path() + it.error().map(why -> ": " + why).orElse(""));
    } else if (event instanceof SwitchEvent.RecordingStopped it) {
      room(it.room(), "stop-recording", "the recording " + it.path() + " is closed, " + it.length().toMillis() + " ms");
    } else if (event instanceof SwitchEvent.RoomDestroyed it) {
      room(it.room(), "conference-destroy", it.room() + " is over");
    } else if (event instanceof SwitchEvent.RoomQuarantined it) {
      room(it.room(), "quarantine", "does not answer for " + it.room() + " any more");
    } else if (event instanceof SwitchEvent.RoomAnswers it) {
      room(it.room(), "quarantine", "answers for " + it.room() + " again");
    } else if (event instanceof SwitchEvent.Connected it) {
      trace(Map.of("event", "connected", "box", "*"), "connected: FreeSWITCH " + it.version());
    } else if (event instanceof SwitchEvent.Disconnected it) {
      trace(Map.of("event", "disconnected", "box", "*", "level", "WARN"), "the connection is lost: " + it.why());
    }
  }

  private void parked(ChannelFacts channel) {
    Map<String, String> about = about("CHANNEL_PARK", "call", channel.uuid());
    String from = channel.header("Caller-Caller-ID-Number").orElse("");
    String to = channel.variable("confab_to").or(() -> channel.variable("sip_req_user")).or(() -> channel.header("Caller-Destination-Number")).orElse("");
    about.put("from", from);
    about.put("to", to);
    channel.header("Call-Direction").filter("outbound"::equals).ifPresent(direction -> about.put("direction", direction));
    channel.variable("last_sched_id").ifPresent(task -> about.put("task", task));
    trace(about, "parked, from " + from + " to " + to);
  }

  private void completed(SwitchEvent.Completed chain) {
    Map<String, String> about = about("CHANNEL_EXECUTE_COMPLETE", "call", chain.call());
    chain.scheduled().ifPresent(task -> about.put("task", task));
    trace(about, switch (chain.ending()) {
      case FINISHED -> "what ran on it is over: finished";
      case HUNG_UP -> "what ran on it is over: hung up";
      case TRANSFERRED -> "what ran on it is over: transferred away";
      case NEVER_RAN -> "what was to run on it never began: the connection broke";
    });
  }

  private void call(String call, String event, String text) {
    trace(about(event, "call", call), text);
  }

  private void member(String event, String room, String call, String member, String text) {
    Map<String, String> about = about(event, "call", call, "room", room);
    about.put("member", member);
    trace(about, text);
  }

  private void room(String room, String event, String text) {
    trace(about(event, "room", room), text);
  }

  private void trace(Map<String, String> about, String text) {
    Instant now = clock.now();
    trace.add(() -> new TraceEntry(now, Kind.SWITCH, about, text), 0);
  }

  private static Map<String, String> about(String event, String... fields) {
    Map<String, String> about = new LinkedHashMap<>();
    about.put("event", event);
    for (int i = 0; i < fields.length; i += 2) {
      about.put(fields[i], fields[i + 1]);
    }
    return about;
  }

  @Override
  public void replied(Command command, Result result, Optional<CommandResponse> reply, Duration took) {
    String name = command.name();
    if (command.form() == Command.Form.CHANNEL) {
      command(name, Map.of("call", command.channel().orElse("")), () -> name.equals("execute_extension") ? Masked.chain(command.arguments())
          : Masked.HIDDEN, result, () -> reply.map(Replies::text).orElse(""), took);
    } else if (command.form() == Command.Form.API && !QUESTIONS.contains(name) && (name.startsWith("uuid_") || name.startsWith("sched_"))) {
      String[] words = command.arguments().split(" ", 3);
      Map<String, String> about = name.equals("sched_del") ? Map.of("task", words[0])
          : Map.of("call", name.startsWith("sched_") && words.length > 1 ? words[1] : words[0]);
      command(name, about, () -> name.endsWith("dtmf") ? Masked.HIDDEN : others(command.arguments(), about), result, () -> reply.map(Replies::text).orElse(""), took);
    }
  }

  /** Without the call's id: whose story it is, is said elsewhere. */
  private static String others(String arguments, Map<String, String> about) {
    return Stream.of(arguments.split(" ")).filter(word -> !word.equals(about.get("call"))).collect(Collectors.joining(" "));
  }

  @Override
  public void jobEnded(Job job, Result result, String printed, Duration took) {
    if (job.function().equals("originate")) {
      Matcher placed = PLACED.matcher(job.arguments());
      if (placed.lookingAt()) {
        command("originate", Map.of("call", placed.group(1)), () -> placed.group(2), result, () -> printed, took);
      }
    } else if (job.function().equals("conference")) {
      String[] words = job.arguments().split(" ");
      String verb = words.length > 1 ? words[1] : "";
      if (!verb.equals("json_list") && !verb.equals("play_status")) {
        Map<String, String> about = new LinkedHashMap<>(Map.of("room", words[0]));
        member(words, verb).ifPresent(id -> about.put("member", id));
        command("conference", about, () -> Masked.conference(job.arguments()), result, () -> verb.equals("dtmf") ? printed.replaceFirst("(?s)[ \n].*", "")
            : printed, took);
      }
    }
  }

  /** Whom it is about, where it is about one: {@code hup 3}, {@code mute 3 quiet}, {@code play <file> 3}, {@code stop all 3}. */
  private static Optional<String> member(String[] words, String verb) {
    int at = verb.equals("play") || verb.equals("stop") ? 3 : 2;
    return words.length > at && words[at].matches("[0-9]{1,18}") ? Optional.of(words[at]) : Optional.empty();
  }

  private void command(String name, Map<String, String> about, Supplier<String> arguments, Result result,
      Supplier<String> reply, Duration took) {
    Instant said = clock.now().minus(took);
    trace.add(() -> {
      Map<String, String> fields = new LinkedHashMap<>(about);
      if (result != Result.OK) {
        fields.put("level", "WARN");
      }
      String text = reply.get();
      String became = switch (result) {
        case OK, REFUSED -> text.isEmpty() ? "done" : text.length() > LONGEST_REPLY ? text.substring(0, LONGEST_REPLY) + "…" : text;
        case LATE -> "no reply in time";
        case LOST -> "no reply, the connection ended";
      };
      return new TraceEntry(said, Kind.COMMAND, fields, (name + " " + arguments.get()).strip() + ": " + became + " after " + TracedHttp.millis(took));
    }, 0);
  }
}
