package org.confab.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** What an operator would have read in the log while this was open. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final Level before;
  private final Logger ours = (Logger) LoggerFactory.getLogger("org.confab");
  private final Level oursBefore = ours.getLevel();
  private final List<String> lines = new ArrayList<>();
  private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
    @Override
    protected void append(ILoggingEvent event) {
      synchronized (lines) {
        lines.add(event.getLevel() + " " + event.getFormattedMessage() + traces(event.getThrowableProxy()));
        lines.notifyAll();
      }
    }
  };

  private LogLines(Logger logger, Level level) {
    this.logger = logger;
    this.before = logger.getLevel();
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.setLevel(level);
    logger.setAdditive(false);
    logger.addAppender(appender);
  }

  /** Listens from now on, to everything at INFO and above. */
  public static LogLines open() {
    return new LogLines((Logger) LoggerFactory.getLogger("org.confab"), Level.INFO);
  }

  /** Listens from now on, to everything that anybody says, the libraries included. Nothing is printed meanwhile. */
  public static LogLines everything() {
    LogLines log = new LogLines((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), Level.ALL);
    log.ours.setLevel(Level.ALL);
    log.quiet(true);
    return log;
  }

  /** Whoever listens to the root already hears nothing meanwhile. */
  private void quiet(boolean quiet) {
    logger.iteratorForAppenders().forEachRemaining(each -> {
      each.clearAllFilters();
      if (quiet && each != appender) {
        ThresholdFilter none = new ThresholdFilter();
        none.setLevel("OFF");
        none.start();
        each.addFilter(none);
      }
    });
  }

  private static String traces(IThrowableProxy thrown) {
    return thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown);
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
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
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
    if (logger != ours) {
      ours.setLevel(oursBefore);
      quiet(false);
    }
  }
}
