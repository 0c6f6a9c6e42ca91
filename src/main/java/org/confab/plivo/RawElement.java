package org.confab.plivo;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An element as it is written: names, attributes in their order, the text that is directly in it, the elements that are directly in it.
 */
final class RawElement {

  private final String name;
  private final int line;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();
  private final List<RawElement> children = new ArrayList<>();
  private final List<Integer> places = new ArrayList<>();

  RawElement(String name, int line) {
    this.name = name;
    this.line = line;
  }

  String name() {
    return name;
  }

  int line() {
    return line;
  }

  Map<String, String> attributes() {
    return attributes;
  }

  List<RawElement> children() {
    return Collections.unmodifiableList(children);
  }

  void append(String more) {
    text.append(more);
  }

  void append(RawElement child) {
    children.add(child);
    places.add(text.length());
  }

  /** The text as it is written before the first child, between two children, and after the last: one more than there are children. */
  List<String> textAroundChildren() {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int place : places) {
      parts.add(text.substring(from, place));
      from = place;
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** The text without the XML whitespace (space, tab, CR, LF) around it. */
  String text() {
    return XmlSpace.trim(text.toString());
  }
}
