package org.confab.simulator;

import java.time.Instant;
import java.util.Optional;

/** A channel's headers in an event (switch_channel_event_set_basic_data and _extended_data). */
final class ChannelData {

  private ChannelData() {}

  /** With every variable. */
  static Event full(Event event, Channel channel) {
    basic(event, channel);
    channel.variables().forEach((name, value) -> event.add("variable_" + name, value));
    return event;
  }

  static Event basic(Event event, Channel channel) {
    ChannelState state = channel.state();
    String name = name(channel);
    event.add("Channel-State", state.over() ? "CS_REPORTING" : "CS_EXECUTE")
        .add("Channel-Call-State", state.callState())
        .add("Channel-State-Number", number(channel))
        .add("Channel-Name", name)
        .add("Unique-ID", channel.uuid())
        .add("Call-Direction", direction(channel))
        .add("Presence-Call-Direction", direction(channel))
        .add("Channel-HIT-Dialplan", channel.isOutbound() ? "false" : "true")
        .add("Channel-Call-UUID", channel.uuid())
        .add("Answer-State", state.answerState());
    channel.cause().ifPresent(cause -> event.add("Hangup-Cause", cause.name()));
    if (state.hasMedia()) {
      boolean inRoom = channel.core().rooms().memberOf(channel).isPresent();
      event.add("Channel-Read-Codec-Name", inRoom ? "L16" : "opus").add("Channel-Read-Codec-Rate", "48000")
          .add("Channel-Read-Codec-Bit-Rate", inRoom ? "768000" : "0")
          .add("Channel-Write-Codec-Name", "opus").add("Channel-Write-Codec-Rate", "48000").add("Channel-Write-Codec-Bit-Rate", "0");
    }
    return profile(event, channel, name);
  }

  private static String direction(Channel channel) {
    return channel.isOutbound() ? "outbound" : "inbound";
  }

  private static String number(Channel channel) {
    if (channel.state().over()) {
      return channel.state().lastNumber();
    }
    if (!channel.isUp()) {
      return "10";
    }
    return channel.applications().isLeaving() ? "2" : "4";
  }

  static String name(Channel channel) {
    return "sofia/external/" + (channel.isOutbound() ? channel.call().to() : channel.call().from()) + "@127.0.0.1";
  }

  private static Event profile(Event event, Channel channel, String name) {
    IncomingCall call = channel.call();
    Profile profile = channel.profile();
    ChannelState state = channel.state();
    event.add("Caller-Direction", direction(channel))
        .add("Caller-Logical-Direction", direction(channel))
        .add("Caller-Username", call.from())
        .add("Caller-Dialplan", profile.dialplan())
        .add("Caller-Caller-ID-Name", call.callerName())
        .add("Caller-Caller-ID-Number", call.from())
        .add("Caller-Orig-Caller-ID-Name", call.callerName())
        .add("Caller-Orig-Caller-ID-Number", call.from())
        .add("Caller-Network-Addr", "127.0.0.1")
        .add("Caller-ANI", call.from());
    event.add("Caller-Destination-Number", profile.destination())
        .add("Caller-Unique-ID", channel.uuid())
        .add("Caller-Source", "mod_sofia");
    if (!profile.transferSource().isEmpty()) {
      event.add("Caller-Transfer-Source", profile.transferSource());
    }
    event.add("Caller-Context", profile.context());
    if (!profile.rdnis().isEmpty()) {
      event.add("Caller-RDNIS", profile.rdnis());
    }
    return event.add("Caller-Channel-Name", name)
        .add("Caller-Profile-Index", Integer.toString(profile.index()))
        .add("Caller-Profile-Created-Time", Times.micros(profile.created()))
        .add("Caller-Channel-Created-Time", Times.micros(state.created()))
        .add("Caller-Channel-Answered-Time", micros(state.answered()))
        .add("Caller-Channel-Progress-Time", micros(state.progress()))
        .add("Caller-Channel-Progress-Media-Time", micros(state.media()))
        .add("Caller-Channel-Hangup-Time", state.over() ? micros(state.hungUp()) : "0")
        .add("Caller-Channel-Transfer-Time", "0")
        .add("Caller-Channel-Resurrect-Time", "0")
        .add("Caller-Channel-Bridged-Time", "0")
        .add("Caller-Channel-Last-Hold", micros(state.lastHold()))
        .add("Caller-Channel-Hold-Accum", Long.toString(state.holdTotal().toNanos() / 1000))
        .add("Caller-Screen-Bit", "true")
        .add("Caller-Privacy-Hide-Name", "false")
        .add("Caller-Privacy-Hide-Number", "false");
  }

  private static String micros(Optional<Instant> time) {
    return time.map(Times::micros).orElse("0");
  }
}
