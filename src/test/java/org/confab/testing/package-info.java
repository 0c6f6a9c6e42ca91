/**
 * What the tests stand on: a clock that is moved by hand, a switch (a real FreeSWITCH, or the simulated one) with callers, and an application
 * that records what it is asked. It knows the Event Socket by a client of its own, so that a mistake of the project's cannot hide itself.
 */
package org.confab.testing;
