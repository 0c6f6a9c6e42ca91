package org.confab.testing;

/** What the switch sends to one caller, as samples: mono, 16 bit, 8 kHz. Callable from any thread. */
interface Ear {

  int RATE = 8000;

  /** How many samples there were so far; none before there is media. */
  long position();

  /** {@code count} of them from {@code from} on, all of them before {@link #position()}. */
  short[] samples(long from, int count);
}
