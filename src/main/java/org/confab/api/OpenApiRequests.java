package org.confab.api;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /v1/openapi.json}: the REST API's description (OpenAPI 3.1), for anybody. */
public final class OpenApiRequests implements Handler<HttpServerRequest> {

  /** The path; to be routed before {@link RestRequests#PREFIX}, which it begins with. */
  public static final String PATH = "/v1/openapi.json";

  private final Buffer description;

  public OpenApiRequests() {
    try (InputStream file = OpenApiRequests.class.getResourceAsStream("openapi.json")) {
      description = Buffer.buffer(file.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!PATH.equals(request.path())) {
      PublicServer.end(request, 404, "there is nothing here");
    } else if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
      PublicServer.end(request, 405, "only GET and HEAD");
    } else {
      request.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/json").putHeader(HttpHeaders.CACHE_CONTROL, "no-cache").end(description);
    }
  }
}
