package org.confab.apptest;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a section of a test file may hold: what the file is read by, and its JSON schema is made of.
 *
 * @param about     for editors
 * @param fields    by their keys, in the order in which people are told of them
 * @param shorthand the field that a single value stands for
 */
record Shape(String about, Map<String, Field> fields, Optional<String> shorthand) {

  /** What a field holds. */
  enum Kind { TEXT, NUMBER, FLAG, DURATION, KEYS, NAMES, TEXTS, VALUES, SECTION, SECTIONS, STEPS }

  /**
   * @param shape of {@link Kind#SECTION} and {@link Kind#SECTIONS}
   */
  record Field(Kind kind, boolean required, String about, Optional<Shape> shape) {}

  static Shape of(String about) {
    return new Shape(about, new LinkedHashMap<>(), Optional.empty());
  }

  Shape with(String key, Kind kind, String what) {
    fields.put(key, new Field(kind, false, what, Optional.empty()));
    return this;
  }

  Shape needs(String key, Kind kind, String what) {
    fields.put(key, new Field(kind, true, what, Optional.empty()));
    return this;
  }

  Shape with(String key, Kind kind, String what, Shape of) {
    fields.put(key, new Field(kind, false, what, Optional.of(of)));
    return this;
  }

  Shape orJust(String key) {
    return new Shape(about, fields, Optional.of(key));
  }
}
