package org.confab.process;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command that runs. Closing it, if it still does, kills it and what it started. */
public final class ChildProcess implements AutoCloseable {

  private static final int DEATH_MS = 1000;

  private final Process process;

  private ChildProcess(Process process) {
    this.process = process;
  }

  /** Starts it with our environment, without {@code CONFAB_…}. */
  public static ChildProcess start(ProcessBuilder builder) throws IOException {
    withoutSettings(builder.environment());
    return new ChildProcess(builder.start());
  }

  public Process process() {
    return process;
  }

  /** Settings are not for others, tokens least of all. */
  static void withoutSettings(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("CONFAB_"));
  }

  /**
   * The command before what it started: a script whose child dies goes on with its next line, which may write the file that we are about
   * to delete. Waits a second at most for its death.
   */
  @Override
  public void close() {
    if (process.isAlive()) {
      List<ProcessHandle> started = process.descendants().toList();
      process.destroyForcibly();
      started.forEach(ProcessHandle::destroyForcibly);
      process.onExit().orTimeout(DEATH_MS, TimeUnit.MILLISECONDS).exceptionally(undead -> process).join();
    }
  }
}
