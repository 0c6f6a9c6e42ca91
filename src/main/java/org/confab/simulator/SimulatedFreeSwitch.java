package org.confab.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A FreeSWITCH that is not there: its Event Socket, its channels and its conferences, on 127.0.0.1. */
public final class SimulatedFreeSwitch {

  private SimulatedFreeSwitch() {
  }

  /** Starts one; fails if the port cannot be had. */
  public static Future<SimulatedFreeSwitch> start(Vertx vertx, SimulatorOptions options) {
    return Future.failedFuture(new UnsupportedOperationException("coming"));
  }

  /** The port on which the Event Socket listens. */
  public int port() {
    throw new UnsupportedOperationException("coming");
  }

  /** A call comes in. Returns at once; what happens to it happens on the switch's context. */
  public SimulatedCall place(IncomingCall call) {
    throw new UnsupportedOperationException("coming");
  }

  /** The calls that are up, in the order in which they came. */
  public List<SimulatedCall> calls() {
    throw new UnsupportedOperationException("coming");
  }

  /** Ends it: every connection just closes. */
  public Future<Void> stop() {
    throw new UnsupportedOperationException("coming");
  }

  /** A fault: every Event Socket connection closes, the calls go on. */
  public void dropConnections() {
    throw new UnsupportedOperationException("coming");
  }

  /** A fault: FreeSWITCH is killed and started again: another Core-UUID, every call is gone, every connection closes. */
  public void killCore() {
    throw new UnsupportedOperationException("coming");
  }

  /** A fault: the next call that joins a room which is about to end is lost in it (see "Traps" of what a running FreeSWITCH does). */
  public void loseNextJoinInDyingRoom() {
    throw new UnsupportedOperationException("coming");
  }
}
