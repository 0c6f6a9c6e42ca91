package org.confab.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Text as nobody would send who means well: any Unicode, and often the pieces of which commands, chains and expansions are made. */
public final class HostileText {

  private HostileText() {}

  public static Arbitrary<String> any() {
    Arbitrary<String> pieces = Arbitraries.of("\n", "\r", "\n\n", "\r\n\r\n", "\0", "\u0085", "\u2028", "\u2029", "\u000b", "\ud800", "\udc00", "\ud83d\ude00",
        ";", "'", "\"", "~", "${", "$", "}", "${system(id)}", "\\", "\\n", "|", ",", " ", "\t", "\u00a0", "a", "b=c", "=", "é", ": ", "content-length: 3", "api status",
        "~hangup:", "' inline", "^^", "^^~", "all", "delete", "m:~:", "confab-x", "1000 XML default", "7");
    Arbitrary<String> unicode = Arbitraries.strings().ofMaxLength(4);
    return Arbitraries.frequencyOf(Tuple.of(5, pieces), Tuple.of(1, unicode)).list().ofMaxSize(6).map(all -> String.join("", all));
  }
}
