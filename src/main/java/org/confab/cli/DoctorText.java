package org.confab.cli;

import java.util.List;
import org.confab.config.Settings;
import org.confab.doctor.Finding;
import org.confab.doctor.Finding.Standing;
import org.confab.log.OneLine;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.confab.terminal.Wrapping;

/** Findings for people, each as it comes, and each on one line: a command that is broken cannot be copied. */
final class DoctorText {

  private static final int NAME = 24;
  private static final int MARK = 2;

  private final Terminal terminal;

  DoctorText(Terminal terminal) {
    this.terminal = terminal;
  }

  void begin(Settings settings) {
    terminal.print("FreeSWITCH at " + settings.freeswitch().host() + ":" + settings.freeswitch().port() + ", Confab, and the application");
    terminal.print("");
  }

  void print(Finding finding) {
    Ink ink = switch (finding.standing()) {
      case RIGHT -> Ink.GOOD;
      case DOUBTFUL -> Ink.WARNING;
      case WRONG -> Ink.BAD;
      case UNKNOWN -> Ink.DIM;
    };
    String mark = switch (finding.standing()) {
      case RIGHT -> "✓ ";
      case DOUBTFUL -> "! ";
      case WRONG -> "✗ ";
      case UNKNOWN -> "? ";
    };
    terminal.print(terminal.paint(ink, mark + Wrapping.padded(finding.check(), NAME))
        + terminal.paint(finding.standing() == Standing.UNKNOWN ? Ink.DIM : Ink.PLAIN, OneLine.of(finding.text())));
    finding.remedy().ifPresent(remedy -> terminal.print(" ".repeat(MARK + NAME) + terminal.paint(Ink.BOLD, "→ " + OneLine.of(remedy))));
  }

  void end(List<Finding> findings) {
    long wrong = count(findings, Standing.WRONG);
    long doubtful = count(findings, Standing.DOUBTFUL);
    long unknown = count(findings, Standing.UNKNOWN);
    terminal.print("");
    terminal.print(terminal.paint(wrong > 0 ? Ink.BAD : doubtful > 0 ? Ink.WARNING : Ink.GOOD, wrong == 0 ? "Nothing is wrong" : wrong + " wrong")
        + (doubtful == 0 ? "" : ", " + doubtful + " doubtful") + (unknown == 0 ? "" : ", " + unknown + " not looked at") + ", " + count(findings, Standing.RIGHT) + " right.");
  }

  private static long count(List<Finding> findings, Standing standing) {
    return findings.stream().filter(finding -> finding.standing() == standing).count();
  }
}
