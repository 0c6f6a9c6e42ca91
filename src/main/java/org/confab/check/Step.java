package org.confab.check;

import java.util.List;

/**
 * What becomes of one element. All texts are safe to print.
 *
 * @param line  of the document, from 1
 * @param title the element and what distinguishes it, such as {@code Conference "Weekly call"}
 * @param does  empty where the element is skipped for a fault; the fault is among the warnings
 */
public record Step(int line, String title, List<Fact> does) {
  public Step {
    does = List.copyOf(does);
  }
}
