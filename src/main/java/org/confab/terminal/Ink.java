package org.confab.terminal;

/** What a piece of text is, and so how it looks on a terminal (ECMA-48's SGR codes). */
public enum Ink {
  PLAIN(""), DIM("2"), BOLD("1"), GOOD("32"), BAD("1;31"), WARNING("33"), CALLER("33"), APPLICATION("36"), CALLBACK("32"), SWITCH("35");

  private final String code;

  Ink(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }
}
