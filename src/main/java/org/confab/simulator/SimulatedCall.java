package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One caller's phone. Every method may be called from any thread; what it asks for happens on the switch's own context, in order. */
public final class SimulatedCall {

  private static final String VOICE = "tone_stream://%(1000,0,300);loops=-1";

  private final String uuid;
  private final IncomingCall call;
  private final Phone phone;
  private final Consumer<Consumer<Channel>> act;

  SimulatedCall(String uuid, IncomingCall call, Phone phone, Consumer<Consumer<Channel>> act) {
    this.uuid = uuid;
    this.call = call;
    this.phone = phone;
    this.act = act;
  }

  /** The channel's UUID. */
  public String uuid() {
    return uuid;
  }

  /** The caller's number. */
  public String from() {
    return call.from();
  }

  /** Presses keys ({@code 0-9 * # A-D}), one after the other; nothing hears them before there is media. */
  public void press(String digits) {
    act.accept(channel -> digits.chars().forEach(digit -> channel.keys().arrive((char) digit)));
  }

  /** The number that was dialled; on a phone that is called, its own. */
  public String to() {
    return call.to();
  }

  /** The name that the phone shows. */
  public String callerName() {
    return call.callerName();
  }

  /** A phone that is called rings. */
  public void ring() {
    act.accept(Channel::ringReady);
  }

  /** A phone that is called is answered. */
  public void answer() {
    act.accept(Channel::phoneAnswered);
  }

  /** A phone that is called refuses, with a cause of FreeSWITCH's list; any other is {@code CALL_REJECTED}. */
  public void refuse(String cause) {
    act.accept(channel -> channel.phoneRefused(HangupCause.of(cause).orElse(HangupCause.CALL_REJECTED)));
  }

  /** The caller hangs up. */
  public void hangUp() {
    act.accept(Channel::callerHungUp);
  }

  /** The caller puts the call on hold. */
  public void hold() {
    act.accept(channel -> channel.hold(true));
  }

  /** The caller takes the call back from hold. */
  public void unhold() {
    act.accept(channel -> channel.hold(false));
  }

  /** The caller speaks: start-talking, and the floor, in a room that hears it, until he falls silent. */
  public void talk() {
    talk(VOICE);
  }

  /** The caller speaks, and that is what others hear: anything that FreeSWITCH could play. */
  public void talk(String sound) {
    act.accept(channel -> says(channel, Optional.of(new SoundSource(sound, channel.core().now(), Duration.ZERO))));
  }

  /** The caller falls silent. */
  public void fallSilent() {
    act.accept(channel -> says(channel, Optional.empty()));
  }

  private static void says(Channel channel, Optional<SoundSource> sound) {
    channel.phone().voice(sound);
    channel.core().rooms().memberOf(channel).ifPresent(Member::hearVoice);
  }

  /** Everything that the phone was sent to hear so far, in the order in which it ended; what goes on comes last. */
  public List<HeardSound> heardSounds() {
    return phone.sounds();
  }

  /** Tells {@code listener}, on the switch's context, each time that the phone is sent other sounds than before. */
  public void onSounds(Consumer<SimulatedCall> listener) {
    phone.onSounds(() -> listener.accept(this));
  }

  /** When the phone was sent media first: by early media, or when the call was answered. */
  public Optional<Instant> mediaSince() {
    return phone.mediaSince();
  }

  /** The keys that the switch has sent to this phone so far. */
  public String heardDigits() {
    return phone.heard();
  }

  /** Tells {@code listener}, on the switch's context, the keys that the switch sends to this phone from now on. */
  public void onKeys(Consumer<String> listener) {
    phone.onKeys(listener);
  }

  /** Whether the call exists, answered or not. */
  public boolean isUp() {
    return !phone.position().startsWith("hungup");
  }

  /**
   * Where the call is: {@code ringing} (not yet at its first application), {@code parked}, {@code conference <name>},
   * {@code playback <file>}, the name of another running application, {@code dialplan <extension> <context>} outside Confab, or
   * {@code hungup <cause>}.
   */
  public String position() {
    return phone.position();
  }

  /** Tells {@code listener}, on the switch's context, each time that the position changed. */
  public void onChange(Consumer<SimulatedCall> listener) {
    phone.onMove(ignored -> listener.accept(this));
  }
}
