/**
 * What the tests stand on: a clock that is moved by hand, a switch (a real FreeSWITCH, or the simulated one) with callers, and an application
 * that records what it is asked. It knows the Event Socket by a client of its own, so that a mistake of the project's cannot hide itself.
 *
 * <p>Callers have ears: {@link org.confab.testing.Hearing} finds {@link org.confab.testing.Tone}s in what the switch sends to one of them, which on a
 * real switch is a recording of the caller's own leg, and on the simulator is made of what it says it sends, the same files included.
 */
package org.confab.testing;
