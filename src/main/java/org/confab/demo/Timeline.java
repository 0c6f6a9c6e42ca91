package org.confab.demo;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.confab.terminal.Wrapping;

/** What goes by on the screen, one thing below the other, in columns: when, who, what kind, and what. May be used from any thread. */
final class Timeline {

  /** What kind of thing a line tells. */
  enum Kind {
    PHONE("phone", Ink.CALLER), REQUEST("asks", Ink.APPLICATION), DOCUMENT("document", Ink.APPLICATION), SOUND("sound", Ink.APPLICATION),
    CALLBACK("callback", Ink.CALLBACK), SWITCH("switch", Ink.SWITCH), WARNING("warning", Ink.WARNING);

    private final String word;
    private final Ink ink;

    Kind(String word, Ink ink) {
      this.word = word;
      this.ink = ink;
    }
  }

  private static final int WHO = 7;
  private static final int KIND = 9;
  private static final int INDENT = 7 + 2 + WHO + KIND;
  private static final int MOST_LINES = 40;
  private static final String PROMPT = "confab> ";

  private final Terminal terminal;
  private OptionalLong start = OptionalLong.empty();
  private long last = System.nanoTime();
  private boolean prompting;
  private boolean ended;

  Timeline(Terminal terminal) {
    this.terminal = terminal;
  }

  /** How many characters the text of a line has room for. */
  int width() {
    return terminal.width() - INDENT;
  }

  /** Tells one thing; further texts go below the first. What is not ours has to be printable already. */
  synchronized void tell(Kind kind, String who, Ink ink, List<String> texts) {
    StringBuilder block = new StringBuilder();
    String head = terminal.paint(Ink.DIM, time()) + "  " + Wrapping.padded(who, WHO)
        + terminal.paint(kind.ink, Wrapping.padded(kind.word, KIND));
    int lines = 0;
    for (String text : texts) {
      for (String line : Wrapping.of(text, width())) {
        if (lines++ < MOST_LINES) {
          block.append(head).append(terminal.paint(ink, line)).append('\n');
          head = " ".repeat(INDENT);
        }
      }
    }
    if (lines > MOST_LINES) {
      block.append(head).append(terminal.paint(Ink.DIM, "… and " + (lines - MOST_LINES) + " lines more")).append('\n');
    }
    last = System.nanoTime();
    write(block.toString());
  }

  void tell(Kind kind, String who, String text) {
    tell(kind, who, Ink.PLAIN, List.of(text));
  }

  /** A line without columns. */
  void say(Ink ink, String text) {
    StringBuilder block = new StringBuilder();
    text.lines().flatMap(line -> Wrapping.of(line, terminal.width()).stream())
        .forEach(line -> block.append(terminal.paint(ink, line)).append('\n'));
    write(text.isEmpty() ? "\n" : block.toString());
  }

  /** How long nothing was told, in milliseconds. */
  synchronized long idleMillis() {
    return (System.nanoTime() - last) / 1_000_000;
  }

  /** Shows that a command can be typed; what is told from now on goes above. */
  synchronized void prompt() {
    if (terminal.interactive()) {
      prompting = true;
      terminal.out().print(terminal.paint(Ink.BOLD, PROMPT));
      terminal.out().flush();
    }
  }

  /** A command was typed. */
  synchronized void typed() {
    prompting = false;
  }

  /** From now on nothing is shown any more: what happens is only the taking down of the stage. */
  synchronized void end() {
    ended = true;
  }

  private synchronized void write(String block) {
    if (ended) {
      return;
    }
    String above = prompting ? "\r\u001b[K" + block + terminal.paint(Ink.BOLD, PROMPT) : block;
    terminal.out().print(above);
    terminal.out().flush();
  }

  /** In seconds, from the first thing that was told. */
  private String time() {
    long now = System.nanoTime();
    start = OptionalLong.of(start.orElse(now));
    return String.format(Locale.ROOT, "%7.3f", (now - start.getAsLong()) / 1e9);
  }
}
