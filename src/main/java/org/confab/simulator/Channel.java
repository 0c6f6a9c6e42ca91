package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One call leg: its variables, its state, and the stack of applications that run on it. */
final class Channel {

  private final Core core;
  private final String uuid;
  private final IncomingCall call;
  private final Phone phone;
  private final Sip sip;
  private final Variables variables = new Variables();
  private final ChannelState state;
  private final ApplicationStack applications = new ApplicationStack(this);
  private final Keys keys = new Keys(this);
  private Profile profile;
  private Optional<HangupCause> cause = Optional.empty();
  private boolean outside;
  private boolean verbose;
  private int memberId;
  private final boolean outbound;
  private Runnable onAnswer = () -> { };
  private Optional<Overlay> overlay = Optional.empty();

  Channel(Core core, String uuid, IncomingCall call, Phone phone) {
    this(core, uuid, call, phone, false);
  }

  /** @param outbound FreeSWITCH calls that phone */
  Channel(Core core, String uuid, IncomingCall call, Phone phone, boolean outbound) {
    this.core = core;
    this.outbound = outbound;
    this.uuid = uuid;
    this.call = call;
    this.phone = phone;
    this.sip = new Sip(call, core.versionText());
    Instant now = core.now();
    this.profile = Profile.of(call.to(), now);
    this.state = new ChannelState(now);
    if (outbound) {
      sip.outgoing(variables, uuid, core.add(this));
      call.variables().forEach(variables::set);
    } else {
      sip.invite(variables, uuid, core.add(this), now);
    }
    fire("CHANNEL_CREATE", Origin.CREATE);
  }

  Core core() {
    return core;
  }

  String uuid() {
    return uuid;
  }

  boolean isOutbound() {
    return outbound;
  }

  /** What is to be done when the phone that is called answers. */
  void onAnswer(Runnable action) {
    onAnswer = action;
  }

  /** What is heard over everything else. */
  Optional<Overlay> overlay() {
    return overlay;
  }

  void overlay(Optional<Overlay> now) {
    overlay.ifPresent(Overlay::end);
    overlay = now;
    Acoustics.changed(this);
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

  ApplicationStack applications() {
    return applications;
  }

  Keys keys() {
    return keys;
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
      phone.media(core.now());
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

  /** The phone that is called answers. */
  void phoneAnswered() {
    if (outbound && isUp() && state.answered().isEmpty()) {
      ringReady();
      answer();
      onAnswer.run();
    }
  }

  /** The phone that is called refuses. */
  void phoneRefused(HangupCause why) {
    if (isUp() && state.answered().isEmpty()) {
      variables.set("sip_hangup_disposition", "recv_refuse");
      hangUp(why, false);
    }
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
      core.rooms().memberOf(this).ifPresent(Member::hearVoice);
      Acoustics.changed(this);
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
    Acoustics.changed(this);
    fire("CHANNEL_HANGUP", Origin.HANGUP);
    applications.depart(() -> {
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
    variables.set("max_forwards", Integer.toString(forwards() - 1));
    profile = profile.transfer(extension, newDialplan, newContext, core.now());
    state.forgetHold();
    applications.depart(() -> {
      Optional<List<Action>> actions = core.route(extension, newDialplan);
      profile = newDialplan.equalsIgnoreCase("inline") ? profile.routedInline() : profile;
      variables.set("call_uuid", uuid);
      outside = actions.isEmpty();
      if (outside) {
        // whatever that extension does
        variables.set("current_application", "playback");
      }
      moved();
      actions.ifPresent(applications::runDialplan);
    });
  }

  private int forwards() {
    String left = variables.text("max_forwards");
    return left.matches("\\d{1,4}") ? Integer.parseInt(left) : 70;
  }

  /** What a transfer leaves in the variables, once. */
  void traceTransfer() {
    String source = profile.transferSource();
    if (isUp() && !source.isEmpty() && !source.equals(variables.text("transfer_source"))) {
      variables.append("transfer_history", source).set("transfer_source", source);
    }
  }

  /** The switch is gone. */
  void vanish() {
    cause = Optional.of(HangupCause.CRASH);
    phone.moved("hungup " + HangupCause.CRASH.name());
  }

  /** The caller's side is told where the call is now. */
  void moved() {
    Acoustics.changed(this);
    keys.take();
    if (outside || applications.top().isPresent()) {
      phone.moved(position());
    }
  }

  private String position() {
    if (outside) {
      return "dialplan " + profile.destination() + " " + profile.context();
    }
    return applications.top().map(execution -> switch (execution.application()) {
      case "park" -> "parked";
      case "conference" -> "conference " + execution.argument().split("[@+]", 2)[0];
      case "playback" -> "playback " + execution.argument();
      default -> execution.application();
    }).orElse("routing");
  }
}
