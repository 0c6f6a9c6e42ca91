package org.confab.yaml;

import java.util.List;
import java.util.Map;

/** YAML as written: every value is text, with its place. */
public sealed interface Tree {

  /** Where it begins. */
  Place place();

  /** @param text empty for null */
  record Scalar(String text, Place place) implements Tree {}

  record Items(List<Tree> items, Place place) implements Tree {}

  /** @param keys where each key is */
  record Section(Map<String, Tree> entries, Map<String, Place> keys, Place place) implements Tree {}

  /** What it is, for messages. */
  default String kind() {
    return this instanceof Scalar ? "a single value" : this instanceof Items ? "a list" : "a section";
  }
}
