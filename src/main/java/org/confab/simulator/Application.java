package org.confab.simulator;

/**
 * An application that the switch has.
 *
 * @param needsMedia an unanswered call gets early media before it runs
 */
record Application(String name, boolean needsMedia, Start start) {

  /** Starts it; it runs until {@link Execution#end()}. */
  @FunctionalInterface
  interface Start {
    void run(Channel channel, Execution execution);
  }
}
