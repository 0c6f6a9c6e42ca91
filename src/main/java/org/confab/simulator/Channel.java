package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One call leg: its variables, its state, and the stack of applications that run on it. */
final class Channel {

  private final Core core;
  private final String uuid;
  private final IncomingCall call;
  private final Phone phone;
  private final Sip sip;
  private final Variables variables = new Variables();
  private final ChannelState state;
  private final Deque<Execution> stack = new ArrayDeque<>();
  private Profile profile;
  private Optional<HangupCause> cause = Optional.empty();
  private Optional<Runnable> departure = Optional.empty();
  private boolean outside;
  private boolean verbose;
  private int memberId;
  private final StringBuilder dialed = new StringBuilder();

  Channel(Core core, String uuid, IncomingCall call, Phone phone) {
    this.core = core;
    this.uuid = uuid;
    this.call = call;
    this.phone = phone;
    this.sip = new Sip(call, core.versionText());
    Instant now = core.now();
    this.profile = Profile.of(call.to(), now);
    this.state = new ChannelState(now);
    sip.invite(variables, uuid, core.add(this), now);
    fire("CHANNEL_CREATE", Origin.CREATE);
  }

  Core core() {
    return core;
  }

  String uuid() {
    return uuid;
  }

  IncomingCall call() {
    return call;
  }

  Phone phone() {
    return phone;
  }

  Sip sip() {
    return sip;
  }

  Variables variables() {
    return variables;
  }

  ChannelState state() {
    return state;
  }

  Profile profile() {
    return profile;
  }

  Optional<HangupCause> cause() {
    return cause;
  }

  /** Every key so far. */
  String digitsDialed() {
    return dialed.toString();
  }

  boolean isUp() {
    return cause.isEmpty();
  }

  /** DTMF events carry the variables from now on. */
  void verboseEvents(boolean on) {
    verbose = on;
  }

  boolean verboseEvents() {
    return verbose;
  }

  /** The id that this channel has in every conference; the first join takes one. */
  int memberId() {
    if (memberId == 0) {
      memberId = core.rooms().nextMemberId();
    }
    return memberId;
  }

  /** The application that runs on top of all others. */
  Optional<Execution> top() {
    return Optional.ofNullable(stack.peek());
  }

  /** A variable, or a field of the caller profile of that name (switch_channel_get_variable). */
  Optional<String> variable(String name) {
    return variables.get(name).or(() -> switch (name) {
      case "caller_id_number", "ani", "username" -> Optional.of(call.from());
      case "caller_id_name" -> Optional.of(call.callerName());
      case "destination_number" -> Optional.of(profile.destination());
      case "context" -> Optional.of(profile.context());
      case "dialplan" -> Optional.of(profile.dialplan());
      case "network_addr" -> Optional.of("127.0.0.1");
      default -> Optional.empty();
    });
  }

  void fire(String name, Origin origin) {
    if (core.wanted(name, "")) {
      Event event = core.event(name, "", origin);
      if (origin == Origin.REPORTING) {
        cause.ifPresent(why -> event.add("Hangup-Cause", why.name()));
      }
      core.fire(ChannelData.full(event, this));
    }
  }

  /** Runs a dialplan's actions, one after the other, then {@code afterwards}. */
  void run(List<Action> actions, Runnable afterwards) {
    if (departure.isPresent()) {
      return;
    }
    if (actions.isEmpty()) {
      afterwards.run();
      return;
    }
    Action action = actions.get(0);
    Runnable rest = () -> run(actions.subList(1, actions.size()), afterwards);
    execute(action.application(), action.argument(), Optional.empty(), false, rest);
  }

  /** The extension of the dialplan that the call came to; at its end the call is hung up. */
  void runDialplan(List<Action> actions) {
    run(actions, () -> hangUp(HangupCause.NORMAL_CLEARING));
  }

  /** A command by {@code sendmsg} (switch_ivr_parse_event). */
  void message(CommandReader.Command command) {
    String what = command.header("call-command").orElse("");
    if (what.equals("execute")) {
      command.header("execute-app-name").ifPresent(name -> executeMessage(name, command));
    } else if (what.equals("hangup")) {
      hangUp(command.header("hangup-cause").flatMap(HangupCause::of).orElse(HangupCause.NORMAL_CLEARING));
    }
  }

  private void executeMessage(String name, CommandReader.Command command) {
    if (!isUp()) {
      return;
    }
    boolean text = command.header("content-type").filter("text/plain"::equalsIgnoreCase).isPresent();
    String argument = command.header("execute-app-arg").filter(a -> !a.isEmpty()).orElse(text ? command.body() : "");
    Optional<String> id = command.header("Event-UUID");
    id.ifPresent(value -> variables.set("app_uuid", value));
    variables.set("current_loop", "1").set("total_loops", "1");
    execute(name, argument, id, true, () -> { });
  }

  /** Runs an application on top of what runs now (switch_core_session_execute_application, switch_core_session_exec). */
  private void execute(String name, String argument, Optional<String> wantedId, boolean commanded, Runnable afterwards) {
    if (!isUp()) {
      return;
    }
    Optional<Application> application = Applications.named(name);
    if (application.isEmpty()) {
      variables.unset("current_loop").unset("total_loops");
      hangUp(HangupCause.DESTINATION_OUT_OF_ORDER);
      return;
    }
    if (application.get().needsMedia()) {
      preAnswer();
    }
    variables.unset("app_uuid");
    String id = wantedId.orElseGet(() -> UUID.randomUUID().toString());
    String expanded = Expansion.expand(argument, this);
    Execution execution = new Execution(this, application.get().name(), expanded, id, afterwards).commanded(commanded);
    variables.set("current_application", execution.application()).set("current_application_data", expanded)
        .unset("current_application_response");
    fireExecution("CHANNEL_EXECUTE", Origin.EXECUTE, execution);
    variables.set("current_application", execution.application());
    top().ifPresent(Execution::pause);
    stack.push(execution);
    phone.moved(position());
    application.get().start().run(this, execution);
  }

  private void fireExecution(String name, Origin origin, Execution execution) {
    if (!core.wanted(name, "")) {
      return;
    }
    Event event = ChannelData.full(core.event(name, "", origin), this).add("Application", execution.application());
    if (!execution.argument().isEmpty()) {
      event.add("Application-Data", execution.argument());
    }
    if (origin == Origin.EXEC) {
      event.add("Application-Response", variables.get("current_application_response").orElse("_none_"));
    }
    core.fire(event.add("Application-UUID", execution.id()));
  }

  /** Completes the applications on top that have ended. */
  void uncover() {
    while (!stack.isEmpty() && stack.peek().ended() && departure.isEmpty()) {
      Execution execution = stack.pop();
      complete(execution);
      top().ifPresent(Execution::resume);
      phone.moved(position());
      execution.afterwards().run();
    }
  }

  private void complete(Execution execution) {
    fireExecution("CHANNEL_EXECUTE_COMPLETE", Origin.EXEC, execution);
    if (execution.isCommanded()) {
      variables.unset("current_loop").unset("total_loops");
    }
  }

  /** {@code uuid_break}: ends every nested playback at once; does nothing to a call that is parked or in a room. */
  void breakOff() {
    for (Execution execution : List.copyOf(stack)) {
      if (!execution.isBreakable()) {
        return;
      }
      execution.end();
    }
  }

  void ringReady() {
    if (state.ring(core.now())) {
      sip.tag(variables);
      fire("CHANNEL_PROGRESS", Origin.PROGRESS);
    }
  }

  /** Early media, for an application that needs media on a call that was not answered. */
  void preAnswer() {
    if (isUp() && state.early(core.now())) {
      sip.media(variables);
      fire("CHANNEL_PROGRESS_MEDIA", Origin.EARLY);
      state.settle();
      sip.answer(variables);
    }
  }

  void answer() {
    if (!isUp() || state.answered().isPresent()) {
      return;
    }
    preAnswer();
    sip.answer(variables);
    state.answer(core.now());
    fire("CHANNEL_ANSWER", Origin.ANSWER);
    state.settle();
    variables.set("endpoint_disposition", "ANSWER");
    acknowledged();
  }

  private void acknowledged() {
    core.after(Duration.ofMillis(1), () -> {
      if (isUp()) {
        sip.ack(variables);
      }
    });
  }

  void hold(boolean on) {
    if (isUp() && state.hold(on, core.now())) {
      sip.hold(variables, on);
      fire(on ? "CHANNEL_HOLD" : "CHANNEL_UNHOLD", on ? Origin.HOLD : Origin.UNHOLD);
      state.settle();
      sip.renegotiated(variables);
      acknowledged();
    }
  }

  /** A key of the caller's phone, or one that arrived otherwise. */
  void digit(char digit) {
    if (!isUp() || !state.hasMedia()) {
      return;
    }
    if (core.wanted("DTMF", "")) {
      Event event = core.event("DTMF", "", Origin.DTMF);
      event = verbose ? ChannelData.full(event, this) : ChannelData.basic(event, this);
      core.fire(event.add("DTMF-Digit", Character.toString(digit)).add("DTMF-Duration", "2880").add("DTMF-Source", "RTP"));
    }
    dialed.append(digit);
    Execution top = stack.peek();
    if (top != null && top.isBreakable() && Playback.stopsAt(this, digit)) {
      variables.set("playback_terminator_used", Character.toString(digit));
      top.end();
    } else if (top != null && top.application().equals("conference")) {
      core.rooms().memberOf(this).ifPresent(member -> member.pressed(digit));
    }
  }

  /** The caller's BYE or CANCEL. */
  void callerHungUp() {
    if (isUp()) {
      if (state.answered().isPresent()) {
        sip.bye(variables);
        hangUp(HangupCause.NORMAL_CLEARING, false);
      } else {
        sip.cancel(variables);
        hangUp(HangupCause.ORIGINATOR_CANCEL, false);
      }
    }
  }

  void hangUp(HangupCause why) {
    hangUp(why, true);
  }

  private void hangUp(HangupCause why, boolean byUs) {
    if (!isUp()) {
      return;
    }
    cause = Optional.of(why);
    state.hangUp(core.now());
    fire("CHANNEL_HANGUP", Origin.HANGUP);
    depart(() -> {
      core.remove(this);
      CallEnd.report(this, why, byUs);
      fire("CHANNEL_HANGUP_COMPLETE", Origin.REPORTING);
      state.destroy();
      fire("CHANNEL_DESTROY", Origin.DESTROY);
      phone.moved("hungup " + why.name());
    });
  }

  /** switch_ivr_session_transfer: everything that runs ends, and the call is routed anew. */
  void transfer(String extension, String dialplan, String context) {
    if (!isUp()) {
      return;
    }
    String newDialplan = !dialplan.isEmpty() ? dialplan : profile.dialplan().equalsIgnoreCase("inline") ? "XML" : profile.dialplan();
    String newContext = context.isEmpty() ? profile.context() : context;
    variables.set("max_forwards", Integer.toString(Integer.parseInt(variables.get("max_forwards").orElse("70")) - 1));
    profile = profile.transfer(extension, newDialplan, newContext, core.now());
    state.forgetHold();
    depart(() -> {
      Optional<List<Action>> actions = core.route(extension, newDialplan);
      profile = newDialplan.equalsIgnoreCase("inline") ? profile.routedInline() : profile;
      variables.set("call_uuid", uuid);
      outside = actions.isEmpty();
      phone.moved(position());
      actions.ifPresent(this::runDialplan);
    });
  }

  /** Takes every application off the channel, top first, in the next turn, and then goes on with {@code next}. */
  private void depart(Runnable next) {
    boolean leaving = departure.isPresent();
    departure = Optional.of(next);
    if (!leaving) {
      core.later(() -> {
        while (!stack.isEmpty()) {
          Execution execution = stack.peek();
          if (execution.application().equals("park")) {
            traceTransfer();
          }
          execution.leave();
          traceTransfer();
          stack.pop();
          complete(execution);
        }
        traceTransfer();
        Runnable then = departure.get();
        departure = Optional.empty();
        then.run();
      });
    }
  }

  /** What a transfer leaves in the variables, once. */
  private void traceTransfer() {
    String source = profile.transferSource();
    if (isUp() && !source.isEmpty() && !source.equals(variables.text("transfer_source"))) {
      variables.append("transfer_history", source).set("transfer_source", source);
    }
  }

  /** Everything that ran is being taken off it. */
  boolean isLeaving() {
    return departure.isPresent();
  }

  /** The switch is gone. */
  void vanish() {
    cause = Optional.of(HangupCause.CRASH);
    phone.moved("hungup " + HangupCause.CRASH.name());
  }

  String position() {
    if (outside) {
      return "dialplan " + profile.destination() + " " + profile.context();
    }
    return top().map(execution -> switch (execution.application()) {
      case "park" -> "parked";
      case "conference" -> "conference " + execution.argument().split("[@+]", 2)[0];
      case "playback" -> "playback " + execution.argument();
      default -> execution.application();
    }).orElse("routing");
  }
}
