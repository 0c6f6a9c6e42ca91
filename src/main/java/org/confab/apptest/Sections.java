package org.confab.apptest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.apptest.Shape.Field;
import org.confab.yaml.Nearest;
import org.confab.yaml.Place;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;

/** Holds what somebody wrote against the shape that it should have. */
final class Sections {

  private final Problems problems;

  Sections(Problems problems) {
    this.problems = problems;
  }

  /** The file itself. */
  Section of(Tree.Section written, Shape shape) {
    return of(written, shape, written.place(), "");
  }

  /**
   * @param place of the key that it belongs to
   * @param key   that; for messages
   */
  Section of(Tree written, Shape shape, Place place, String key) {
    Map<String, Tree> values = new LinkedHashMap<>();
    Map<String, List<Section>> sections = new LinkedHashMap<>();
    if (written instanceof Tree.Section section) {
      section.entries().forEach((name, value) -> {
        Field field = shape.fields().get(name);
        if (field == null) {
          problems.add(section.keys().get(name), name, "is no key here" + Nearest.hint(name, shape.fields().keySet()) + "; there are " + String.join(", ", shape.fields().keySet()));
        } else {
          take(name, field, value, section.keys().get(name), values, sections);
        }
      });
    } else if (shape.shorthand().isPresent() && !isNothing(written)) {
      String name = shape.shorthand().get();
      take(name, shape.fields().get(name), written, place, values, sections);
    } else if (shape.shorthand().isEmpty() || shape.fields().get(shape.shorthand().get()).required()) {
      problems.add(isNothing(written) ? place : written.place(), key, "needs " + String.join(", ", shape.fields().keySet()) + ", as in { "
          + shape.fields().keySet().iterator().next() + ": … }; this is " + (isNothing(written) ? "nothing" : written.kind()));
      return new Section(written.place(), values, sections);
    }
    Place at = written instanceof Tree.Section section ? first(section).orElse(place) : written.place();
    Set<String> given = written instanceof Tree.Section section ? section.entries().keySet() : values.keySet();
    // what is misspelt is told of already, and may be what is missing
    if (shape.fields().keySet().containsAll(given)) {
      shape.fields().forEach((name, field) -> {
        if (field.required() && !given.contains(name)) {
          problems.add(at, key, "lacks " + name + ": " + field.about());
        }
      });
    }
    return new Section(at, values, sections);
  }

  private static Optional<Place> first(Tree.Section section) {
    return section.keys().values().stream().findFirst();
  }

  private static boolean isNothing(Tree written) {
    return written instanceof Tree.Scalar scalar && scalar.text().isEmpty();
  }

  private void take(String name, Field field, Tree value, Place place, Map<String, Tree> values, Map<String, List<Section>> sections) {
    switch (field.kind()) {
      case SECTION -> sections.put(name, List.of(of(value, field.shape().orElseThrow(), place, name)));
      case SECTIONS -> {
        if (value instanceof Tree.Items items) {
          sections.put(name, items.items().stream().map(item -> of(item, field.shape().orElseThrow(), item.place(), name)).toList());
        } else {
          wrong(value, place, name, "a list, each item after a -");
        }
      }
      case STEPS -> {
        if (value instanceof Tree.Items) {
          values.put(name, value);
        } else {
          wrong(value, place, name, "a list of steps, each after a -");
        }
      }
      case NAMES, TEXTS -> {
        if (value instanceof Tree.Items items && items.items().stream().allMatch(Tree.Scalar.class::isInstance)) {
          values.put(name, value);
        } else {
          wrong(value, place, name, "a list, as in [ anna, ben ]");
        }
      }
      case VALUES -> {
        if (value instanceof Tree.Section section && section.entries().values().stream().allMatch(Tree.Scalar.class::isInstance)) {
          values.put(name, value);
        } else {
          wrong(value, place, name, "keys with values, as in { ConferenceAction: enter }");
        }
      }
      default -> {
        if (value instanceof Tree.Scalar && !isNothing(value)) {
          values.put(name, value);
        } else {
          wrong(value, place, name, "a single value");
        }
      }
    }
  }

  private void wrong(Tree value, Place place, String name, String wanted) {
    problems.add(isNothing(value) ? place : value.place(), name, "is " + wanted + ", not " + (isNothing(value) ? "nothing" : value.kind()));
  }
}
