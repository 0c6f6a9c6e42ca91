package org.confab.prove;

import java.util.List;
import java.util.Locale;

/**
 * What came of a {@link Storm}.
 *
 * @param takeUpMillis from each start of Confab until it was ready
 */
record Result(int placed, int kills, List<Long> takeUpMillis, Ledger.Report told) {
  boolean isClean() {
    return told.isClean();
  }

  String text() {
    List<Long> sorted = takeUpMillis.stream().sorted().toList();
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, """
        kills                %6d
        calls                %6d
        calls dropped        %6d
        callers stranded     %6d
        callbacks            %6d
        lost                 %6d
        duplicated           %6d
        reordered            %6d
        repeated, same id    %6d  (under way at a kill: as it should be)
        """, kills, placed, told.dropped().size(), told.stranded().size(), told.callbacks(), told.lost().size(), told.duplicated().size(),
        told.reordered().size(), told.repeated()));
    if (!sorted.isEmpty()) {
      text.append(String.format(Locale.ROOT, "start to ready       %6.1f s median, %.1f s at most%n", sorted.get(sorted.size() / 2) / 1e3,
          sorted.get(sorted.size() - 1) / 1e3));
    }
    if (told.fallbacks() > 0) {
      text.append(String.format(Locale.ROOT, "at the fallback      %6d  (Confab was away for longer than callers wait: as it should be)%n",
          told.fallbacks()));
    }
    told.dropped().forEach(line -> text.append("DROPPED    ").append(line).append('\n'));
    told.stranded().forEach(line -> text.append("STRANDED   ").append(line).append('\n'));
    told.lost().forEach(line -> text.append("LOST       ").append(line).append('\n'));
    told.duplicated().forEach(line -> text.append("DUPLICATED ").append(line).append('\n'));
    told.reordered().forEach(line -> text.append("REORDERED  ").append(line).append('\n'));
    return text.toString();
  }
}
