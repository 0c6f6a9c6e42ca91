package org.confab.cli;

import java.util.Optional;
import org.confab.check.Crawled;
import org.confab.check.Difference;
import org.confab.check.Visit;
import org.confab.http.PlainUrl;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;

/** A crawl's report for people. Each difference is one line, however long, for grep and for editors that jump to a place. */
final class CrawlText {

  private final Terminal terminal;

  CrawlText(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Crawled crawled) {
    crawled.visits().forEach(this::visit);
    terminal.print("");
    crawled.differences().forEach(this::difference);
    if (!crawled.differences().isEmpty()) {
      terminal.print("");
    }
    if (crawled.notAsked() > 0) {
      terminal.print(terminal.paint(Ink.WARNING, "! ") + crawled.notAsked() + " more not asked: --crawl-depth and --crawl-requests bound it");
    }
    long documents = crawled.visits().stream().filter(visit -> visit.elements().isPresent()).count();
    terminal.print((crawled.runs() ? terminal.paint(Ink.GOOD, "✓ ") : terminal.paint(Ink.BAD, "✗ ")) + count(crawled.visits().size(), "request") + ", "
        + count(documents, "document") + " to run, " + count(crawled.differences().size(), "difference"));
  }

  private void visit(Visit visit) {
    String what = visit.status().map(status -> status + visit.elements().map(elements -> ", " + count(elements, "element")).orElse("")
        + visit.took().map(took -> ", " + took.toMillis() + " ms").orElse("")).orElse("no reply");
    terminal.print(terminal.paint(Ink.BOLD, visit.method() + " " + PlainUrl.of(visit.url())) + ": " + what + visit.from().map(from -> terminal.paint(Ink.DIM,
        " (" + place(from.element(), from.attribute()) + " of " + PlainUrl.of(from.document()) + ":" + from.line() + ")")).orElse(""));
  }

  private void difference(Difference difference) {
    terminal.print((difference.fails() ? terminal.paint(Ink.BAD, "✗ ") : terminal.paint(Ink.WARNING, "! ")) + PlainUrl.of(difference.url()) + ":"
        + difference.line() + " " + difference.element().map(element -> place(element, difference.attribute()) + ": ").orElse("") + difference.text());
  }

  private static String place(String element, Optional<String> attribute) {
    return "<" + element + attribute.map(name -> " " + name).orElse("") + ">";
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
