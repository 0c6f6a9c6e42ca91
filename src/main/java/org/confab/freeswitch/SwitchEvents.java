package org.confab.freeswitch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.confab.esl.Event;

/** Event Socket events as values. One that does not concern us, or lacks what it has to say, is no event. */
final class SwitchEvents {

  /** More than any recording has, and few enough to be multiplied. */
  private static final long MOST_SAMPLES = 1L << 50;

  private SwitchEvents() {}

  static Optional<SwitchEvent> of(Event event) {
    String call = event.text("Unique-ID");
    return switch (event.name()) {
      case "CHANNEL_PARK" -> Optional.of(new SwitchEvent.CallParked(new ChannelFacts(call, event.headers())));
      case "CHANNEL_PROGRESS", "CHANNEL_PROGRESS_MEDIA" -> event.text("Call-Direction").equals("outbound")
          ? Optional.of(new SwitchEvent.CallRings(call)) : Optional.empty();
      case "CHANNEL_ANSWER" -> Optional.of(new SwitchEvent.CallAnswered(call));
      case "CHANNEL_HOLD" -> Optional.of(new SwitchEvent.CallHeld(call, true));
      case "CHANNEL_UNHOLD" -> Optional.of(new SwitchEvent.CallHeld(call, false));
      case "CHANNEL_HANGUP_COMPLETE" -> Optional.of(new SwitchEvent.CallHungUp(call, new ChannelFacts(call, event.headers())));
      case "CHANNEL_EXECUTE_COMPLETE" -> parkOver(event, call);
      case "DTMF" -> event.get("DTMF-Digit").filter(digit -> digit.length() == 1).map(digit -> new SwitchEvent.KeyPressed(call, digit.charAt(0)));
      case "CUSTOM" -> maintenance(event, call);
      default -> Optional.empty();
    };
  }

  /** park ends on a live call only when the call is transferred (switch_ivr.c, switch_ivr_park). */
  private static Optional<SwitchEvent> parkOver(Event event, String call) {
    return event.text("Application").equals("park") && !hungUp(event) ? Optional.of(new SwitchEvent.CallTaken(call)) : Optional.empty();
  }

  private static Optional<SwitchEvent> maintenance(Event event, String call) {
    String room = event.text("Conference-Name");
    return switch (event.text("Action")) {
      case "add-member" -> Optional.of(new SwitchEvent.MemberEntered(room, event.text("Conference-Unique-ID"), call, event.text("Member-ID")));
      case "kick-member", "hup-member" -> Optional.of(new SwitchEvent.MemberKicked(room, call));
      case "del-member" -> Optional.of(new SwitchEvent.MemberLeft(room, event.text("Conference-Unique-ID"), call, event.text("Member-ID"),
          hungUp(event)));
      case "floor-change" -> call.isEmpty() ? Optional.empty()
          : Optional.of(new SwitchEvent.FloorTaken(room, call, event.text("Speak").equals("true")));
      // of a member who is muted as he talks, mod_conference forgets that he did
      case "mute-member" -> Optional.of(new SwitchEvent.Talked(room, call, false));
      case "start-talking", "stop-talking" -> Optional.of(new SwitchEvent.Talked(room, call, event.text("Action").equals("start-talking")));
      case "start-recording" -> at(event).map(at -> new SwitchEvent.RecordingStarted(room, event.text("Path"), at, event.get("Error")));
      case "stop-recording" -> at(event).flatMap(at -> recorded(event)
          .map(length -> new SwitchEvent.RecordingStopped(room, event.text("Path"), at, length)));
      case "conference-destroy" -> Optional.of(new SwitchEvent.RoomDestroyed(room, event.text("Conference-Unique-ID")));
      default -> Optional.empty();
    };
  }

  static boolean hungUp(Event event) {
    return event.text("Answer-State").equals("hangup") || event.get("Hangup-Cause").isPresent();
  }

  /** FreeSWITCH's own time, in microseconds since 1970. */
  private static Optional<Instant> at(Event event) {
    return number(event, "Event-Date-Timestamp").map(micros -> Instant.ofEpochMilli(micros / 1000));
  }

  /** Milliseconds-Elapsed divides by whole thousands of the rate: at 44,100 Hz it is 0.2 % too long (conference_record.c). */
  private static Optional<Duration> recorded(Event event) {
    return number(event, "Samplerate").filter(rate -> rate > 0 && rate < MOST_SAMPLES)
        .flatMap(rate -> number(event, "Samples-Out").filter(samples -> samples < MOST_SAMPLES)
            .map(samples -> Duration.ofMillis(samples / rate * 1000 + samples % rate * 1000 / rate)))
        .or(() -> number(event, "Milliseconds-Elapsed").map(Duration::ofMillis));
  }

  private static Optional<Long> number(Event event, String header) {
    return event.get(header).filter(text -> text.matches("[0-9]{1,18}")).map(Long::valueOf);
  }
}
