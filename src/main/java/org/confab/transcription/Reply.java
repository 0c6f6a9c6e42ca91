package org.confab.transcription;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.confab.http.HttpReply;
import org.confab.http.PlainUrl;

/** What an HTTP engine replied, understood. A reply is read token by token, so that one of many values takes no more memory than its bytes. */
final class Reply {

  private static final JsonFactory JSON = new JsonFactory();
  /** Where servers of this form say what is wrong, the outermost first: OpenAI's {@code error.message}, whisper.cpp's error, FastAPI's detail. */
  private static final Set<String> EXPLANATIONS = Set.of("error", "message", "detail");
  private static final int LONGEST_SAID = 200;

  private Reply() {}

  /** @param secret what shall not be repeated to anybody, should the engine say it */
  static Outcome of(HttpReply reply, Instant now, Optional<String> secret) {
    if (reply.succeeded()) {
      return text(reply.body());
    }
    String error = "the transcription engine replied " + reply.status() + said(reply.body(), secret);
    if (reply.status() == 429 || reply.status() >= 500) {
      return new Outcome.Later(error, error, reply.retryAfter(now));
    }
    return new Outcome.Failed(reply.status() >= 300 && reply.status() < 400 ? error + " (its redirects are not followed)" : error);
  }

  private static Outcome text(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return new Outcome.Failed("the transcription engine's reply is no JSON object");
      }
      Optional<String> text = Optional.empty();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean wanted = json.currentName().equals("text");
        if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
          text = Optional.of(json.getText());
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        return new Outcome.Failed("the transcription engine's reply is more than one JSON object");
      }
      return text.map(Outcome::text).orElseGet(() -> new Outcome.Failed("the transcription engine's reply has no text"));
    } catch (IOException broken) {
      return new Outcome.Failed("the transcription engine's reply is not JSON");
    }
  }

  /** As a clause of a sentence: the explanation in a JSON object, else the beginning of whatever came. */
  private static String said(byte[] body, Optional<String> secret) {
    String raw = explanation(body).orElseGet(() -> new String(body, StandardCharsets.UTF_8));
    return bounded(raw, secret).map(text -> ": " + text).orElse("");
  }

  /** On one line, printable, and without the secret; empty if nothing is left. */
  static Optional<String> bounded(String raw, Optional<String> secret) {
    String without = secret.map(token -> raw.replace(token, "****")).orElse(raw);
    String harmless = without.substring(0, Math.min(without.length(), 16 * LONGEST_SAID)).strip().replaceAll("\\s+", " ");
    String begun = harmless.codePointCount(0, harmless.length()) <= LONGEST_SAID
        ? harmless : harmless.substring(0, harmless.offsetByCodePoints(0, LONGEST_SAID)) + "…";
    String plain = new String(PlainUrl.printable(begun).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return Optional.of(plain).filter(text -> !text.isEmpty());
  }

  private static Optional<String> explanation(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      for (int depth = 1; depth > 0; ) {
        JsonToken token = json.nextToken();
        if (token == null) {
          return Optional.empty();
        } else if (token == JsonToken.END_OBJECT) {
          depth--;
        } else if (token == JsonToken.FIELD_NAME) {
          boolean wanted = EXPLANATIONS.contains(json.currentName());
          JsonToken value = json.nextToken();
          if (wanted && value == JsonToken.VALUE_STRING) {
            return Optional.of(json.getText());
          } else if (wanted && value == JsonToken.START_OBJECT) {
            depth++;
          } else {
            json.skipChildren();
          }
        }
      }
      return Optional.empty();
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }
}
