package org.confab.esl;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where FreeSWITCH's application {@code socket} calls us (mod_event_socket.c, socket_function): for each channel that is handed over, one short
 * connection, on which a variable of the channel is set. Then the channel goes on with what its dialplan has after {@code socket}. Belongs to the
 * context on which it is opened. Whoever connects without leave, too slowly, with something that is no FreeSWITCH, or as one too many is cut off, with
 * one log line.
 */
public final class OutboundListener {

  /**
   * @param most     connections at a time
   * @param patience for the whole of one
   * @param allowed  who may connect
   */
  public record Options(String bind, int port, int most, Duration patience, Predicate<InetAddress> allowed) {

    /** A hundred connections, 5 s for each. */
    public static Options of(String bind, int port, Predicate<InetAddress> allowed) {
      return new Options(bind, port, 100, Duration.ofSeconds(5), allowed);
    }
  }

  /** A channel variable to set. */
  public record Mark(String variable, String value) {}

  private static final Logger LOG = LoggerFactory.getLogger(OutboundListener.class);

  private final Vertx vertx;
  private final Options options;
  private final Clock clock;
  private final Function<Event, Optional<Mark>> reception;
  private final Set<OutboundConnection> open = new HashSet<>();
  private Optional<NetServer> server = Optional.empty();

  /** @param reception what to set on a channel; empty: it is let go as it is */
  public OutboundListener(Vertx vertx, Options options, Clock clock, Function<Event, Optional<Mark>> reception) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
    this.reception = reception;
  }

  /** Listens from now on; fails if the port cannot be had. Nothing to do if it does already. */
  public Future<Void> open() {
    if (server.isPresent()) {
      return Future.succeededFuture();
    }
    NetServer made = vertx.createNetServer(new NetServerOptions().setHost(options.bind()).setPort(options.port()).setTcpNoDelay(true))
        .connectHandler(this::accept);
    server = Optional.of(made);
    return made.listen().<Void>mapEmpty().onFailure(why -> {
      if (server.filter(now -> now == made).isPresent()) {
        server = Optional.empty();
      }
    });
  }

  /** Nobody is let in any more, and FreeSWITCH tries the next of its list; who is in is cut off. */
  public Future<Void> close() {
    Optional<NetServer> closing = server;
    server = Optional.empty();
    List.copyOf(open).forEach(OutboundConnection::close);
    return closing.map(NetServer::close).orElseGet(Future::succeededFuture);
  }

  /** Where it listens, for whoever opened it on port 0; 0 while it does not. */
  int port() {
    return server.map(NetServer::actualPort).orElse(0);
  }

  private void accept(NetSocket socket) {
    String from = String.valueOf(socket.remoteAddress());
    if (server.isEmpty()) {
      socket.close();
    } else if (!isAllowed(socket)) {
      LOG.warn("{} connected to outbound.port, and is not in outbound.allow: cut off.", from);
      socket.close();
    } else if (open.size() >= options.most()) {
      LOG.warn("{} connected to outbound.port as one more than {}: cut off.", from, options.most());
      socket.close();
    } else {
      OutboundConnection connection = new OutboundConnection(socket, from, options.patience(), clock, reception, open::remove);
      open.add(connection);
      connection.start();
    }
  }

  private boolean isAllowed(NetSocket socket) {
    return socket.remoteAddress() != null && address(socket).filter(options.allowed()).isPresent();
  }

  private static Optional<InetAddress> address(NetSocket socket) {
    String literal = socket.remoteAddress().hostAddress();
    return Optional.ofNullable(literal).map(text -> new InetSocketAddress(text, 0).getAddress());
  }
}
