package org.confab.plivo;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What every request tells the application of a call (docs.plivo.com/docs/voice/xml/request). A {@code +} before From, To and ForwardedFrom
 * is left out, as Plivo does.
 *
 * @param callUuid the channel's UUID; on an outbound call it is also sent as ALegUUID, ALegRequestUUID and RequestUUID, as Plivo does
 * @param authId whose call it is, sent as ParentAuthID
 * @param sessionStart when the call arrived
 * @param sipHeaders those of the INVITE whose names begin with {@code X-PH-}
 * @param extras the operator's own parameters ({@code confab_param_<Name>}); none has the name of a parameter with a meaning
 */
public record CallParameters(
    String callUuid, String from, String to, Optional<String> forwardedFrom, CallStatus callStatus, Direction direction,
    Optional<String> callerName, Optional<String> authId, Optional<Instant> sessionStart, Map<String, String> sipHeaders,
    Map<String, String> extras) {

  public CallParameters {
    from = withoutPlus(from);
    to = withoutPlus(to);
    forwardedFrom = forwardedFrom.map(CallParameters::withoutPlus);
    sipHeaders = kept(sipHeaders, true);
    extras = kept(extras, false);
  }

  public static Builder of(String callUuid, Direction direction) {
    return new Builder(callUuid, direction);
  }

  public CallParameters withCallStatus(CallStatus status) {
    return new CallParameters(callUuid, from, to, forwardedFrom, status, direction, callerName, authId, sessionStart, sipHeaders, extras);
  }

  /** The parameters of the request to the answer URL, and to a fallback or redirect URL. */
  public Map<String, String> toMap() {
    return toMap("StartApp", Map.of());
  }

  /** The parameters of the request to the ring URL of an outgoing call. */
  public Map<String, String> ring() {
    return toMap("Ring", Map.of());
  }

  /** With {@code Event} first, then {@code more}, then the call's own, the operator's last; nothing overwrites what stands before it. */
  Map<String, String> toMap(String event, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>();
    if (!event.isEmpty()) {
      all.put("Event", event);
    }
    all.putAll(more);
    all.put("CallUUID", callUuid);
    all.put("From", from);
    all.put("To", to);
    forwardedFrom.ifPresent(value -> all.put("ForwardedFrom", value));
    all.put("CallStatus", callStatus.word());
    all.put("Direction", direction.word());
    callerName.ifPresent(value -> all.put("CallerName", value));
    if (direction == Direction.OUTBOUND) {
      all.put("ALegUUID", callUuid);
      all.put("ALegRequestUUID", callUuid);
      all.put("RequestUUID", callUuid);
    }
    authId.ifPresent(value -> all.put("ParentAuthID", value));
    sessionStart.ifPresent(value -> all.put("SessionStart", Parameters.microseconds(value)));
    sipHeaders.forEach(all::putIfAbsent);
    extras.forEach(all::putIfAbsent);
    return Collections.unmodifiableMap(all);
  }

  private static String withoutPlus(String number) {
    return number.startsWith("+") ? number.substring(1) : number;
  }

  private static Map<String, String> kept(Map<String, String> parameters, boolean sipHeaders) {
    Map<String, String> kept = new LinkedHashMap<>();
    parameters.forEach((name, value) -> {
      if (sipHeaders ? Parameters.isSipHeader(name) : Parameters.isFree(name)) {
        kept.put(name, value);
      }
    });
    return Collections.unmodifiableMap(kept);
  }

  /** Collects what is known of a call; what is not given is empty, and the status is ringing. */
  public static final class Builder {
    private final String callUuid;
    private final Direction direction;
    private String from = "";
    private String to = "";
    private Optional<String> forwardedFrom = Optional.empty();
    private CallStatus callStatus = CallStatus.RINGING;
    private Optional<String> callerName = Optional.empty();
    private Optional<String> authId = Optional.empty();
    private Optional<Instant> sessionStart = Optional.empty();
    private final Map<String, String> sipHeaders = new LinkedHashMap<>();
    private final Map<String, String> extras = new LinkedHashMap<>();

    private Builder(String callUuid, Direction direction) {
      this.callUuid = callUuid;
      this.direction = direction;
    }

    public Builder from(String number) {
      from = number;
      return this;
    }

    public Builder to(String number) {
      to = number;
      return this;
    }

    public Builder forwardedFrom(String number) {
      forwardedFrom = Optional.of(number);
      return this;
    }

    public Builder callStatus(CallStatus status) {
      callStatus = status;
      return this;
    }

    public Builder callerName(String name) {
      callerName = Optional.of(name);
      return this;
    }

    public Builder authId(String id) {
      authId = Optional.of(id);
      return this;
    }

    public Builder sessionStart(Instant time) {
      sessionStart = Optional.of(time);
      return this;
    }

    /** A header of the INVITE; left out unless its name begins with {@code X-PH-}. */
    public Builder sipHeader(String name, String value) {
      sipHeaders.put(name, value);
      return this;
    }

    /** A parameter of the operator's; left out if its name is blank or that of a parameter with a meaning. */
    public Builder extra(String name, String value) {
      extras.put(name, value);
      return this;
    }

    public CallParameters build() {
      return new CallParameters(
          callUuid, from, to, forwardedFrom, callStatus, direction, callerName, authId, sessionStart, sipHeaders, extras);
    }
  }
}
