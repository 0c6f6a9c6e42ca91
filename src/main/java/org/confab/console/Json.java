package org.confab.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/** JSON of the page. */
final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Of records whose components are texts, numbers, truth values, or lists of such records. */
  static ObjectNode of(Record value) {
    return MAPPER.valueToTree(value);
  }

  static ArrayNode list(Collection<? extends Record> values) {
    ArrayNode list = MAPPER.createArrayNode();
    values.forEach(value -> list.add(of(value)));
    return list;
  }

  /** In one line. */
  static String text(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Empty if it is no object in JSON. */
  static Optional<ObjectNode> read(Buffer body) {
    try {
      return MAPPER.readTree(body.getBytes()) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
