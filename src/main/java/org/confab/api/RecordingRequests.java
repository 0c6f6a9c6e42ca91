package org.confab.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.recording.Content;
import org.confab.recording.Deletion;
import org.confab.recording.RecordingFile;
import org.confab.recording.Recordings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /recordings/<RecordingID>.<mp3|wav>}: GET and HEAD for whoever has the URL and, if the operator wants one, the login; DELETE for
 * the account whose recording it is. Nothing else of a path is looked at, so nothing else can be reached; the file goes to the socket
 * without passing through memory.
 */
public final class RecordingRequests implements Handler<HttpServerRequest> {

  /** What paths begin with. */
  public static final String PREFIX = "/recordings/";

  private static final Logger LOG = LoggerFactory.getLogger(RecordingRequests.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

  private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private final Recordings recordings;
  private final Optional<Settings.Login> login;
  private final List<Account> accounts;

  public RecordingRequests(Recordings recordings, Optional<Settings.Login> login, List<Account> accounts) {
    this.recordings = recordings;
    this.login = login;
    this.accounts = List.copyOf(accounts);
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (hasBody(request)) {
      // not read: the connection cannot be used again
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      PublicServer.end(request, 413, "requests have no body here").onComplete(sent -> request.connection().close());
    } else if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
      get(request);
    } else if (request.method() == HttpMethod.DELETE) {
      delete(request);
    } else {
      request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, DELETE");
      PublicServer.end(request, 405, "only GET, HEAD and DELETE");
    }
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || length != null && !length.equals("0");
  }

  /** As it was sent: an encoded character is no character of a recording's name. */
  private static Optional<RecordingFile> file(HttpServerRequest request) {
    return RecordingFile.named(request.path().substring(PREFIX.length()));
  }

  private void get(HttpServerRequest request) {
    Optional<BasicLogin> given = BasicLogin.of(request.headers().get(HttpHeaders.AUTHORIZATION));
    if (login.isPresent() && given.filter(who -> who.is(login.get().user(), login.get().password())).isEmpty()) {
      unauthorized(request);
      return;
    }
    file(request).map(recordings::open).orElseGet(() -> Future.succeededFuture(new Content.Missing()))
        .onFailure(failure -> failed(request, "served", failure))
        .onSuccess(content -> {
          if (content instanceof Content.Opened opened) {
            send(request, opened);
          } else if (content instanceof Content.BeingRecorded) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
            PublicServer.end(request, 202, "it is being recorded");
          } else {
            missing(request);
          }
        });
  }

  private void delete(HttpServerRequest request) {
    Optional<BasicLogin> given = BasicLogin.of(request.headers().get(HttpHeaders.AUTHORIZATION));
    Optional<Account> account = given.flatMap(who -> who.account(accounts));
    if (account.isEmpty()) {
      unauthorized(request);
      return;
    }
    file(request).map(file -> recordings.delete(file, account.get().authId())).orElseGet(() -> Future.succeededFuture(Deletion.MISSING))
        .onFailure(failure -> failed(request, "deleted", failure))
        .onSuccess(deletion -> {
          switch (deletion) {
            case DELETED -> request.response().setStatusCode(204).end();
            case BEING_RECORDED -> PublicServer.end(request, 409, "it is being recorded, and can be deleted when that has ended");
            case MISSING -> missing(request);
          }
        });
  }

  private static void unauthorized(HttpServerRequest request) {
    request.response().putHeader("WWW-Authenticate", "Basic realm=\"Confab recordings\", charset=\"UTF-8\"");
    PublicServer.end(request, 401, "user and password are needed");
  }

  private static void missing(HttpServerRequest request) {
    PublicServer.end(request, 404, "there is nothing here");
  }

  private void failed(HttpServerRequest request, String what, Throwable failure) {
    LOG.error("A recording could not be {}: {}. Confab's user must be able to read and to write in recordings.directory.", what,
        failure.toString());
    PublicServer.end(request, 500, "failed; the log says why");
  }

  private void send(HttpServerRequest request, Content.Opened opened) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      close(opened.channel());
      return;
    }
    Instant modified = Instant.ofEpochSecond(opened.lastModified().getEpochSecond());
    String tag = "\"" + Long.toHexString(opened.bytes()) + "-" + Long.toHexString(opened.lastModified().toEpochMilli()) + "\"";
    response.putHeader(HttpHeaders.ETAG, tag)
        .putHeader(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(modified.atOffset(ZoneOffset.UTC)))
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache").putHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
    if (isUnchanged(request, tag, modified)) {
      close(opened.channel());
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, request.path().endsWith(".mp3") ? "audio/mpeg" : "audio/wav")
        .putHeader("Content-Disposition", "inline").putHeader("X-Content-Type-Options", "nosniff");
    Optional<ByteRange> range = range(request, tag, modified, opened.bytes());
    if (range.filter(ByteRange::isEmpty).isPresent()) {
      close(opened.channel());
      response.putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + opened.bytes());
      PublicServer.end(request, 416, "there is no such part of it");
      return;
    }
    ByteRange sent = range.orElseGet(() -> new ByteRange(0, opened.bytes()));
    range.ifPresent(part -> response.setStatusCode(206)
        .putHeader(HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + (part.first() + part.count() - 1) + "/" + opened.bytes()));
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(sent.count()));
    if (request.method() == HttpMethod.HEAD || sent.isEmpty()) {
      close(opened.channel());
      response.end();
    } else {
      response.sendFile(opened.channel(), sent.first(), sent.count()).onComplete(gone -> close(opened.channel()));
    }
  }

  /** RFC 9110 §13.2.2: the date only counts where there is no tag. */
  private static boolean isUnchanged(HttpServerRequest request, String tag, Instant modified) {
    String tags = request.headers().get(HttpHeaders.IF_NONE_MATCH);
    if (tags != null) {
      return tags.strip().equals("*") || Arrays.stream(tags.split(",")).map(each -> each.strip().replaceFirst("^W/", ""))
          .anyMatch(tag::equals);
    }
    return date(request.headers().get(HttpHeaders.IF_MODIFIED_SINCE)).filter(since -> !modified.isAfter(since)).isPresent();
  }

  /** Ranges are GET's; one of a file that is another by now is none (RFC 9110 §13.1.5, §14.2). */
  private static Optional<ByteRange> range(HttpServerRequest request, String tag, Instant modified, long size) {
    String range = request.headers().get("Range");
    String only = request.headers().get("If-Range");
    boolean same = only == null || only.strip().equals(tag) || date(only).filter(modified::equals).isPresent();
    return range == null || request.method() == HttpMethod.HEAD || !same ? Optional.empty() : ByteRange.of(range, size);
  }

  /** @param text may be null: there is none */
  private static Optional<Instant> date(String text) {
    try {
      return Optional.ofNullable(text).map(given -> ZonedDateTime.parse(given.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException none) {
      return Optional.empty();
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException failed) {
      LOG.warn("A recording's file could not be closed: {}", failed.toString());
    }
  }
}
