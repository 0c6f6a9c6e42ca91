package org.confab.check;

import java.util.List;

/**
 * What a crawl saw.
 *
 * @param visits      every request, in their order
 * @param differences in the order in which they were found, each once
 * @param notAsked    how many further URLs the bounds kept from being asked
 */
public record Crawled(List<Visit> visits, List<Difference> differences, int notAsked) {
  public Crawled {
    visits = List.copyOf(visits);
    differences = List.copyOf(differences);
  }

  /** Whether everything that was asked for is there and can be run. */
  public boolean runs() {
    return differences.stream().noneMatch(Difference::fails);
  }
}
