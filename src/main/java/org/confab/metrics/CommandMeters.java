package org.confab.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import link.thingscloud.freeswitch.esl.transport.CommandResponse;
import org.confab.esl.Command;
import org.confab.esl.CommandListener;

/** The meters of what is said to FreeSWITCH. */
public final class CommandMeters implements CommandListener {

  private static final Duration[] BUCKETS = LongStream.of(1, 5, 10, 50, 100, 500, 1000, 5000, 10_000)
      .mapToObj(Duration::ofMillis).toArray(Duration[]::new);

  private final Map<Result, Timer> commands;
  private final Map<Result, Timer> jobs;

  CommandMeters(MeterRegistry registry) {
    commands = Tags.each(Result.class, (result, word) -> Timer.builder("confab.commands")
        .description("Commands to FreeSWITCH, until its reply").serviceLevelObjectives(BUCKETS).tag("result", word).register(registry));
    jobs = Tags.each(Result.class, (result, word) -> Timer.builder("confab.jobs")
        .description("What FreeSWITCH does in its background, everything that is said to rooms for one, until it is done").tag("result", word)
        .register(registry));
  }

  @Override
  public void replied(Command command, Result result, Optional<CommandResponse> reply, Duration took) {
    commands.get(result).record(took);
  }

  @Override
  public void jobEnded(Job job, Result result, String printed, Duration took) {
    jobs.get(result).record(took);
  }
}
