package org.confab.plivo;

import java.util.ArrayList;
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
    return children;
  }

  void append(String more) {
    text.append(more);
  }

  /** The text without the XML whitespace (space, tab, CR, LF) around it. */
  String text() {
    return XmlSpace.trim(text.toString());
  }
}
