package org.confab.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A SIP call from the profile {@code callers} to the profile {@code box} of one FreeSWITCH. It has two channels there: the caller's leg, which
 * is driven from here, and the box's leg, which is what Confab sees; their events arrive in {@link #callersLeg} and {@link #boxLeg}.
 */
class RealCaller extends PositionedCaller {

  private record Running(String application, String data) {}

  /** Applications that are over at once, or say less than what follows them; they are no place to be. */
  private static final Set<String> NO_PLACE = Set.of("answer", "conference", "execute_extension", "hangup", "hash", "export", "multiset",
      "ring_ready", "sched_transfer", "set", "verbose_events");

  private final EventSocket commands;
  private final String from;
  private final String leg;
  private final String dialled;
  private final RecordedEar ear;
  private final Deque<Running> running = new ArrayDeque<>();
  private Optional<String> room = Optional.empty();

  RealCaller(EventSocket commands, String from, String leg, String dialled, RecordedEar ear) {
    super(from);
    this.commands = commands;
    this.from = from;
    this.leg = leg;
    this.dialled = dialled;
    this.ear = ear;
  }

  /** The UUID of the caller's own leg. */
  String leg() {
    return leg;
  }

  /** The originate failed; told here only where there never was a channel to report it. */
  void failed(String why) {
    if (positions.last().equals("calling")) {
      positions.at("hungup " + why);
    }
  }

  /** Both legs went with the switch. */
  void crashed() {
    positions.at("hungup CRASH");
  }

  void callersLeg(Map<String, String> event) {
    switch (event.get("Event-Name")) {
      case "CHANNEL_CREATE" -> positions.dialled();
      case "CHANNEL_ANSWER" -> positions.answered();
      case "CHANNEL_PARK" -> positions.ready();
      case "CHANNEL_EXECUTE", "CHANNEL_EXECUTE_COMPLETE" -> {
        if (event.get("Application").equals("playback")) {
          positions.talking(event.get("Event-Name").equals("CHANNEL_EXECUTE"));
        }
      }
      case "DTMF" -> positions.received(event.get("DTMF-Digit"));
      case "CHANNEL_HANGUP_COMPLETE" -> ended(event, !positions.isAtSwitch()); // else the box's leg tells, with the box's cause
      default -> { }
    }
  }

  private void ended(Map<String, String> event, boolean tells) {
    if (tells) {
      positions.at("hungup " + event.getOrDefault("Hangup-Cause", "NONE"));
    }
  }

  synchronized void boxLeg(Map<String, String> event) {
    positions.isCall(event.get("Unique-ID"));
    switch (event.get("Event-Name")) {
      case "CHANNEL_EXECUTE" -> running.push(new Running(event.get("Application"), event.getOrDefault("Application-Data", "")));
      case "CHANNEL_EXECUTE_COMPLETE" -> running.poll();
      case "CUSTOM" -> member(event);
      case "CHANNEL_ANSWER" -> {
        positions.answered();
        return;
      }
      case "CHANNEL_HANGUP_COMPLETE" -> {
        ended(event, true);
        return;
      }
      default -> {
        return;
      }
    }
    where(event).ifPresent(positions::at);
  }

  private void member(Map<String, String> event) {
    switch (event.getOrDefault("Action", "")) {
      case "add-member" -> room = Optional.of(event.get("Conference-Name"));
      case "del-member" -> room = Optional.empty();
      default -> { }
    }
  }

  private Optional<String> where(Map<String, String> event) {
    if (room.isPresent()) {
      return room.map(name -> "conference " + name);
    }
    Running now = running.peek();
    if (now == null) {
      return Optional.empty();
    }
    String extension = event.getOrDefault("Caller-Destination-Number", dialled);
    if (now.application().equals("park")) {
      return Optional.of("parked");
    }
    if (!extension.equals(dialled) && running.size() == 1) {
      return Optional.of("dialplan " + extension + " " + event.getOrDefault("Caller-Context", "?"));
    }
    if (NO_PLACE.contains(now.application())) {
      return Optional.empty();
    }
    return Optional.of(now.application().equals("playback") ? "playback " + now.data() : now.application());
  }

  @Override
  public String from() {
    return from;
  }

  @Override
  public String callUuid() {
    return positions.awaitCallUuid(PATIENCE);
  }

  @Override
  public void press(String digits) {
    if (!digits.matches("[0-9A-D*#]+")) {
      throw new IllegalArgumentException("not keys of a telephone: " + digits);
    }
    tell("uuid_send_dtmf " + leg + " " + digits);
  }

  @Override
  public void hangUp() {
    positions.awaitAny("on the line", at -> !at.equals("calling"), PATIENCE); // before, there is nothing to hang up
    commands.api("uuid_kill " + leg); // of a call that has ended already it says -ERR, which is what was wanted
  }

  @Override
  public void talks(Tone voice) {
    positions.awaitReady(PATIENCE); // what is played to a leg that is not parked yet is never played
    tell("uuid_broadcast " + leg + " " + voice.endlessStream() + " aleg");
    positions.awaitTalking(true, PATIENCE);
  }

  @Override
  public void fallsSilent() {
    tell("uuid_break " + leg + " all");
    positions.awaitTalking(false, PATIENCE);
  }

  @Override
  public Hearing listens() {
    return new Hearing(from, ear);
  }

  /** By a re-INVITE of its own: after {@code uuid_hold} the leg would neither send nor be recorded. */
  @Override
  public void hold() {
    renegotiate("sendonly");
  }

  @Override
  public void unhold() {
    renegotiate("sendrecv");
  }

  private void renegotiate(String direction) {
    tell("uuid_setvar " + leg + " origination_audio_mode " + direction);
    tell("uuid_media_reneg " + leg);
  }

  final void tell(String command) {
    String reply = commands.api(command);
    if (reply.startsWith("-ERR")) {
      throw new IllegalStateException("caller " + from + ", " + positions.all() + ": " + command + " → " + reply);
    }
  }

  @Override
  public boolean isUp() {
    return !position().startsWith("hungup ");
  }
}
