package org.confab.trace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.confab.clock.Clock;
import org.confab.log.Subject;
import org.confab.trace.TraceEntry.Kind;
import org.slf4j.LoggerFactory;

/** What was decided, and what went wrong: the log's lines that are about a call, a conference or a room, at INFO and above. */
final class TracedLog extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private static final String OURS = "org.confab";

  private final Trace trace;
  private final Clock clock;

  private TracedLog(Trace trace, Clock clock) {
    this.trace = trace;
    this.clock = clock;
  }

  /** Listens from now on, until it is stopped. A line that the log's level keeps out is not heard here either. */
  static Runnable listen(Trace trace, Clock clock) {
    if (!(LoggerFactory.getLogger(OURS) instanceof Logger logger)) {
      return () -> { };
    }
    TracedLog log = new TracedLog(trace, clock);
    log.setContext(logger.getLoggerContext());
    log.start();
    logger.addAppender(log);
    return () -> {
      logger.detachAppender(log);
      log.stop();
    };
  }

  @Override
  protected void append(ILoggingEvent event) {
    Object[] arguments = event.getArgumentArray();
    if (arguments == null || !event.getLevel().isGreaterOrEqual(Level.INFO)) {
      return;
    }
    Map<String, String> about = new LinkedHashMap<>();
    for (Object argument : arguments) {
      if (argument instanceof Subject subject) {
        // now: what a call is in may change
        subject.fields().forEach(about::putIfAbsent);
      }
    }
    if (!about.containsKey("call") && !about.containsKey("conference") && !about.containsKey("room")) {
      return;
    }
    Instant now = clock.now();
    String message = event.getFormattedMessage();
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      about.put("level", event.getLevel().toString());
    }
    trace.add(() -> new TraceEntry(now, Kind.DECIDED, about, withoutCall(message, about.getOrDefault("call", ""))), 2 * message.length());
  }

  private static String withoutCall(String message, String call) {
    String begin = "call " + call + ": ";
    return !call.isEmpty() && message.startsWith(begin) ? message.substring(begin.length()) : message;
  }
}
