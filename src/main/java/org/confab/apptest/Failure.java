package org.confab.apptest;

import java.util.List;

/**
 * Why a scenario does not hold.
 *
 * @param line   of the file, where it was expected
 * @param what   in one line
 * @param detail what was expected, what came, and what was like it
 */
public record Failure(int line, String what, List<String> detail) {

  public Failure {
    detail = List.copyOf(detail);
  }
}
