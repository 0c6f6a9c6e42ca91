package org.confab.apptest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What became of one scenario.
 *
 * @param took     on the machine's clock
 * @param lasted   on the scenario's
 * @param warnings what Confab would have logged
 */
public record Outcome(Path file, String scenario, Optional<Failure> failure, Duration took, Duration lasted, List<String> warnings) {

  public Outcome {
    warnings = List.copyOf(warnings);
  }

  /** Whether everything was as expected. */
  public boolean passed() {
    return failure.isEmpty();
  }
}
