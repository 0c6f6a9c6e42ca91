package org.confab.simulator;

import java.time.Duration;
import java.util.Optional;

/** The files that the switch can see. */
interface Disk {

  boolean exists(String path);

  /** How long an audio file plays; empty if it is missing or no audio that can be read. */
  Optional<Duration> duration(String path);

  /** Whether a recording of that name can be opened. */
  boolean canRecord(String path);

  /** Writes a recording of that length and returns its size in bytes; empty if it cannot be written. */
  Optional<Long> record(String path, Duration length);
}
