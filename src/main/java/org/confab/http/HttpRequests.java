package org.confab.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.confab.clock.Clock;
import org.confab.network.AddressGuard;

/**
 * The HTTP client: HTTP/1.1, connections kept for 15 s and bounded per host, certificates always verified, no compression, no cookies, no
 * proxy. A connection is made to an address that the guard was asked about, and to no other: the name is looked up once for each hop.
 *
 * <p>A request that went out on a kept connection which was closed before the reply's head is sent once more, on a new connection: the
 * server may have given up that connection while the request was on its way.
 */
public final class HttpRequests implements Http {

  private static final int CONNECTIONS_PER_HOST = 100;
  private static final int KEPT_SECONDS = 15;

  private final Vertx vertx;
  private final Clock clock;
  private final Addresses addresses;
  private final HttpClient keeping;
  private final HttpClient fresh;
  private final Set<HttpConnection> used = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** @param guard asked about every address before anything is sent to it */
  public HttpRequests(Vertx vertx, Clock clock, AddressGuard guard) {
    this.vertx = vertx;
    this.clock = clock;
    this.addresses = new Addresses(vertx, guard);
    PoolOptions bound = new PoolOptions().setHttp1MaxSize(CONNECTIONS_PER_HOST);
    HttpClientOptions options = new HttpClientOptions()
        .setConnectTimeout(10_000).setMaxHeaderSize(16_384).setKeepAliveTimeout(KEPT_SECONDS);
    this.keeping = vertx.createHttpClient(options, bound);
    this.fresh = vertx.createHttpClient(new HttpClientOptions(options).setKeepAlive(false), bound);
  }

  @Override
  public Future<HttpReply> send(HttpRequest request) {
    Promise<HttpReply> reply = Promise.promise();
    Context context = vertx.getOrCreateContext();
    Exchange exchange = new Exchange(this, clock, request, reply);
    if (Vertx.currentContext() == context) {
      exchange.start();
    } else {
      context.runOnContext(ignored -> exchange.start());
    }
    return reply.future();
  }

  /** Closes every connection; requests under way fail. */
  public Future<Void> close() {
    return Future.all(keeping.close(), fresh.close()).mapEmpty();
  }

  Vertx vertx() {
    return vertx;
  }

  Addresses addresses() {
    return addresses;
  }

  HttpClient client(boolean onNewConnection) {
    return onNewConnection ? fresh : keeping;
  }

  /** Notes that a connection is used; true if it was before. */
  boolean reused(HttpConnection connection) {
    return !used.add(connection);
  }
}
