package org.confab.check;

import java.net.URI;
import java.util.Optional;
import org.confab.plivo.Warning;

/**
 * Something that is otherwise than it would be on Plivo, or than it is written. All texts are safe to print.
 *
 * @param url       of the document that says it, or that was asked for
 * @param line      of that document, from 1; 1 where the whole is meant
 * @param element   empty where the document is meant
 * @param attribute empty where the element is meant
 * @param fails     whether something was asked for and is not there, or cannot be used: a document, a sound, whoever should be told
 */
public record Difference(URI url, int line, Optional<String> element, Optional<String> attribute, String text, boolean fails) {

  /** A warning, without the name of the element before its text. */
  static Difference of(URI url, Warning warning) {
    String text = warning.element().map(name -> "<" + name + "> ").filter(warning.text()::startsWith)
        .map(prefix -> warning.text().substring(prefix.length())).orElse(warning.text());
    return new Difference(url, warning.line(), warning.element(), warning.attribute(), text, false);
  }
}
