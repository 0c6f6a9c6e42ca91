package org.confab.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A form with a file on its way ({@code multipart/form-data}, RFC 7578; names are escaped as browsers do, in the WHATWG's HTML standard). The
 * fields come first, so that whoever reads along knows them before the file. Lives on one context.
 */
final class Upload {

  /** The file is not there, or not all of it; the message is for operators. */
  static final class Unreadable extends RuntimeException {
    Unreadable(String message) {
      super(message, null, false, false);
    }
  }

  private static final int PIECE = 64 * 1024;

  private final Vertx vertx;
  private final Map<String, String> fields;
  private final FilePart part;
  private final Runnable moved;
  private final String boundary = "confab-" + UUID.randomUUID();
  private Optional<AsyncFile> file = Optional.empty();
  private long left;
  private boolean sent;
  private boolean stopped;

  /** @param moved called whenever something was read to be sent */
  Upload(Vertx vertx, Map<String, String> fields, FilePart part, Runnable moved) {
    this.vertx = vertx;
    this.fields = fields;
    this.part = part;
    this.moved = moved;
  }

  /** Has the reply's head, which may come before all is sent. Fails with {@link Unreadable}, or as the connection does. */
  Future<HttpClientResponse> send(HttpClientRequest request) {
    Promise<HttpClientResponse> head = Promise.promise();
    // what breaks the connection fails the reply, too; without a handler Vert.x would log it as well
    request.exceptionHandler(broken -> {});
    request.response().onComplete(head::tryComplete, head::tryFail);
    vertx.fileSystem().open(part.file().toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false)).compose(opened -> {
      if (stopped) {
        opened.close();
        return Future.succeededFuture();
      }
      file = Optional.of(opened);
      return opened.size().onSuccess(size -> stream(request, opened, size, head));
    }).onFailure(failure -> head.tryFail(unreadable(failure)));
    return head.future();
  }

  /** Whether there is nothing more to be sent. */
  boolean sent() {
    return sent;
  }

  /** Reads no further, and lets go of the file. */
  void stop() {
    stopped = true;
    file.ifPresent(AsyncFile::close);
    file = Optional.empty();
  }

  private void stream(HttpClientRequest request, AsyncFile opened, long size, Promise<HttpClientResponse> head) {
    if (stopped) {
      return;
    }
    Buffer before = Buffer.buffer(before());
    Buffer after = Buffer.buffer("\r\n--" + boundary + "--\r\n");
    request.putHeader("Content-Type", "multipart/form-data; boundary=" + boundary);
    request.putHeader("Content-Length", Long.toString(before.length() + size + after.length()));
    request.write(before);
    left = size;
    opened.setReadBufferSize(PIECE).setReadLength(size);
    opened.exceptionHandler(failure -> head.tryFail(unreadable(failure)));
    opened.endHandler(end -> {
      if (stopped) {
        return;
      }
      if (left > 0) {
        head.tryFail(new Unreadable(part.file() + " has become shorter while it was sent"));
      } else {
        sent = true;
        request.end(after);
      }
      stop();
    });
    opened.handler(piece -> {
      if (stopped) {
        return;
      }
      left -= piece.length();
      moved.run();
      request.write(piece);
      if (request.writeQueueFull()) {
        opened.pause();
        request.drainHandler(drained -> file.ifPresent(AsyncFile::resume));
      }
    });
  }

  private String before() {
    StringBuilder text = new StringBuilder();
    fields.forEach((name, value) -> text.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(escaped(name))
        .append("\"\r\n\r\n").append(value).append("\r\n"));
    return text.append("--").append(boundary).append("\r\nContent-Disposition: form-data; name=\"").append(escaped(part.field()))
        .append("\"; filename=\"").append(escaped(part.filename())).append("\"\r\nContent-Type: ").append(part.contentType()).append("\r\n\r\n")
        .toString();
  }

  private static String escaped(String name) {
    return name.replace("\r", "%0D").replace("\n", "%0A").replace("\"", "%22");
  }

  private Unreadable unreadable(Throwable failure) {
    if (failure instanceof Unreadable known) {
      return known;
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return new Unreadable(part.file() + " cannot be read: " + cause);
  }
}
