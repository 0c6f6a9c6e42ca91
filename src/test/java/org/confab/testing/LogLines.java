package org.confab.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What an operator would have read in the log while this was open. */
public final class LogLines implements AutoCloseable {

  private final Logger logger = (Logger) LoggerFactory.getLogger("org.confab");
  private final Level before = logger.getLevel();
  private final List<String> lines = new ArrayList<>();
  private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
    @Override
    protected void append(ILoggingEvent event) {
      synchronized (lines) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage());
        lines.notifyAll();
      }
    }
  };

  private LogLines() {}

  /** Listens from now on, to everything at INFO and above. */
  public static LogLines open() {
    LogLines log = new LogLines();
    log.appender.setContext(log.logger.getLoggerContext());
    log.appender.start();
    log.logger.setLevel(Level.INFO);
    log.logger.setAdditive(false);
    log.logger.addAppender(log.appender);
    return log;
  }

  /** The lines so far, each with its level before it. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Waits for a line, and returns it. */
  public String await(String what, Predicate<String> wanted) {
    return awaitCount(what, wanted, 1);
  }

  /** Waits for that many lines, and returns the first. */
  public String awaitCount(String what, Predicate<String> wanted, int count) {
    long until = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    synchronized (lines) {
      while (lines.stream().filter(wanted).count() < count) {
        long left = (until - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("no log line " + what + " in:" + lines.stream().map(line -> "\n  " + line).collect(Collectors.joining()));
        }
        try {
          lines.wait(left);
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw new AssertionError(interrupted);
        }
      }
      return lines.stream().filter(wanted).findFirst().orElseThrow();
    }
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setLevel(before);
    logger.setAdditive(true);
  }
}
