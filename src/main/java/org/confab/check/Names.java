package org.confab.check;

import org.confab.plivo.Element;
import org.confab.plivo.InvalidElement;
import org.confab.plivo.OtherElement;
import org.confab.plivo.Printable;

/** What elements are called in XML; safe to print. */
final class Names {

  private Names() {}

  static String of(Element element) {
    if (element instanceof OtherElement it) {
      return Printable.of(it.name());
    } else if (element instanceof InvalidElement it) {
      return Printable.of(it.name());
    }
    return element.getClass().getSimpleName().replace("Element", "");
  }
}
