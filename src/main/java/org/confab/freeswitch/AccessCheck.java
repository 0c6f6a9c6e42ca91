package org.confab.freeswitch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether FreeSWITCH can use a directory: asked of itself after each connect, and every minute for as long as something is wrong, so that
 * a mended directory is used without a restart. A line in the log tells each change. To be used on the box's context.
 */
public final class AccessCheck {

  private static final Logger LOG = LoggerFactory.getLogger(AccessCheck.class);
  private static final Duration BETWEEN = Duration.ofMinutes(1);

  private final String setting;
  private final BoxCommands commands;
  private final Clock clock;
  private final Function<BoxCommands, Future<Optional<String>>> question;
  private Clock.Timer again = () -> {};
  private long connection;
  private volatile Optional<String> problem = Optional.empty();
  private volatile String standing = "FreeSWITCH has not been asked yet";

  /**
   * @param setting  the directory's name in confab.yaml
   * @param question completes with what is wrong and what to do about it, fails if FreeSWITCH could not be asked
   */
  public AccessCheck(String setting, BoxCommands commands, Clock clock, Function<BoxCommands, Future<Optional<String>>> question) {
    this.setting = setting;
    this.commands = commands;
    this.clock = clock;
    this.question = question;
  }

  /** To be told everything that the box tells. */
  public void onEvent(SwitchEvent event) {
    if (event instanceof SwitchEvent.Connected) {
      ask(++connection);
    } else if (event instanceof SwitchEvent.Disconnected) {
      connection++;
      again.cancel();
    }
  }

  /** What is wrong, as of the last time that it could be asked; safe on any thread. */
  public Optional<String> problem() {
    return problem;
  }

  /** What is known, in words for operators; safe on any thread. */
  public String standing() {
    return standing;
  }

  private void ask(long asked) {
    again.cancel();
    question.apply(commands).onComplete(answer -> {
      if (asked == connection) {
        answered(answer);
      }
    }, failure -> {
      if (asked == connection) {
        LOG.warn("{}: whether FreeSWITCH can use it could not be found out: {}.", setting, failure.getMessage());
        standing = problem.orElse("FreeSWITCH could not be asked");
        askAgain();
      }
    });
  }

  private void answered(Optional<String> now) {
    if (now.isPresent() && !now.equals(problem)) {
      LOG.error("{}: {}.", setting, now.get());
    } else if (now.isEmpty() && problem.isPresent()) {
      LOG.info("{}: FreeSWITCH can use it now.", setting);
    }
    problem = now;
    standing = now.orElse("FreeSWITCH can use it");
    askAgain();
  }

  private void askAgain() {
    if (problem.isPresent()) {
      long asked = connection;
      again = clock.schedule(BETWEEN, () -> ask(asked));
    }
  }
}
