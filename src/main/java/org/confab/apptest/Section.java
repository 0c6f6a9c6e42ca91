package org.confab.apptest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.yaml.Place;
import org.confab.yaml.Tree;

/** A section of a test file that has the shape it is to have; what has not was told of, and is left out. */
final class Section {

  private final Place place;
  private final Map<String, Tree> values;
  private final Map<String, List<Section>> sections;

  Section(Place place, Map<String, Tree> values, Map<String, List<Section>> sections) {
    this.place = place;
    this.values = values;
    this.sections = sections;
  }

  Place place() {
    return place;
  }

  boolean has(String key) {
    return values.containsKey(key) || sections.containsKey(key);
  }

  Optional<Tree.Scalar> text(String key) {
    return Optional.ofNullable(values.get(key)).filter(Tree.Scalar.class::isInstance).map(Tree.Scalar.class::cast);
  }

  List<Tree> items(String key) {
    return values.get(key) instanceof Tree.Items items ? items.items() : List.of();
  }

  List<Tree.Scalar> texts(String key) {
    return items(key).stream().filter(Tree.Scalar.class::isInstance).map(Tree.Scalar.class::cast).toList();
  }

  /** The keys of a section that may have any. */
  Map<String, Tree.Scalar> values(String key) {
    Map<String, Tree.Scalar> found = new java.util.LinkedHashMap<>();
    if (values.get(key) instanceof Tree.Section section) {
      section.entries().forEach((name, value) -> {
        if (value instanceof Tree.Scalar scalar) {
          found.put(name, scalar);
        }
      });
    }
    return found;
  }

  Optional<Section> section(String key) {
    return sections(key).stream().findFirst();
  }

  List<Section> sections(String key) {
    return sections.getOrDefault(key, List.of());
  }
}
