package org.confab.simulator;

import java.util.Optional;
import java.util.function.Consumer;

/** One caller's phone. Every method may be called from any thread; what it asks for happens on the switch's own context, in order. */
public final class SimulatedCall {

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
    act.accept(channel -> digits.chars().forEach(digit -> channel.digit((char) digit)));
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

  /** The caller speaks: start-talking, and the floor, if the call is in a room that hears it. */
  public void talk() {
    act.accept(channel -> member(channel).ifPresent(member -> member.talk(true)));
  }

  /** The caller falls silent. */
  public void fallSilent() {
    act.accept(channel -> member(channel).ifPresent(member -> member.talk(false)));
  }

  private static Optional<Member> member(Channel channel) {
    return channel.core().rooms().memberOf(channel);
  }

  /** The keys that the switch has sent to this phone so far. */
  public String heardDigits() {
    return phone.heard();
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
