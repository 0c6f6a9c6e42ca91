package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The API's description, as a judge of answers. It knows what of JSON Schema the description uses, and fails at anything else. */
final class Description {

  static final JsonNode ROOT = read();

  private static final List<String> SILENT = List.of("description", "format", "default");

  private Description() {}

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(OpenApiRequests.class.getResourceAsStream("openapi.json"));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** The answer is one that the description has, if it has the call. What is no HTTP never came to it. */
  static void check(String method, String path, RestServer.Reply reply) {
    List<String> segments = PathTemplate.segments(path.split("[?#]", 2)[0]);
    Optional<JsonNode> operation = ROOT.get("paths").properties().stream()
        .filter(each -> each.getKey().endsWith("/") && new PathTemplate(each.getKey()).match(segments).isPresent())
        .map(each -> each.getValue().path(method.toLowerCase(Locale.ROOT))).filter(JsonNode::isObject).findFirst();
    if (operation.isEmpty() || reply.status() == 500 || reply.status() == 400 && reply.body().isEmpty()) {
      return;
    }
    JsonNode response = resolved(operation.get().path("responses").path(Integer.toString(reply.status())));
    assertThat(response.isMissingNode()).as("%s %s: %d is described; %s", method, path, reply.status(), reply.body()).isFalse();
    JsonNode schema = response.at("/content/application~1json/schema");
    if (schema.isMissingNode()) {
      assertThat(reply.body()).isEmpty();
    } else {
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      assertThat(faults(schema, reply.json(), "body")).as(reply.body()).isEmpty();
    }
  }

  static JsonNode resolved(JsonNode node) {
    if (!node.has("$ref")) {
      return node;
    }
    JsonNode target = ROOT.at(node.get("$ref").asText().substring(1));
    assertThat(target.isMissingNode()).as(node.toString()).isFalse();
    return target;
  }

  /** What of the value is not as the schema has it. */
  static List<String> faults(JsonNode given, JsonNode value, String where) {
    JsonNode schema = resolved(given);
    List<String> faults = new ArrayList<>();
    schema.properties().forEach(rule -> faults.addAll(faults(schema, rule.getKey(), rule.getValue(), value, where)));
    return faults;
  }

  private static List<String> faults(JsonNode schema, String rule, JsonNode is, JsonNode value, String where) {
    List<String> faults = new ArrayList<>();
    switch (rule) {
      case "type" -> {
        boolean fits = is.isArray() ? StreamSupport.stream(is.spliterator(), false).anyMatch(each -> isA(value, each.asText())) : isA(value, is.asText());
        if (!fits) {
          faults.add(where + " is no " + is + ": " + value);
        }
      }
      case "const" -> {
        if (!value.equals(is)) {
          faults.add(where + " is not " + is + ": " + value);
        }
      }
      case "enum" -> {
        if (StreamSupport.stream(is.spliterator(), false).noneMatch(value::equals)) {
          faults.add(where + " is none of " + is + ": " + value);
        }
      }
      case "pattern" -> {
        if (!Pattern.compile(is.asText()).matcher(value.asText()).find()) {
          faults.add(where + " does not match " + is + ": " + value);
        }
      }
      case "minLength" -> {
        if (value.asText().length() < is.asInt()) {
          faults.add(where + " is too short: " + value);
        }
      }
      case "required" -> is.forEach(name -> {
        if (!value.has(name.asText())) {
          faults.add(where + " has no " + name);
        }
      });
      case "properties" -> is.properties().forEach(each -> {
        if (value.has(each.getKey())) {
          faults.addAll(faults(each.getValue(), value.get(each.getKey()), where + "." + each.getKey()));
        }
      });
      case "additionalProperties" -> value.fieldNames().forEachRemaining(name -> {
        if (!is.asBoolean() && !schema.get("properties").has(name)) {
          faults.add(where + " has " + name + ", which is not described");
        }
      });
      case "items" -> value.forEach(each -> faults.addAll(faults(is, each, where + "[]")));
      case "oneOf" -> {
        List<List<String>> of = StreamSupport.stream(is.spliterator(), false).map(each -> faults(each, value, where)).toList();
        if (of.stream().filter(List::isEmpty).count() != 1) {
          faults.add(where + " is not one of them: " + of);
        }
      }
      default -> {
        if (!SILENT.contains(rule)) {
          throw new AssertionError("the description uses " + rule + ", of which this judge knows nothing");
        }
      }
    }
    return faults;
  }

  private static boolean isA(JsonNode value, String type) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      case "null" -> value.isNull();
      default -> throw new AssertionError(type);
    };
  }
}
