package org.confab.transcription;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.config.Secret;
import org.confab.config.TranscriptionEngine;
import org.confab.http.FilePart;
import org.confab.http.Http;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.Limits;
import org.confab.http.Signer;

/** An HTTP endpoint with the form of OpenAI's {@code /v1/audio/transcriptions}. Its URL is the operator's own, and so trusted. */
final class EndpointEngine implements Engine {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  /** A text of {@link Outcome#LONGEST_TEXT} with every character escaped, and something beside it. */
  private static final int LONGEST_REPLY = 4 << 20;

  private final TranscriptionEngine.Endpoint settings;
  private final Http http;
  private final Clock clock;

  EndpointEngine(TranscriptionEngine.Endpoint settings, Http http, Clock clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Future<Outcome> transcribe(Recording recording) {
    Map<String, String> fields = new LinkedHashMap<>();
    settings.model().ifPresent(model -> fields.put("model", model));
    settings.language().ifPresent(language -> fields.put("language", language));
    fields.put("response_format", "json");
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Accept", "application/json"));
    settings.token().ifPresent(token -> headers.put("Authorization", "Bearer " + token.reveal()));
    Duration timeout = settings.timeout();
    Limits limits = new Limits(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT, timeout, timeout, LONGEST_REPLY);
    FilePart file = new FilePart("file", recording.file(), recording.name(), recording.contentType());
    return http.send(new HttpRequest("POST", settings.url(), fields, Signer.NONE, headers, limits, 0, true, Optional.of(file)))
        .transform(sent -> Future.succeededFuture(sent.succeeded() ? replied(sent.result()) : failed(sent.cause())));
  }

  private Outcome replied(HttpReply reply) {
    return Reply.of(reply, clock.now(), settings.token().map(Secret::reveal));
  }

  /** What the application is told names no host and no address. */
  private static Outcome failed(Throwable cause) {
    String detail = String.valueOf(cause.getMessage());
    if (!(cause instanceof HttpFailure failure)) {
      return new Outcome.Failed("the transcription engine could not be asked", cause.toString());
    }
    return switch (failure.kind()) {
      case UNKNOWN_HOST, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS -> later("the transcription engine cannot be reached", detail);
      case READ_TIMEOUT, TOTAL_TIMEOUT -> later("the transcription engine did not reply in time", detail);
      case CONNECTION_CLOSED -> later("the transcription engine closed the connection", detail);
      case BAD_URL, FORBIDDEN_ADDRESS, TOO_MANY_REDIRECTS -> new Outcome.Failed("the transcription engine could not be asked", detail);
      case BAD_REPLY -> new Outcome.Failed("the transcription engine's reply is not HTTP", detail);
      case FILE_UNREADABLE -> new Outcome.Failed("the recording's file cannot be read", detail);
      case BODY_TOO_LARGE -> failure.status().orElse(0) == 429 || failure.status().orElse(0) >= 500
          ? later("the transcription engine replied " + failure.status().getAsInt(), detail)
          : new Outcome.Failed("the transcription engine's reply is too long", detail);
    };
  }

  private static Outcome later(String error, String detail) {
    return new Outcome.Later(error, detail, Optional.empty());
  }
}
