package org.confab.esl;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.confab.clock.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection that FreeSWITCH made for a channel: connect, set, exit. */
final class OutboundConnection {

  private static final Logger LOG = LoggerFactory.getLogger(OutboundConnection.class);
  /** A channel's variables; the longest that were seen are a tenth of it. */
  private static final int MAX_HEAD = 256 << 10;
  private static final int MAX_BODY = 4 << 10;

  /** What is being waited for. */
  private enum Stage { CHANNEL, SET, END }

  private final NetSocketInternal socket;
  private final String from;
  private final Duration patience;
  private final Clock clock;
  private final Function<Event, Optional<OutboundListener.Mark>> reception;
  private final Consumer<OutboundConnection> gone;
  private Clock.Timer deadline = () -> { };
  private Stage stage = Stage.CHANNEL;
  private String call = "";
  private boolean ended;

  OutboundConnection(NetSocket socket, String from, Duration patience, Clock clock, Function<Event, Optional<OutboundListener.Mark>> reception,
      Consumer<OutboundConnection> gone) {
    this.socket = (NetSocketInternal) socket;
    this.from = from;
    this.patience = patience;
    this.clock = clock;
    this.reception = reception;
    this.gone = gone;
  }

  void start() {
    socket.pause();
    socket.channelHandlerContext().pipeline().addBefore("handler", "esl-frames", new FrameDecoder(MAX_HEAD, MAX_BODY));
    socket.messageHandler(message -> received((Frame) message));
    socket.exceptionHandler(failure -> cutOff(failure.getCause() instanceof FrameException frame ? frame.getMessage()
        : failure instanceof FrameException frame ? frame.getMessage() : Wire.printable(String.valueOf(failure.getMessage()))));
    socket.closeHandler(ignored -> {
      if (stage == Stage.END) {
        end();
      } else {
        cutOff("it closed the connection");
      }
    });
    deadline = clock.schedule(patience, () -> cutOff("it took longer than " + patience.toMillis() + " ms"));
    socket.resume();
    send(Command.connect());
  }

  void close() {
    end();
  }

  private void send(Command command) {
    socket.write(Buffer.buffer(command.bytes()));
  }

  private void received(Frame frame) {
    if (ended) {
      return;
    }
    if (frame.contentType().equals("text/disconnect-notice")) {
      end(); // the caller hung up meanwhile, or we said exit
      return;
    }
    if (!frame.contentType().equals("command/reply")) {
      cutOff("it said something else than a reply");
      return;
    }
    switch (stage) {
      case CHANNEL -> channel(Event.ofHead(frame, clock.now()));
      case SET -> {
        if (!Replies.isOk(frame.header("Reply-Text").orElse("").strip())) {
          LOG.warn("call {}: FreeSWITCH did not let a variable be set on it by its socket.", call);
        }
        leave();
      }
      default -> { }
    }
  }

  private void channel(Event channel) {
    call = Wire.printable(channel.text("Unique-ID"));
    if (call.isEmpty()) {
      cutOff("its reply names no channel");
      return;
    }
    if (channel.text("Socket-Mode").equals("async")) {
      LOG.warn("call {}: its dialplan says 'socket … async', which Confab was not made for: leave the word out.", call);
    }
    Optional<OutboundListener.Mark> mark = reception.apply(channel);
    if (mark.isPresent()) {
      stage = Stage.SET;
      send(Command.set(mark.get().variable(), mark.get().value()));
    } else {
      leave();
    }
  }

  private void leave() {
    stage = Stage.END;
    send(Command.exit());
  }

  private void cutOff(String why) {
    if (!ended) {
      LOG.warn("{} connected to outbound.port and is cut off: {}.", from, why);
      end();
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      deadline.cancel();
      socket.close();
      gone.accept(this);
    }
  }
}
