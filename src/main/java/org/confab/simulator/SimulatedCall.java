package org.confab.simulator;

import java.util.function.Consumer;

/** One caller's phone. Every method may be called from any thread; what it asks for happens on the switch's own context, in order. */
public final class SimulatedCall {

  SimulatedCall() {
  }

  /** The channel's UUID. */
  public String uuid() {
    throw new UnsupportedOperationException("coming");
  }

  /** The caller's number. */
  public String from() {
    throw new UnsupportedOperationException("coming");
  }

  /** Presses keys ({@code 0-9 * # A-D}), one after the other. */
  public void press(String digits) {
    throw new UnsupportedOperationException("coming");
  }

  /** The caller hangs up. */
  public void hangUp() {
    throw new UnsupportedOperationException("coming");
  }

  /** The caller puts the call on hold. */
  public void hold() {
    throw new UnsupportedOperationException("coming");
  }

  /** The caller takes the call back from hold. */
  public void unhold() {
    throw new UnsupportedOperationException("coming");
  }

  /** Whether the call exists, answered or not. */
  public boolean isUp() {
    throw new UnsupportedOperationException("coming");
  }

  /**
   * Where the call is: {@code parked}, {@code conference <name>}, {@code playback <file>}, the name of another running application,
   * {@code dialplan <extension> <context>} outside Confab, or {@code hungup <cause>}.
   */
  public String position() {
    throw new UnsupportedOperationException("coming");
  }

  /** Tells {@code listener}, on the switch's context, each time that the position changed. */
  public void onChange(Consumer<SimulatedCall> listener) {
    throw new UnsupportedOperationException("coming");
  }
}
