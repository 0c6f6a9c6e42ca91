package org.confab.http;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.confab.clock.Clock;
import org.confab.http.HttpFailure.Kind;

/** One request on its way, through all its redirects, to one reply or one failure. Lives on one context. */
final class Exchange {

  private static final Clock.Timer NO_TIMER = () -> {};

  private final HttpRequests requests;
  private final Clock clock;
  private final HttpRequest request;
  private final Limits limits;
  private final Promise<HttpReply> reply;
  private Clock.Timer total = NO_TIMER;
  private Clock.Timer read = NO_TIMER;
  private Clock.Timer lookUp = NO_TIMER;
  private Optional<HttpClientRequest> current = Optional.empty();
  private Optional<Upload> upload = Optional.empty();
  private int redirects;
  private boolean done;

  Exchange(HttpRequests requests, Clock clock, HttpRequest request, Promise<HttpReply> reply) {
    this.requests = requests;
    this.clock = clock;
    this.request = request;
    this.limits = request.limits();
    this.reply = reply;
  }

  void start() {
    try {
      Hop first = Hop.to(request.method(), request.url(), request.parameters(), request.trusted());
      total = clock.schedule(limits.total(), () -> fail(Kind.TOTAL_TIMEOUT, first, "no complete reply within " + millis(limits.total())));
      upload = request.file().map(file -> new Upload(requests.vertx(), request.parameters(), file, () -> waitForMore(first)));
      go(first);
    } catch (RuntimeException failure) {
      end(failure);
    }
  }

  /** Looks up where a hop goes, and whether it may. */
  private void go(Hop hop) {
    Instant by = clock.now().plus(limits.connect());
    lookUp = clock.schedule(limits.connect(),
        () -> fail(Kind.CONNECT_TIMEOUT, hop, "the address of " + PlainUrl.printable(hop.host()) + " was not found within " + millis(limits.connect())));
    requests.addresses().of(hop).onComplete(
        checked -> {
          lookUp.cancel();
          if (!done) {
            guarded(() -> connect(hop, checked, by, false));
          }
        },
        cause -> end(connectFailure(hop, cause)));
  }

  /**
   * Every connection of every hop is asked for here, and nowhere else. Its server is the first of the checked addresses, so that nobody looks up
   * the name again; the name is only said, in Host and in the TLS handshake.
   */
  private void connect(Hop hop, List<InetAddress> checked, Instant by, boolean again) {
    Map<String, String> headers = headers(hop);
    long left = Math.max(1, Duration.between(clock.now(), by).toMillis());
    RequestOptions options = new RequestOptions().setMethod(HttpMethod.valueOf(hop.method())).setHost(hop.host()).setPort(hop.port())
        .setServer(SocketAddress.inetSocketAddress(hop.port(), checked.get(0).getHostAddress()))
        .setSsl(hop.tls()).setURI(hop.target()).setConnectTimeout(left);
    headers.forEach(options::putHeader);
    requests.client(again || upload.isPresent()).request(options).onComplete(
        opened -> {
          if (done) {
            opened.reset();
          } else {
            current = Optional.of(opened);
            // what breaks the connection also fails the request; without a handler Vert.x would log it with a stack trace
            opened.connection().exceptionHandler(cause -> {});
            write(hop, opened, checked, !requests.reused(opened.connection()) || again);
          }
        },
        cause -> {
          HttpFailure failure = connectFailure(hop, cause);
          if (failure.kind() == Kind.CONNECT_REFUSED && checked.size() > 1 && !done) {
            guarded(() -> connect(hop, checked.subList(1, checked.size()), by, again));
          } else {
            end(failure);
          }
        });
  }

  private void write(Hop hop, HttpClientRequest opened, List<InetAddress> checked, boolean onNewConnection) {
    waitForMore(hop);
    request.leaves().run();
    Future<HttpClientResponse> head = upload.map(file -> file.send(opened))
        .orElseGet(() -> opened.send(hop.method().equals("POST") ? Buffer.buffer(hop.form()) : Buffer.buffer()));
    head.onComplete(
        response -> receive(hop, opened, response),
        cause -> {
          HttpFailure failure = failure(hop, cause);
          if (failure.kind() == Kind.CONNECTION_CLOSED && !onNewConnection && !done) {
            read.cancel();
            guarded(() -> connect(hop, checked, clock.now().plus(limits.connect()), true));
          } else {
            end(failure);
          }
        });
  }

  private void receive(Hop hop, HttpClientRequest opened, HttpClientResponse response) {
    if (done) {
      return;
    }
    waitForMore(hop);
    Buffer body = Buffer.buffer();
    response.exceptionHandler(cause -> end(failure(hop, cause)));
    response.handler(piece -> {
      if (done) {
        return;
      }
      if (body.length() + piece.length() > limits.maxBodyBytes()) {
        String what = response.statusCode() + ", with more than " + limits.maxBodyBytes() + " bytes";
        end(new HttpFailure(Kind.BODY_TOO_LARGE, text(hop, what), response.statusCode()));
      } else {
        body.appendBuffer(piece);
        waitForMore(hop);
      }
    });
    response.endHandler(ended ->
        guarded(() -> finish(hop, new HttpReply(response.statusCode(), headers(response), body.getBytes(), hop.url(), hop.trusted()))));
  }

  private void finish(Hop hop, HttpReply answer) {
    if (done) {
      return;
    }
    read.cancel();
    if (upload.map(file -> !file.sent()).orElse(false)) {
      // it has heard enough; what would still be sent is of no use to anybody
      current.ifPresent(opened -> opened.connection().close());
    }
    upload.ifPresent(Upload::stop);
    current = Optional.empty();
    Optional<Hop> next = request.maxRedirects() == 0 ? Optional.empty() : hop.next(answer);
    if (next.isEmpty()) {
      done = true;
      total.cancel();
      reply.complete(answer);
    } else if (redirects++ >= request.maxRedirects()) {
      fail(Kind.TOO_MANY_REDIRECTS, hop, "it redirects again, after " + request.maxRedirects() + " redirects");
    } else {
      go(next.get());
    }
  }

  private void waitForMore(Hop hop) {
    if (done) {
      return;
    }
    read.cancel();
    read = clock.schedule(limits.read(), () -> fail(Kind.READ_TIMEOUT, hop, "nothing was received for " + millis(limits.read())));
  }

  private Map<String, String> headers(Hop hop) {
    Map<String, String> headers = new HashMap<>(request.headers());
    headers.put("User-Agent", "Confab");
    if (hop.url().getHost().startsWith("[")) {
      // Vert.x leaves the brackets of an IPv6 address out
      headers.put("Host", hop.url().getRawAuthority());
    }
    if (hop.method().equals("POST")) {
      headers.put("Content-Type", "application/x-www-form-urlencoded");
    }
    headers.putAll(request.signer().sign(hop.method(), hop.url(), hop.parameters()));
    return headers;
  }

  private static Map<String, String> headers(HttpClientResponse response) {
    Map<String, String> headers = new HashMap<>();
    response.headers().forEach((name, value) -> headers.merge(name.toLowerCase(Locale.ROOT), value, (one, other) -> one + ", " + other));
    return headers;
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException failure) {
      end(failure);
    }
  }

  private void fail(Kind kind, Hop hop, String what) {
    end(new HttpFailure(kind, text(hop, what)));
  }

  /** Ends with a failure; a connection in the middle of something is of no further use. */
  private void end(Throwable failure) {
    if (done) {
      return;
    }
    done = true;
    total.cancel();
    read.cancel();
    lookUp.cancel();
    upload.ifPresent(Upload::stop);
    current.ifPresent(opened -> opened.connection().close());
    reply.fail(failure);
  }

  private HttpFailure connectFailure(Hop hop, Throwable cause) {
    if (cause instanceof Addresses.Forbidden forbidden) {
      return new HttpFailure(Kind.FORBIDDEN_ADDRESS, text(hop, forbidden.getMessage()));
    }
    if (cause instanceof ConnectTimeoutException || cause instanceof TimeoutException) {
      return new HttpFailure(Kind.CONNECT_TIMEOUT, text(hop, "no connection within " + millis(limits.connect())));
    }
    if (cause instanceof UnknownHostException) {
      return new HttpFailure(Kind.UNKNOWN_HOST, text(hop, "the name " + PlainUrl.printable(hop.host()) + " has no address"));
    }
    Optional<SSLException> tls = tls(cause);
    if (tls.isPresent()) {
      return new HttpFailure(Kind.TLS, text(hop, "no secure connection: " + said(tls.get())));
    }
    // a server that closes in the middle of the handshake
    boolean closed = !(cause instanceof SocketException);
    return new HttpFailure(closed ? Kind.CONNECTION_CLOSED : Kind.CONNECT_REFUSED, text(hop, "no connection: " + said(cause)));
  }

  private HttpFailure failure(Hop hop, Throwable cause) {
    if (cause instanceof Upload.Unreadable unreadable) {
      return new HttpFailure(Kind.FILE_UNREADABLE, text(hop, PlainUrl.printable(unreadable.getMessage())));
    }
    Optional<SSLException> tls = tls(cause);
    if (tls.isPresent()) {
      return new HttpFailure(Kind.TLS, text(hop, "the secure connection broke: " + said(tls.get())));
    }
    if (cause instanceof DecoderException || cause instanceof IllegalArgumentException) {
      return new HttpFailure(Kind.BAD_REPLY, text(hop, "what it replied is not HTTP, or has too long a header: " + said(cause)));
    }
    String why = cause instanceof IOException ? " (" + said(cause) + ")" : "";
    return new HttpFailure(Kind.CONNECTION_CLOSED, text(hop, "the connection was closed before the reply was complete" + why));
  }

  private static Optional<SSLException> tls(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static String said(Throwable cause) {
    return PlainUrl.printable(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
  }

  private String text(Hop hop, String what) {
    return hop.method() + " " + PlainUrl.of(hop.url()) + ": " + what;
  }

  private static String millis(Duration time) {
    return time.toMillis() + " ms";
  }
}
