package org.confab.esl;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.Consumer;
import link.thingscloud.freeswitch.esl.transport.CommandResponse;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One authenticated inbound connection to FreeSWITCH. Belongs to the context that opened it: call it from there, and everything that it tells is
 * told there, in the order of the wire.
 *
 * <p>FreeSWITCH answers commands in their order, one reply each. A reply that does not come in time, bytes that are no frame, or a reply
 * nobody waits for close the connection, and with it every pending command fails: nobody is left waiting.
 */
public final class EslConnection {

  private static final Logger LOG = LoggerFactory.getLogger(EslConnection.class);

  private record Pending(Command command, Promise<CommandResponse> reply, Clock.Timer deadline, Instant sentAt) {}

  private final NetSocketInternal socket;
  private final EslOptions options;
  private final Clock clock;
  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final Promise<EslConnection> opened = Promise.promise();
  private final Promise<Void> closed = Promise.promise();
  private final Consumer<Event> events;
  private final CommandListener listener;
  private Instant readAt;
  private Clock.Timer authenticationDeadline = () -> { };
  private boolean authenticated;
  private boolean ended;

  private EslConnection(NetSocketInternal socket, EslOptions options, Clock clock, Consumer<Event> events, CommandListener listener) {
    this.socket = socket;
    this.options = options;
    this.clock = clock;
    this.events = events;
    this.listener = listener;
    this.readAt = clock.now();
  }

  /**
   * Connects and authenticates. Fails with {@link EslException.Rejected} for a wrong password, {@link EslException.Denied} for an access list
   * that keeps us out, {@link EslException.Closed} for everything else that keeps us from being connected.
   *
   * @param events gets every event that was subscribed to, in order, on the calling context, and none after the end; must not block
   */
  public static Future<EslConnection> open(NetClient client, EslOptions options, Clock clock, Consumer<Event> events) {
    return open(client, options, clock, events, CommandListener.NONE);
  }

  /** As the other; {@code listener} hears how each command was taken. */
  public static Future<EslConnection> open(NetClient client, EslOptions options, Clock clock, Consumer<Event> events, CommandListener listener) {
    ConnectOptions address = new ConnectOptions().setHost(options.host()).setPort(options.port())
        .setTimeout((int) Math.max(1, options.connectTimeout().toMillis()));
    return client.connect(address)
        .recover(failure -> Future.failedFuture(new EslException.Closed(
            "FreeSWITCH's Event Socket at " + options.address() + " cannot be reached (freeswitch.host and port; does it run, with mod_event_socket?): "
                + Wire.printable(String.valueOf(failure.getMessage())))))
        .compose(socket -> new EslConnection((NetSocketInternal) socket, options, clock, events, listener).authenticate());
  }

  private Future<EslConnection> authenticate() {
    socket.pause();
    socket.channelHandlerContext().pipeline().addBefore("handler", "esl-read", readTime()).addBefore("handler", "esl-frames", new FrameDecoder());
    socket.messageHandler(message -> received((Frame) message));
    socket.exceptionHandler(failure -> end(cause(failure)));
    socket.closeHandler(ignored -> end(new EslException.Closed("FreeSWITCH closed the Event Socket connection")));
    authenticationDeadline = clock.schedule(options.connectTimeout(), () -> end(new EslException.Closed("FreeSWITCH at " + options.address()
        + " accepted the connection but did not finish the authentication within " + options.connectTimeout().toMillis() + " ms")));
    socket.resume();
    return opened.future();
  }

  /** Notes when bytes arrive, before anything is done with them: an event that waits behind others of the same bytes was read when they were. */
  private ChannelInboundHandlerAdapter readTime() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object bytes) {
        readAt = clock.now();
        context.fireChannelRead(bytes);
      }
    };
  }

  /**
   * Sends a command; completes with its reply, be that a success or an error of FreeSWITCH's. Fails with {@link EslException.Closed},
   * {@link EslException.TimedOut} or {@link EslException.Overloaded}.
   */
  public Future<CommandResponse> send(Command command) {
    if (ended) {
      return Future.failedFuture(new EslException.Closed("not connected to FreeSWITCH"));
    }
    if (pending.size() >= options.maxPending()) {
      return Future.failedFuture(new EslException.Overloaded(pending.size()));
    }
    Promise<CommandResponse> reply = Promise.promise();
    long millis = options.commandTimeout().toMillis();
    Clock.Timer deadline = clock.schedule(options.commandTimeout(), () -> end(new EslException.TimedOut(command.name(), millis)));
    pending.add(new Pending(command, reply, deadline, clock.now()));
    socket.write(Buffer.buffer(command.bytes()));
    return reply.future();
  }

  /** As {@link #send}, and fails with {@link EslException.Failed} unless FreeSWITCH says {@code +OK}. */
  public Future<CommandResponse> expectOk(Command command) {
    return send(command).compose(reply -> Replies.isOk(Replies.text(reply)) ? Future.succeededFuture(reply)
        : Future.failedFuture(new EslException.Failed(command.name(), Replies.text(reply))));
  }

  /** Completes when the connection is gone, whoever ended it: fails with the reason, succeeds after {@link #close()}. */
  public Future<Void> closed() {
    return closed.future();
  }

  /** Ends the connection; pending commands fail with {@link EslException.Closed}. */
  public Future<Void> close() {
    closed.tryComplete();
    end(new EslException.Closed("the connection was closed by Confab"));
    return socket.close();
  }

  private void received(Frame frame) {
    if (ended) {
      return; // what was read before the end must not be told after it
    }
    switch (frame.contentType()) {
      case "text/event-plain" -> events.accept(Event.of(frame, readAt));
      case "command/reply", "api/response" -> reply(frame);
      case "auth/request" -> login();
      case "text/disconnect-notice" -> end(new EslException.Closed("FreeSWITCH ended the Event Socket connection"));
      case "text/rude-rejection" -> end(new EslException.Denied(options.address()));
      case "log/data" -> LOG.debug("Log line of FreeSWITCH's ignored: the Event Socket connection did not ask for logs.");
      default -> LOG.warn("Event Socket frame of unknown type '{}' ignored.", Wire.printable(frame.contentType()));
    }
  }

  private void login() {
    Command command = Command.auth(options.password());
    send(command).onSuccess(reply -> {
      if (!Replies.isOk(Replies.text(reply))) {
        end(new EslException.Rejected(options.address()));
      } else if (!ended) {
        authenticated = true;
        authenticationDeadline.cancel();
        opened.tryComplete(this);
      }
    });
  }

  private void reply(Frame frame) {
    Pending oldest = pending.poll();
    if (oldest == null) {
      end(new FrameException("a reply to no command"));
      return;
    }
    oldest.deadline().cancel();
    CommandResponse reply = Replies.of(oldest.command(), frame);
    heard(oldest, Replies.isError(reply.getReplyText()) ? CommandListener.Result.REFUSED : CommandListener.Result.OK, Optional.of(reply));
    oldest.reply().complete(reply);
  }

  private void heard(Pending pending, CommandListener.Result result, Optional<CommandResponse> reply) {
    listener.replied(pending.command(), result, reply, Duration.between(pending.sentAt(), clock.now()));
  }

  private void end(EslException why) {
    if (ended) {
      return;
    }
    ended = true;
    authenticationDeadline.cancel();
    socket.close();
    boolean late = why instanceof EslException.TimedOut;
    while (!pending.isEmpty()) {
      Pending next = pending.poll();
      next.deadline().cancel();
      heard(next, late ? CommandListener.Result.LATE : CommandListener.Result.LOST, Optional.empty());
      late = false; // the oldest is the one that was waited for too long; the others are lost with the connection
      next.reply().tryFail(why);
    }
    if (!authenticated) {
      opened.tryFail(why);
    }
    closed.tryFail(why);
  }

  private static EslException cause(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof EslException known) {
        return known;
      }
    }
    return new EslException.Closed("the Event Socket connection broke: " + Wire.printable(String.valueOf(failure.getMessage())));
  }
}
