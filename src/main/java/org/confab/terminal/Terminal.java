package org.confab.terminal;

import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes.
 *
 * @param colour whether {@link #paint} colours
 * @param interactive whether a person types and reads: both ends are a terminal
 * @param width columns, at least 40
 */
public record Terminal(PrintStream out, PrintStream err, boolean colour, boolean interactive, int width) {

  private static final int USUAL_WIDTH = 80;
  private static final int LEAST_WIDTH = 40;
  private static final int MOST_WIDTH = 120;

  /** The process's own. No colour where {@code NO_COLOR} is set (no-color.org) or {@code TERM} is dumb; as wide as {@code COLUMNS} says. */
  public static Terminal ofProcess(Map<String, String> environment) {
    Console console = System.console();
    boolean person = console != null && isTerminal(console);
    boolean colour = person && environment.getOrDefault("NO_COLOR", "").isEmpty() && !environment.getOrDefault("TERM", "").equals("dumb");
    String columns = environment.getOrDefault("COLUMNS", "");
    int width = columns.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    return new Terminal(utf8(System.out), utf8(System.err), colour, person, Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, width)));
  }

  /** For output that nobody sees as it comes: no colour, the usual width. */
  public static Terminal plain(PrintStream out, PrintStream err) {
    return new Terminal(out, err, false, false, USUAL_WIDTH);
  }

  /** From Java 22 on there is a Console without a terminal, too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException olderJava) {
      return true;
    }
  }

  /** XML is UTF-8, and so is every terminal of the last twenty years; Java 17 would go by the locale, which containers do not set. */
  private static PrintStream utf8(PrintStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  /** The text as that ink looks; unchanged where there is no colour. */
  public String paint(Ink ink, String text) {
    return !colour || ink == Ink.PLAIN || text.isEmpty() ? text : "\u001b[" + ink.code() + "m" + text + "\u001b[0m";
  }

  public void print(String line) {
    out.println(line);
  }
}
