package org.confab.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.confab.plivo.Printable;

/** The parameters in a request's body: a JSON object, as the SDKs send it, or a form. */
final class ApiBody {

  private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ApiBody() {}

  /**
   * @param type the header Content-Type; empty: there is none
   * @throws BadRequest 415 for another type, 400 for what is not of the type it says
   */
  static Map<String, String> parameters(String type, Buffer body) {
    String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (body.length() == 0) {
      return Map.of();
    }
    return switch (essence) {
      case "application/json" -> json(body);
      case "application/x-www-form-urlencoded" -> PercentDecoding.form(body.toString(StandardCharsets.ISO_8859_1), "the body");
      default -> throw new BadRequest(415, "the body has to be application/json or application/x-www-form-urlencoded"
          + (essence.isEmpty() ? "; the request has no Content-Type" : ", not " + Printable.of(essence)));
    };
  }

  private static Map<String, String> json(Buffer body) {
    JsonNode root;
    try {
      // strictly decoded here: the parser would take other encodings for granted
      root = JSON.readTree(PercentDecoding.utf8(ByteBuffer.wrap(body.getBytes()), "the body"));
    } catch (JsonProcessingException broken) {
      throw new BadRequest("the body is not JSON" + (broken.getLocation() == null ? ""
          : ": line " + broken.getLocation().getLineNr() + ", column " + broken.getLocation().getColumnNr()));
    }
    // the PHP SDK's idea of no parameters
    if (root.isMissingNode() || root.isNull() || root.isArray() && root.isEmpty()) {
      return Map.of();
    }
    if (!root.isObject()) {
      throw new BadRequest("the body has to be a JSON object: {\"parameter\": \"value\"}");
    }
    Map<String, String> values = new LinkedHashMap<>();
    root.properties().forEach(each -> {
      if (each.getValue().isContainerNode()) {
        throw new BadRequest("%s has to be a single value, not %s".formatted(Printable.of(each.getKey()),
            each.getValue().isArray() ? "a list" : "an object"));
      }
      if (!each.getValue().isNull()) {
        values.put(each.getKey(), each.getValue().asText());
      }
    });
    return values;
  }
}
