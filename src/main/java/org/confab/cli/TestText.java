package org.confab.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.confab.apptest.Outcome;
import org.confab.log.OneLine;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;

/** Scenarios for people, each as it ends. */
final class TestText {

  private final Terminal terminal;
  private Optional<Path> file = Optional.empty();

  TestText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Outcome outcome) {
    if (!Optional.of(outcome.file()).equals(file)) {
      file = Optional.of(outcome.file());
      terminal.print(OneLine.of(outcome.file().toString()));
    }
    terminal.print("  " + terminal.paint(outcome.passed() ? Ink.GOOD : Ink.BAD, outcome.passed() ? "✓ " : "✗ ") + OneLine.of(outcome.scenario())
        + terminal.paint(Ink.DIM, "  (" + seconds(outcome.took()) + "; on the line " + seconds(outcome.lasted()) + ")"));
    outcome.failure().ifPresent(failure -> {
      terminal.print("      " + terminal.paint(Ink.BAD, OneLine.of(outcome.file() + ":" + failure.line() + ": " + failure.what())));
      failure.detail().forEach(line -> terminal.print("        " + OneLine.of(line)));
    });
    if (!outcome.passed() || !outcome.warnings().isEmpty()) {
      outcome.warnings().forEach(line -> terminal.print("      " + terminal.paint(Ink.WARNING, "Confab warned: ") + OneLine.of(line)));
    }
  }

  void end(List<Outcome> outcomes) {
    long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    Duration took = outcomes.stream().map(Outcome::took).reduce(Duration.ZERO, Duration::plus);
    terminal.print("");
    terminal.print(terminal.paint(failed == 0 ? Ink.GOOD : Ink.BAD, outcomes.size() + (outcomes.size() == 1 ? " scenario, " : " scenarios, ")
        + (failed == 0 ? "all passed" : failed + " failed")) + " (" + seconds(took) + ")");
  }

  private static String seconds(Duration time) {
    return time.toMinutes() > 0 ? time.toMinutes() + " min " + time.toSecondsPart() + " s" : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
