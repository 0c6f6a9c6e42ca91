package org.confab.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect.Departure;
import org.confab.conference.ExitReason;
import org.confab.freeswitch.ChannelFacts;
import org.confab.plivo.CallParameters;
import org.confab.plivo.CallStatus;
import org.confab.plivo.ConferenceParameters;
import org.confab.plivo.Direction;
import org.confab.plivo.HangupCause;
import org.confab.plivo.HangupParameters;
import org.confab.plivo.HangupSource;
import org.confab.plivo.RecordingParameters;

/** What the application is told of a call, from what FreeSWITCH says of its channel. */
record CallRequests(Clock clock, boolean extended) {

  private static final String SIP_HEADER = "variable_sip_h_";
  /** Whose call was diverted, as in {@code "Anna" <sip:+4930@example.com>;reason=no-answer} (RFC 5806); FreeSWITCH keeps the last diversion. */
  private static final Pattern DIVERTED = Pattern.compile("^[^<]{0,200}<?(?:sips?|tel):([^@;<>\\s]{1,64})", Pattern.CASE_INSENSITIVE);
  private static final String PARAMETER = "variable_confab_param_";

  /** {@code confab_to}, else what the SIP request asked for, else the number that the dialplan saw. */
  String to(ChannelFacts channel) {
    return channel.variable("confab_to").or(() -> channel.variable("sip_req_user")).or(() -> channel.header("Caller-Destination-Number")).orElse("");
  }

  String from(ChannelFacts channel) {
    return channel.header("Caller-Caller-ID-Number").orElse("");
  }

  Map<String, String> answer(Call call) {
    return of(call).toMap();
  }

  Map<String, String> fallback(Call call) {
    return of(call).toMap();
  }

  Map<String, String> redirect(Call call) {
    return of(call).toMap();
  }

  Map<String, String> hangup(Call call, ChannelFacts end) {
    String cause = end.header("Hangup-Cause").orElse("NORMAL_UNSPECIFIED");
    Optional<Instant> answered = time(end, "Caller-Channel-Answered-Time");
    Instant at = time(end, "Caller-Channel-Hangup-Time").orElse(clock.now());
    return (call.endedByOrder()
        ? HangupParameters.ended(of(call), cause, HangupCause.ofFreeSwitch(cause), HangupSource.API_REQUEST, call.takenAt(), answered, at)
        : HangupParameters.concluded(of(call), cause, end.variable("sip_hangup_disposition").orElse(""), call.takenAt(), answered, at)).toMap();
  }

  /** That the phone of somebody who is called rings. */
  Map<String, String> ring(Call call) {
    return of(call).ring();
  }

  Map<String, String> action(Call call, ConferenceKey key, Departure departure, Optional<RecordingParameters.Link> recording) {
    boolean hungUp = call.over() || departure.reason() == ExitReason.HANGUP;
    CallParameters parameters = of(call);
    return conference(hungUp ? parameters.withCallStatus(CallStatus.COMPLETED) : parameters, key, departure.conferenceUuid(), departure.memberId(),
        List.of(), clock.now()).action(departure.reason().word(), recording, Optional.empty());
  }

  /** The request of a sound document; as Plivo's, it comes before the call is a member. */
  Map<String, String> remoteSound(Call call, ConferenceKey key, String attribute) {
    return conference(of(call), key, "", "", List.of(), clock.now()).remoteSound(attribute);
  }

  ConferenceParameters conference(Call call, ConferenceKey key, String conferenceUuid, String memberId, List<String> members, Instant at) {
    return conference(of(call), key, conferenceUuid, memberId, members, at);
  }

  private ConferenceParameters conference(CallParameters call, ConferenceKey key, String conferenceUuid, String memberId, List<String> members,
      Instant at) {
    return new ConferenceParameters(call, key.name(), conferenceUuid, memberId,
        extended ? Optional.of(new ConferenceParameters.Extended(members, at)) : Optional.empty());
  }

  CallParameters of(Call call) {
    ChannelFacts channel = call.channel();
    CallParameters.Builder parameters = CallParameters.of(call.uuid(),
        channel.header("Call-Direction").filter("outbound"::equals).isPresent() ? Direction.OUTBOUND : Direction.INBOUND);
    parameters.from(from(channel)).to(to(channel)).callStatus(call.answered() ? CallStatus.IN_PROGRESS : CallStatus.RINGING)
        .authId(call.account().authId()).sessionStart(time(channel, "Caller-Channel-Created-Time").orElse(call.takenAt()));
    channel.header("Caller-Caller-ID-Name").ifPresent(parameters::callerName);
    channel.variable("sip_h_Diversion").map(DIVERTED::matcher).filter(Matcher::find).map(found -> found.group(1)).ifPresent(parameters::forwardedFrom);
    channel.headers().forEach((name, value) -> {
      if (name.startsWith(SIP_HEADER)) {
        parameters.sipHeader(name.substring(SIP_HEADER.length()), value);
      } else if (name.startsWith(PARAMETER)) {
        parameters.extra(name.substring(PARAMETER.length()), value);
      }
    });
    return parameters.build();
  }

  /** FreeSWITCH gives microseconds since 1970; 0 is never. */
  private static Optional<Instant> time(ChannelFacts channel, String header) {
    return channel.header(header).filter(digits -> digits.matches("[1-9][0-9]{0,17}"))
        .map(micros -> Instant.ofEpochMilli(Long.parseLong(micros) / 1000));
  }
}
