package org.confab.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * Writes an event of the log as one line: text ({@code 2026-01-31T12:00:00.000+01:00 WARN  call …: …}), or a JSON object ({@code format} is
 * {@code json}). Whatever anybody's name holds, it neither begins a second line nor ends a JSON string. With an exception, text has lines below,
 * each of which begins with blanks; JSON has the field {@code error}.
 */
public final class LineEncoder extends EncoderBase<ILoggingEvent> {

  /** A field of every line, as the process drives one box; so it is kept by the logger context, and not by threads. */
  private static final String BOX = "box";

  private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  private static final int MOST_FRAMES = 8;
  private static final int MOST_CAUSES = 4;
  private static final byte[] NOTHING = {};

  private final ZoneId zone;
  private boolean json;

  public LineEncoder() {
    this(ZoneId.systemDefault());
  }

  LineEncoder(ZoneId zone) {
    this.zone = zone;
  }

  /** From now on every line of the process names that box in JSON; to be said once, by whoever drives one. */
  public static void box(String address) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.putProperty(BOX, address);
    }
  }

  /** {@code text} or {@code json}; anything else is text. */
  public void setFormat(String format) {
    json = format.trim().equalsIgnoreCase("json");
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(256);
    if (json) {
      json(event, line);
    } else {
      text(event, line);
    }
    return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void text(ILoggingEvent event, StringBuilder line) {
    LOCAL.formatTo(instant(event).atZone(zone), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(Math.max(1, 6 - level.length())));
    OneLine.plain(event.getFormattedMessage(), line);
    Optional.ofNullable(event.getThrowableProxy()).ifPresent(thrown -> trace(thrown).lines().forEach(each -> {
      line.append("\n  ");
      OneLine.plain(each, line);
    }));
  }

  private static void json(ILoggingEvent event, StringBuilder line) {
    line.append("{\"time\":\"").append(DateTimeFormatter.ISO_INSTANT.format(instant(event))).append('"');
    field("level", event.getLevel().toString(), line);
    field("message", event.getFormattedMessage(), line);
    subjects(event).forEach((name, value) -> field(name, value, line));
    field("logger", event.getLoggerName(), line);
    Optional.ofNullable(event.getThrowableProxy()).ifPresent(thrown -> field("error", trace(thrown), line));
    line.append('}');
  }

  /** Of two subjects of one kind the first; the line's own words cannot be replaced. */
  private static Map<String, String> subjects(ILoggingEvent event) {
    Map<String, String> subjects = new LinkedHashMap<>();
    Optional.ofNullable(event.getLoggerContextVO().getPropertyMap().get(BOX)).ifPresent(box -> subjects.put(BOX, box));
    Object[] arguments = event.getArgumentArray();
    if (arguments != null) {
      for (Object argument : arguments) {
        if (argument instanceof Subject subject) {
          subject.fields().forEach(subjects::putIfAbsent);
        }
      }
    }
    if (event.getKeyValuePairs() != null) {
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        subjects.putIfAbsent(pair.key, String.valueOf(pair.value));
      }
    }
    return subjects;
  }

  private static void field(String name, String value, StringBuilder line) {
    line.append(',');
    OneLine.quoted(name, line);
    line.append(':');
    OneLine.quoted(value, line);
  }

  private static Instant instant(ILoggingEvent event) {
    return Optional.ofNullable(event.getInstant()).orElseGet(() -> Instant.ofEpochMilli(event.getTimeStamp()));
  }

  /** What was thrown and the innermost of where, and the same of its causes. */
  private static String trace(IThrowableProxy thrown) {
    StringBuilder trace = new StringBuilder();
    IThrowableProxy each = thrown;
    for (int depth = 0; each != null && depth < MOST_CAUSES; depth++) {
      trace.append(depth == 0 ? "" : "\ncaused by ").append(each.getClassName());
      if (each.getMessage() != null) {
        trace.append(": ");
        OneLine.plain(each.getMessage(), trace);
      }
      int frames = Math.min(MOST_FRAMES, each.getStackTraceElementProxyArray().length);
      for (int i = 0; i < frames; i++) {
        trace.append("\n  ").append(each.getStackTraceElementProxyArray()[i].getSTEAsString());
      }
      each = each.getCause();
    }
    return trace.toString();
  }
}
