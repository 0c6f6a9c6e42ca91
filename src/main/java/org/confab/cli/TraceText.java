package org.confab.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.confab.log.OneLine;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.confab.terminal.Wrapping;
import org.confab.trace.Found;
import org.confab.trace.Found.TracedCall;
import org.confab.trace.TraceEntry;

/** A story for people: who, when, and a timeline of three columns. Whatever others wrote stays on its line. */
final class TraceText {

  private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int TIME = 9;
  private static final int KIND = 10;
  private static final String GAP = "  ";
  private static final int FEWEST = 30;

  private final Terminal terminal;
  private final Map<String, Set<String>> said = new HashMap<>();

  TraceText(Terminal terminal) {
    this.terminal = terminal;
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  void print(Found found) {
    if (found instanceof Found.Story story) {
      story(story);
    } else if (found instanceof Found.Several several) {
      terminal.print(several.calls().size() + " calls from " + OneLine.of(several.number()) + "; 'confab trace CALL' tells the story of one:");
      terminal.print("");
      several.calls().forEach(call -> {
        terminal.print(terminal.paint(Ink.BOLD, OneLine.of(call.call())));
        wrapped("", "  " + described(call));
      });
    }
  }

  private void story(Found.Story story) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (story.what() == Found.What.CALL) {
      terminal.print("Call " + terminal.paint(Ink.BOLD, OneLine.of(story.name())));
      story.calls().forEach(call -> wrapped("", "  " + described(call)));
    } else {
      terminal.print("Conference " + terminal.paint(Ink.BOLD, OneLine.of(story.name())));
      for (TracedCall call : story.calls()) {
        String label = "#" + (labels.size() + 1);
        labels.put(call.call(), label);
        wrapped("", "  " + Wrapping.padded(label, 4) + call(call));
      }
    }
    terminal.print("");
    if (story.leftOut() > 0) {
      terminal.print("(" + story.leftOut() + " earlier entries are left out; --since shows less)");
    }
    int width = labels.values().stream().mapToInt(String::length).max().orElse(0);
    Optional<Instant> began = story.entries().stream().findFirst().map(TraceEntry::at);
    story.entries().forEach(entry -> entry(entry, began.orElse(entry.at()), labels, width));
  }

  private static String call(TracedCall call) {
    return OneLine.of(call.call()) + ", " + described(call);
  }

  private static String described(TracedCall call) {
    StringBuilder text = new StringBuilder();
    if (!call.from().isEmpty() || !call.to().isEmpty()) {
      text.append("from ").append(OneLine.of(call.from())).append(" to ").append(OneLine.of(call.to())).append(", ");
    }
    text.append(moment(call.began()));
    if (!call.conferences().isEmpty()) {
      text.append(", conference ").append(OneLine.of("'" + String.join("', '", call.conferences()) + "'"));
    }
    call.endedAt().ifPresent(ended -> text.append(", ").append(OneLine.of(call.ended())).append(" after ").append(length(Duration.between(call.began(), ended))));
    return text.toString();
  }

  private static String length(Duration length) {
    long seconds = length.toSeconds();
    return seconds < 60 ? seconds + "." + length.toMillisPart() / 100 + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }

  private void entry(TraceEntry entry, Instant began, Map<String, String> labels, int width) {
    String time = String.format(Locale.ROOT, "%" + TIME + "s", relative(Duration.between(began, entry.at())));
    String label = width == 0 ? "" : Wrapping.padded(labels.getOrDefault(entry.about().getOrDefault("call", ""), ""), width) + GAP;
    String kind = Wrapping.padded(kind(entry), KIND);
    int indent = TIME + GAP.length() + label.length() + KIND + GAP.length();
    List<String> lines = Wrapping.of(OneLine.of(entry.text()), Math.max(FEWEST, terminal.width() - indent));
    Ink ink = ink(entry);
    terminal.print(terminal.paint(Ink.DIM, time) + GAP + label + terminal.paint(ink, kind) + GAP + lines.get(0));
    lines.stream().skip(1).forEach(line -> terminal.print(" ".repeat(indent) + line));
    if (!entry.detail().isEmpty()) {
      detail(entry, indent);
    }
  }

  /** A document line by line, parameters one after the other. */
  private void detail(TraceEntry entry, int indent) {
    boolean document = entry.kind() == TraceEntry.Kind.ANSWERED;
    List<String> given = document ? entry.detail().lines().filter(line -> !line.isBlank()).toList() : news(entry);
    for (String line : given) {
      Wrapping.of(OneLine.of(line), Math.max(FEWEST, terminal.width() - indent - 2))
          .forEach(part -> terminal.print(" ".repeat(indent + 2) + terminal.paint(document ? Ink.APPLICATION : Ink.DIM, part.stripTrailing())));
    }
  }

  /** The parameters that no request of that call had before with that value. */
  private List<String> news(TraceEntry entry) {
    Set<String> before = said.computeIfAbsent(entry.about().getOrDefault("call", ""), first -> new HashSet<>());
    String line = entry.detail().lines().filter(before::add).collect(Collectors.joining("  "));
    return line.isEmpty() ? List.of() : List.of(line);
  }

  private static String relative(Duration since) {
    Duration size = since.abs();
    String sign = since.isNegative() ? "-" : "";
    String seconds = "%02d.%03d".formatted(size.toSecondsPart(), size.toMillisPart());
    return sign + (size.toMinutes() == 0 ? seconds.replaceFirst("^0", "") : size.toHours() == 0 ? size.toMinutes() + ":" + seconds
        : "%d:%02d:%s".formatted(size.toHours(), size.toMinutesPart(), seconds.substring(0, 2)));
  }

  private static String kind(TraceEntry entry) {
    return switch (entry.kind()) {
      case SWITCH -> "FreeSWITCH";
      case DECIDED -> switch (entry.about().getOrDefault("level", "")) {
        case "WARN" -> "warning";
        case "ERROR" -> "error";
        default -> "decided";
      };
      default -> entry.kind().name().toLowerCase(Locale.ROOT);
    };
  }

  private static Ink ink(TraceEntry entry) {
    String level = entry.about().getOrDefault("level", "");
    if (!level.isEmpty()) {
      return level.equals("ERROR") ? Ink.BAD : Ink.WARNING;
    }
    return switch (entry.kind()) {
      case SWITCH -> Ink.SWITCH;
      case ASKED, ANSWERED -> Ink.APPLICATION;
      case CALLBACK -> Ink.CALLBACK;
      case DECIDED -> Ink.BOLD;
      case COMMAND -> Ink.PLAIN;
    };
  }

  private void wrapped(String indent, String text) {
    Wrapping.of(text, terminal.width()).forEach(line -> terminal.print(indent + line));
  }
}
