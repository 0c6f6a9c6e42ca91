package org.confab.apptest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The JSON schema (2020-12) of test files, made of the same shapes by which they are read. */
public final class Schema {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DURATION = "^[1-9][0-9]{0,8}(ms|s|m|h)$";
  private static final String KEYS = "^[0-9*#A-D]{1,64}$";

  private Schema() {}

  /** As text, for a file that an editor is pointed to. */
  public static String text() {
    ObjectNode schema = NODES.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema").put("title", "confab test");
    schema.setAll(section(Shapes.file()));
    schema.withArray("required").add("scenarios");
    return schema.toPrettyString();
  }

  private static ObjectNode section(Shape shape) {
    ObjectNode section = NODES.objectNode().put("type", "object").put("description", shape.about()).put("additionalProperties", false);
    ObjectNode properties = section.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    shape.fields().forEach((key, field) -> {
      properties.set(key, field(field));
      if (field.required()) {
        required.add(key);
      }
    });
    if (!required.isEmpty()) {
      section.set("required", required);
    }
    return section;
  }

  /** A section, or the one value that stands for it. */
  private static ObjectNode either(Shape shape) {
    if (shape.shorthand().isEmpty()) {
      return section(shape);
    }
    ObjectNode either = NODES.objectNode();
    either.putArray("anyOf").add(field(shape.fields().get(shape.shorthand().get()))).add(section(shape));
    return either.put("description", shape.about());
  }

  private static ObjectNode field(Shape.Field field) {
    ObjectNode node = switch (field.kind()) {
      case TEXT -> NODES.objectNode().set("type", NODES.arrayNode().add("string").add("number"));
      case NUMBER -> NODES.objectNode().put("type", "integer").put("minimum", 0);
      case FLAG -> NODES.objectNode().put("type", "boolean");
      case DURATION -> NODES.objectNode().put("type", "string").put("pattern", DURATION);
      case KEYS -> NODES.objectNode().set("type", NODES.arrayNode().add("string").add("integer"));
      case NAMES, TEXTS -> NODES.objectNode().put("type", "array").set("items", NODES.objectNode().set("type", NODES.arrayNode().add("string").add("number")));
      case VALUES -> NODES.objectNode().put("type", "object").set("additionalProperties",
          NODES.objectNode().set("type", NODES.arrayNode().add("string").add("number").add("boolean")));
      case SECTION -> either(field.shape().orElseThrow());
      case SECTIONS -> NODES.objectNode().put("type", "array").set("items", either(field.shape().orElseThrow()));
      case STEPS -> NODES.objectNode().put("type", "array").set("items", steps());
    };
    if (field.kind() == Shape.Kind.KEYS) {
      node.put("pattern", KEYS);
    }
    return node.put("description", field.about());
  }

  private static ObjectNode steps() {
    ObjectNode step = NODES.objectNode().put("type", "object").put("additionalProperties", false).put("minProperties", 1).put("maxProperties", 1);
    ObjectNode properties = step.putObject("properties");
    for (Map.Entry<String, Shape> each : Shapes.steps().entrySet()) {
      properties.set(each.getKey(), either(each.getValue()));
    }
    return step;
  }
}
