package org.confab.esl;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.confab.clock.Clock;

/**
 * {@code bgapi} with an answer: each job runs under an id of ours that is known here before the command is sent, so that the fastest
 * {@code BACKGROUND_JOB} finds it. Each has a deadline of its own, since what runs in the background may hang in FreeSWITCH.
 */
public final class BackgroundJobs {

  private record Job(String function, String arguments, Promise<String> result, Clock.Timer deadline, Instant startedAt) {}

  private static final int MOST_LATE = 1000;

  private final Clock clock;
  private final String prefix;
  private final CommandListener listener;
  private final Map<String, Job> jobs = new HashMap<>();
  /** What to do when a job ends of which nobody hears any more. */
  private final Map<String, Runnable> late = new LinkedHashMap<>() {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Runnable> eldest) {
      return size() > MOST_LATE;
    }
  };
  private long started;

  /** @param prefix begins every job's id; the subscription's filter lets only such jobs through */
  public BackgroundJobs(Clock clock, String prefix) {
    this(clock, prefix, CommandListener.NONE);
  }

  /** As the other; {@code listener} hears how each job ended. */
  public BackgroundJobs(Clock clock, String prefix, CommandListener listener) {
    this.clock = clock;
    this.listener = listener;
    this.prefix = prefix;
  }

  /**
   * Runs the function in FreeSWITCH's background and completes with what it printed, without blanks at its ends. Fails with
   * {@link EslException.TimedOut} after {@code deadline} (a late answer is dropped, the connection stays), or as {@link EslConnection#send}.
   */
  public Future<String> run(EslConnection commands, String function, String arguments, Duration deadline) {
    return run(commands, function, arguments, deadline, () -> { });
  }

  /** As the other; {@code late} is run if the job ends after its deadline, be that on another connection (of very many, the newest are known). */
  public Future<String> run(EslConnection commands, String function, String arguments, Duration deadline, Runnable late) {
    String id = prefix + Long.toString(++started, 36);
    Command command = Command.bgapi(function, arguments, id);
    Promise<String> result = Promise.promise();
    Clock.Timer timer = clock.schedule(deadline, () -> {
      this.late.put(id, late);
      fail(id, new EslException.TimedOut(shown(function, arguments), deadline.toMillis()));
    });
    jobs.put(id, new Job(function, arguments, result, timer, clock.now()));
    commands.expectOk(command).onFailure(failure -> fail(id, failure));
    return result.future();
  }

  /** For a log line: what is said and to which room, but not the rest, which may be keys that are relayed. */
  private static String shown(String function, String arguments) {
    return Stream.concat(Stream.of(function), Stream.of(arguments.split(" ")).limit(2)).collect(Collectors.joining(" "));
  }

  /** Takes a {@code BACKGROUND_JOB} event; one that nobody waits for is ignored. */
  public void completed(Event event) {
    Job job = jobs.remove(event.text("Job-UUID"));
    if (job != null) {
      job.deadline().cancel();
      String printed = new String(event.body(), StandardCharsets.UTF_8).strip();
      heard(job, Replies.isError(printed) ? CommandListener.Result.REFUSED : CommandListener.Result.OK, printed);
      job.result().complete(printed);
    } else {
      Optional.ofNullable(late.remove(event.text("Job-UUID"))).ifPresent(Runnable::run);
    }
  }

  /** Fails every job: the connection on which its answer would come is gone. */
  public void failAll(EslException why) {
    Map.copyOf(jobs).keySet().forEach(id -> fail(id, why));
  }

  private void fail(String id, Throwable why) {
    Job job = jobs.remove(id);
    if (job != null) {
      job.deadline().cancel();
      heard(job, why instanceof EslException.TimedOut ? CommandListener.Result.LATE
          : why instanceof EslException.Failed ? CommandListener.Result.REFUSED : CommandListener.Result.LOST, "");
      job.result().fail(why);
    }
  }

  private void heard(Job job, CommandListener.Result result, String printed) {
    listener.jobEnded(new CommandListener.Job(job.function(), job.arguments()), result, printed, Duration.between(job.startedAt(), clock.now()));
  }
}
