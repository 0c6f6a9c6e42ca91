package org.confab.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.confab.network.AddressGuard;
import org.confab.network.Literals;
import org.confab.network.Refusal;

/** Where a hop may connect to: the addresses of its host, all of them checked. Names are looked up by Vert.x, which blocks nobody. */
final class Addresses {

  /** Where it may not; the message is for operators. */
  static final class Forbidden extends RuntimeException {
    Forbidden(String message) {
      super(message, null, false, false);
    }
  }

  private final VertxInternal vertx;
  private final AddressGuard guard;

  Addresses(Vertx vertx, AddressGuard guard) {
    this.vertx = (VertxInternal) vertx;
    this.guard = guard;
  }

  /**
   * At least one address, in the order in which they should be tried; completed on the caller's context. Fails with {@link Forbidden} if the guard
   * refuses the name or any of its addresses, or with an {@link UnknownHostException}.
   */
  Future<List<InetAddress>> of(Hop hop) {
    Optional<Refusal> refusal = guard.ofName(hop.host());
    if (refusal.isPresent()) {
      return Future.failedFuture(new Forbidden("this is " + refusal.get().reason() + ", and is not requested: " + refusal.get().remedy()));
    }
    Future<List<InetAddress>> found = Literals.of(hop.host()).map(address -> Future.succeededFuture(List.of(address)))
        .orElseGet(() -> lookUp(hop.host()));
    return found.compose(addresses -> checked(hop, addresses));
  }

  private Future<List<InetAddress>> checked(Hop hop, List<InetAddress> addresses) {
    for (InetAddress address : addresses) {
      Optional<Refusal> refusal = guard.of(address, hop.trusted());
      if (refusal.isPresent()) {
        String text = address.getHostAddress();
        String where = hop.host().equals(text) ? text : PlainUrl.printable(hop.host()) + " is at " + text + ", which";
        return Future.failedFuture(new Forbidden(where + " is " + refusal.get().reason() + ", and is not requested: " + refusal.get().remedy()));
      }
    }
    return addresses.isEmpty() ? Future.failedFuture(new UnknownHostException(hop.host())) : Future.succeededFuture(addresses);
  }

  private Future<List<InetAddress>> lookUp(String name) {
    Promise<List<InetSocketAddress>> found = vertx.getOrCreateContext().promise();
    vertx.nameResolver().resolveAll(name, all -> found.complete(all.result(), all.cause()));
    return found.future().map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
  }
}
