package org.confab.plivo;

import java.util.Optional;

/**
 * The rule for a conference's name. XML white space around it is dropped and each run of it within is one space, since Plivo's own samples
 * put the name on an indented line of its own. Then: at least 1 and at most {@link #LONGEST} code points, none of them a control character
 * or a line separator. Anything else may be in it, and names differ by case; Plivo states no rule.
 */
public final class ConferenceName {

  static final int LONGEST = 256;

  private ConferenceName() {
  }

  /** The name that is meant by that text, in a document or elsewhere. */
  public static String normalised(String text) {
    return XmlSpace.collapse(text);
  }

  /** What is wrong with a normalised name, if anything. */
  static Optional<String> faultOf(String name) {
    int length = name.codePointCount(0, name.length());
    if (length == 0) {
      return Optional.of("the conference has no name: it is the element's text");
    }
    if (length > LONGEST) {
      return Optional.of("the conference's name has %d characters, and at most %d are allowed: %s"
          .formatted(length, LONGEST, Printable.of(name)));
    }
    return name.codePoints().filter(ConferenceName::isControl).mapToObj(
        c -> "the conference's name contains the control character U+%04X: %s".formatted(c, Printable.of(name))).findFirst();
  }

  private static boolean isControl(int c) {
    int type = Character.getType(c);
    return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR;
  }
}
