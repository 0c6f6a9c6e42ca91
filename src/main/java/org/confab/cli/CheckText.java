package org.confab.cli;

import java.util.List;
import org.confab.check.Explanation;
import org.confab.check.Fact;
import org.confab.check.Source;
import org.confab.check.Step;
import org.confab.http.PlainUrl;
import org.confab.plivo.Printable;
import org.confab.plivo.Warning;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.confab.terminal.Wrapping;

/** A check's report for people. */
final class CheckText {

  private static final int LINE = 8;
  private static final int NAME = 13;

  private final Terminal terminal;

  CheckText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(CheckReport report) {
    String source = Source.isUrl(report.source()) ? PlainUrl.of(report.source()) : Printable.of(report.source());
    report.reply().ifPresent(this::reply);
    if (report.outcome() instanceof CheckReport.Unavailable nothing) {
      wrapped(terminal.paint(Ink.BAD, "✗ "), 2, "no document: " + nothing.reason(), Ink.PLAIN);
    } else if (report.outcome() instanceof CheckReport.Refused refused) {
      wrapped(terminal.paint(Ink.BAD, "✗ "), 2,
          "refused: " + source + ", line " + refused.line() + ", column " + refused.column(), Ink.PLAIN);
      wrapped("  ", 2, refused.reason(), Ink.PLAIN);
      wrapped("  ", 2, "A call would get the fallback URL's document; without one it would be hung up.", Ink.DIM);
    } else if (report.outcome() instanceof CheckReport.Runs runs) {
      explanation(runs.explanation(), source);
    }
  }

  private void reply(Source.Reply reply) {
    wrapped("", 2, reply.method() + " " + PlainUrl.of(reply.url()) + ": " + reply.status() + ", "
        + (reply.contentType().isEmpty() ? "no content type" : Printable.of(reply.contentType())) + ", " + reply.took().toMillis() + " ms",
        Ink.PLAIN);
    terminal.print("");
  }

  private void explanation(Explanation explanation, String source) {
    explanation.steps().forEach(this::step);
    explanation.end().ifPresent(end -> {
      wrapped(Wrapping.padded("end", LINE), LINE, end, Ink.PLAIN);
      terminal.print("");
    });
    List<Warning> warnings = explanation.warnings();
    for (Warning warning : warnings) {
      wrapped(terminal.paint(Ink.WARNING, "! ") + Wrapping.padded("line " + warning.line(), LINE), 2 + LINE, warning.text(), Ink.PLAIN);
    }
    if (!warnings.isEmpty()) {
      terminal.print("");
    }
    String counts = count(explanation.steps().size(), "element") + ", "
        + (warnings.isEmpty() ? "nothing wrong" : count(warnings.size(), "warning"));
    wrapped(terminal.paint(warnings.isEmpty() ? Ink.GOOD : Ink.WARNING, "✓ "), 2, source + " runs: " + counts, Ink.PLAIN);
  }

  private void step(Step step) {
    terminal.print(Wrapping.padded("line " + step.line(), LINE) + terminal.paint(Ink.BOLD, step.title()));
    for (Fact fact : step.does()) {
      String name = Wrapping.padded(fact.name(), NAME);
      wrapped(" ".repeat(LINE) + terminal.paint(Ink.APPLICATION, name), LINE + NAME, fact.text(),
          fact.name().startsWith(" ") ? Ink.DIM : Ink.PLAIN);
    }
    terminal.print("");
  }

  /** Text after a head of that many columns; what does not fit goes below it, as far indented. */
  private void wrapped(String head, int columns, String text, Ink ink) {
    String before = head;
    for (String line : Wrapping.of(text, terminal.width() - columns)) {
      terminal.print(before + terminal.paint(ink, line));
      before = " ".repeat(columns);
    }
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
