package org.confab.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** While it is open, the service's warnings and errors go where a command shows them, and nothing goes to the log. */
final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final Level level;
  private final boolean additive;
  private final AppenderBase<ILoggingEvent> lines;

  private LogLines(Logger logger, Consumer<String> line) {
    this.logger = logger;
    this.level = logger.getLevel();
    this.additive = logger.isAdditive();
    this.lines = new AppenderBase<>() {
      @Override
      protected void append(ILoggingEvent event) {
        line.accept(event.getFormattedMessage());
      }
    };
    lines.start();
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    logger.addAppender(lines);
  }

  static LogLines to(Consumer<String> line) {
    return new LogLines((Logger) LoggerFactory.getLogger("org.confab"), line);
  }

  @Override
  public void close() {
    logger.detachAppender(lines);
    logger.setLevel(level);
    logger.setAdditive(additive);
  }
}
