package org.confab.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.confab.call.Opening;
import org.confab.config.Unsupported;
import org.confab.plivo.AnswerDocument;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.DTMFElement;
import org.confab.plivo.Element;
import org.confab.plivo.HangupElement;
import org.confab.plivo.HangupReason;
import org.confab.plivo.InputElement;
import org.confab.plivo.InvalidElement;
import org.confab.plivo.OtherElement;
import org.confab.plivo.PlayElement;
import org.confab.plivo.PreAnswerElement;
import org.confab.plivo.Printable;
import org.confab.plivo.RedirectElement;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.WaitElement;
import org.confab.plivo.Warning;

/**
 * A document, explained.
 *
 * @param steps    one for each element, in the document's order
 * @param end      what becomes of a call that comes to the document's end; empty where none does
 * @param warnings everything that is read differently from how it is written, or never happens, in the order of the lines
 */
public record Explanation(List<Step> steps, Optional<String> end, List<Warning> warnings) {

  /** Whether, and when, a call gets to an element. */
  private sealed interface Reach {
    record Always() implements Reach {}

    /** Only by some, such as {@code a call that line 3 does not let in}. */
    record Only(String who) implements Reach {}

    record Never(int line, String why) implements Reach {}
  }

  public Explanation {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** Explains a document under those terms. */
  public static Explanation of(AnswerDocument document, Terms terms) {
    List<Step> steps = new ArrayList<>();
    List<Warning> warnings = new ArrayList<>(document.warnings());
    Urls urls = new Urls(terms.base(), warnings);
    Reach reach = new Reach.Always();
    for (Element element : document.elements()) {
      boolean last = steps.size() == document.elements().size() - 1;
      List<Fact> facts = new ArrayList<>();
      if (reach instanceof Reach.Never never) {
        warnings.add(new Warning(element.line(), "never reached: line " + never.line() + " " + never.why()));
        facts.add(new Fact("never", "line " + never.line() + " " + never.why()));
      } else if (reach instanceof Reach.Only only) {
        facts.add(new Fact("reached", "only by " + only.who()));
      }
      facts.addAll(facts(element, last, terms, urls, warnings, Opening.ANSWER));
      steps.add(new Step(element.line(), title(element), facts));
      reach = after(reach, element, terms);
    }
    warnings.sort(Comparator.comparingInt(Warning::line));
    return new Explanation(steps, end(reach), warnings);
  }

  private static Optional<String> end(Reach reach) {
    if (reach instanceof Reach.Only only) {
      return Optional.of(only.who() + " is hung up");
    }
    return reach instanceof Reach.Never ? Optional.empty() : Optional.of("the call is hung up");
  }

  private static String title(Element element) {
    if (element instanceof ConferenceElement it) {
      return "Conference \"" + Printable.of(it.name()) + "\"";
    }
    return Names.of(element);
  }

  private static List<Fact> facts(Element element, boolean last, Terms terms, Urls urls, List<Warning> warnings, Opening opening) {
    if (element instanceof ConferenceElement it) {
      return ConferenceFacts.of(it, last, terms, urls);
    } else if (element instanceof RedirectElement it) {
      return List.of(new Fact("goes on", "with the document of " + it.method() + " " + urls.of(it.line(), it.url())));
    } else if (element instanceof HangupElement it) {
      return List.of(new Fact("hangs up", (it.schedule().isZero() ? "at once" : "after " + Durations.words(it.schedule())
          + ", while the elements below run") + it.reason().map(Explanation::refusal).orElse("")));
    } else if (element instanceof WaitElement it) {
      return List.of(new Fact("waits", Durations.words(it.length()) + " of silence; an unanswered call goes on ringing"));
    } else if (element instanceof PlayElement it) {
      return List.of(new Fact("plays", SoundFacts.played(it, urls)));
    } else if (element instanceof SpeakElement it) {
      return List.of(new Fact("says", SoundFacts.said(it)));
    } else if (element instanceof DTMFElement it) {
      return SoundFacts.sent(it, opening);
    } else if (element instanceof InputElement it) {
      return InputFacts.of(it, last, urls, opening);
    } else if (element instanceof PreAnswerElement it) {
      List<Fact> all = new ArrayList<>(List.of(new Fact("answer", "not yet: this is heard as early media")));
      it.elements().forEach(each -> all.add(new Fact(title(each), facts(each, false, terms, urls, warnings, Opening.EARLY_MEDIA).stream()
          .map(fact -> fact.name().strip() + " " + fact.text()).collect(Collectors.joining("; ")))));
      return all;
    } else if (element instanceof OtherElement it) {
      return List.of(new Fact("is not run", instead(terms.unsupported())));
    } else if (element instanceof InvalidElement it) {
      warnings.add(new Warning(it.line(), "<" + Printable.of(it.name()) + "> is skipped: " + it.reason()));
      return List.of(new Fact("is skipped", it.reason()));
    }
    throw new IllegalStateException("no words for " + element.getClass().getSimpleName());
  }

  private static String refusal(HangupReason reason) {
    return "; a call that is not answered yet is refused as " + switch (reason) {
      case BUSY -> "busy (SIP 486)";
      case REJECTED -> "rejected (SIP 603)";
    };
  }

  private static String instead(Unsupported unsupported) {
    if (unsupported instanceof Unsupported.Dialplan dialplan) {
      return "the call is given back to the dialplan's extension " + dialplan.extension() + " (answer.unsupported)";
    }
    return unsupported instanceof Unsupported.Fallback ? "the fallback URL is asked instead (answer.unsupported)"
        : "the next element follows (answer.unsupported)";
  }

  private static Reach after(Reach before, Element element, Terms terms) {
    if (before instanceof Reach.Never) {
      return before;
    }
    Optional<String> end = end(element, terms.unsupported());
    if (end.isPresent()) {
      return new Reach.Never(element.line(), end.get());
    }
    if (element instanceof ConferenceElement it && it.action().isPresent() && it.redirect()) {
      return new Reach.Only("a call that line " + it.line() + " does not let in");
    }
    return element instanceof InputElement it && it.input().action().isPresent() && it.input().redirect()
        ? new Reach.Only("a call that presses no key at line " + it.line()) : before;
  }

  private static Optional<String> end(Element element, Unsupported unsupported) {
    if (element instanceof HangupElement it && it.schedule().isZero()) {
      return Optional.of("hangs up");
    } else if (element instanceof RedirectElement) {
      return Optional.of("leads to another document");
    } else if (element instanceof PlayElement it && it.loop() == 0) {
      return Optional.of("plays for ever");
    } else if (element instanceof SpeakElement it && it.loop() == 0) {
      return Optional.of("speaks for ever");
    } else if (element instanceof PreAnswerElement it) {
      return it.elements().stream().flatMap(each -> end(each, unsupported).stream()).findFirst();
    } else if (element instanceof OtherElement && !(unsupported instanceof Unsupported.Skip)) {
      return Optional.of("is not run, and " + instead(unsupported));
    }
    return Optional.empty();
  }
}
