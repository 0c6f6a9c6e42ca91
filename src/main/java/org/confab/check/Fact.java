package org.confab.check;

/** One thing that an element does: which, in a word or two, and what. Safe to print. */
public record Fact(String name, String text) {}
