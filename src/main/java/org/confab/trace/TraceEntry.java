package org.confab.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One thing that happened. What others wrote is in it as they wrote it, control characters included: to be escaped by whoever shows it.
 *
 * @param at     when it happened, or began
 * @param about  what it is about, by field: {@code call}, {@code conference} (its name), {@code room} and {@code member} (FreeSWITCH's), {@code task} (of
 *     FreeSWITCH's scheduler), {@code callback} (its id), {@code from} and {@code to} (numbers), {@code event} (FreeSWITCH's word), {@code level} (of a log
 *     line that is a warning or an error), {@code box} (what concerns every call)
 * @param text   one line
 * @param detail more of it, in lines: a document, or the parameters of a request; or nothing
 */
public record TraceEntry(Instant at, Kind kind, Map<String, String> about, String text, String detail) {

  /** Who did it, or what it is. */
  public enum Kind {
    /** FreeSWITCH told it. */
    SWITCH,
    /** Said to FreeSWITCH, and its reply. */
    COMMAND,
    /** A document was asked for. */
    ASKED,
    /** What came, or did not. */
    ANSWERED,
    /** Confab decided it, or warns of it: a line of the log. */
    DECIDED,
    /** A callback that was stored, or an attempt to deliver it. */
    CALLBACK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int LONGEST_TEXT = 2000;
  private static final int LONGEST_DETAIL = 8000;
  private static final int LONGEST_FIELD = 300;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, String>> FIELDS = new TypeReference<>() {};

  /** What is too long is cut. */
  public TraceEntry {
    about = Collections.unmodifiableMap(new LinkedHashMap<>(about));
    text = cut(text, LONGEST_TEXT);
    detail = cut(detail, LONGEST_DETAIL);
  }

  TraceEntry(Instant at, Kind kind, Map<String, String> about, String text) {
    this(at, kind, about, text, "");
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  TraceEntry with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(about);
    more.put(name, value);
    return new TraceEntry(at, kind, more, text, detail);
  }

  /** One of the fields of {@link #about}. */
  public Optional<String> field(String name) {
    return Optional.ofNullable(about.get(name));
  }

  /** As one line, with its end: a JSON object of texts alone, in which what it is about comes before {@code text} ({@link Line} relies on that). */
  String line() {
    StringBuilder line = new StringBuilder(200 + text.length() + detail.length());
    line.append("{\"at\":\"").append(time(at)).append("\",\"kind\":\"").append(kind.word()).append('"');
    about.forEach((name, value) -> field(name, cut(value, LONGEST_FIELD), line));
    field("text", text, line);
    if (!detail.isEmpty()) {
      field("detail", detail, line);
    }
    return line.append("}\n").toString();
  }

  /** Of one length, so that what is later comes later in the alphabet, too. */
  static String time(Instant at) {
    // by hand: a formatter takes longer than all the rest of a line
    LocalDateTime time = LocalDateTime.ofEpochSecond(at.getEpochSecond(), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(27);
    digits(time.getYear(), 1000, text).append('-');
    digits(time.getMonthValue(), 10, text).append('-');
    digits(time.getDayOfMonth(), 10, text).append('T');
    digits(time.getHour(), 10, text).append(':');
    digits(time.getMinute(), 10, text).append(':');
    digits(time.getSecond(), 10, text).append('.');
    return digits(at.getNano() / 1000, 100_000, text).append('Z').toString();
  }

  private static StringBuilder digits(int number, int highest, StringBuilder text) {
    for (int place = highest; place > 0; place /= 10) {
      text.append((char) ('0' + number / place % 10));
    }
    return text;
  }

  private static void field(String name, String value, StringBuilder line) {
    line.append(",\"").append(name).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, line);
    line.append('"');
  }

  /** A value as it stands in a line. */
  static String quoted(String value) {
    StringBuilder quoted = new StringBuilder();
    JsonStringEncoder.getInstance().quoteAsString(cut(value, LONGEST_FIELD), quoted);
    return quoted.toString();
  }

  /** The entry of a line; empty if it is none, or only a part of one. */
  static Optional<TraceEntry> of(String line) {
    try {
      Map<String, String> fields = MAPPER.readValue(line, FIELDS);
      if (fields == null || !fields.keySet().containsAll(List.of("at", "kind", "text"))) {
        return Optional.empty();
      }
      Instant at = Instant.parse(fields.remove("at"));
      Kind kind = Kind.valueOf(fields.remove("kind").toUpperCase(Locale.ROOT));
      String text = fields.remove("text");
      String detail = Optional.ofNullable(fields.remove("detail")).orElse("");
      return Optional.of(new TraceEntry(at, kind, fields, text, detail));
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException | NullPointerException torn) {
      return Optional.empty();
    }
  }
}
