package org.confab.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An Event Socket that says what a test wants it to say. Left alone it greets, takes the password {@code ClueCon}, accepts every command, and
 * answers {@code api} as {@link #onApi} says.
 */
public final class FakeEventSocket implements AutoCloseable {

  public static final String PASSWORD = "ClueCon";

  /** One connection to it. */
  public static final class Peer {
    private final int number;
    private final NetSocket socket;

    Peer(int number, NetSocket socket) {
      this.number = number;
      this.socket = socket;
    }

    /** Counts the connections, from 1. */
    public int number() {
      return number;
    }

    public void send(String text) {
      socket.write(Buffer.buffer(text));
    }

    /** A {@code command/reply}. */
    public void reply(String text) {
      send("Content-Type: command/reply\nReply-Text: " + text + "\n\n");
    }

    /** An {@code api/response}. */
    public void apiResponse(String text) {
      send("Content-Type: api/response\nContent-Length: " + text.getBytes(StandardCharsets.UTF_8).length + "\n\n" + text);
    }

    /** A plain event of these header lines. */
    public void event(String... lines) {
      String body = String.join("\n", lines) + "\n\n";
      send("Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\nContent-Type: text/event-plain\n\n" + body);
    }

    public void close() {
      socket.close();
    }
  }

  /** A command, and the connection on which it came. */
  public record Received(int connection, SentCommand command) {
    public String line() {
      return command.line();
    }
  }

  private final NetServer server;
  private final List<Peer> peers = new ArrayList<>();
  private final List<Received> received = new ArrayList<>();
  private int open;
  private volatile Consumer<Peer> onConnect = peer -> peer.send("Content-Type: auth/request\n\n");
  private volatile BiConsumer<Peer, SentCommand> onCommand = this::answer;
  private volatile Function<String, String> onApi = call -> "+OK";

  public FakeEventSocket(Vertx vertx) {
    server = vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0)).connectHandler(this::connected);
    Loop.result(server.listen());
  }

  public int port() {
    return server.actualPort();
  }

  /** What happens when somebody connects, instead of the greeting. */
  public FakeEventSocket onConnect(Consumer<Peer> action) {
    onConnect = action;
    return this;
  }

  /** What happens when a command comes, instead of {@link #answer}. */
  public FakeEventSocket onCommand(BiConsumer<Peer, SentCommand> action) {
    onCommand = action;
    return this;
  }

  /** What {@code api <call>} prints. */
  public FakeEventSocket onApi(Function<String, String> action) {
    onApi = action;
    return this;
  }

  /** What FreeSWITCH would do. */
  public void answer(Peer peer, SentCommand command) {
    String line = command.line();
    if (line.startsWith("auth ")) {
      peer.reply(line.equals("auth " + PASSWORD) ? "+OK accepted" : "-ERR invalid");
    } else if (line.startsWith("api ")) {
      peer.apiResponse(onApi.apply(line.substring("api ".length())));
    } else if (line.startsWith("bgapi ")) {
      String job = command.headers().getOrDefault("job-uuid", "");
      peer.send("Content-Type: command/reply\nReply-Text: +OK Job-UUID: " + job + "\nJob-UUID: " + job + "\n\n");
    } else {
      peer.reply("+OK");
    }
  }

  private void connected(NetSocket socket) {
    Peer peer;
    synchronized (this) {
      peer = new Peer(peers.size() + 1, socket);
      peers.add(peer);
      open++;
      notifyAll();
    }
    SentCommand.Reader reader = new SentCommand.Reader();
    socket.handler(bytes -> reader.read(bytes.getBytes()).forEach(command -> {
      synchronized (this) {
        received.add(new Received(peer.number(), command));
        notifyAll();
      }
      onCommand.accept(peer, command);
    }));
    socket.closeHandler(ignored -> {
      synchronized (this) {
        open--;
        notifyAll();
      }
    });
    onConnect.accept(peer);
  }

  /** Everything that was received, in order. */
  public synchronized List<Received> received() {
    return List.copyOf(received);
  }

  public synchronized void forget() {
    received.clear();
  }

  /** The connections that were made so far. */
  public synchronized List<Peer> peers() {
    return List.copyOf(peers);
  }

  /** Remembers only the last connections, so that a test can measure what others remember; {@link #peers} then begins with the first of these. */
  public synchronized void keepLast(int connections) {
    while (peers.size() > connections) {
      peers.remove(0);
    }
  }

  /** How many of them are open. */
  public synchronized int open() {
    return open;
  }

  /** Waits until a command has come that fulfils that. */
  public Received awaitReceived(Predicate<Received> wanted) {
    await(() -> received.stream().anyMatch(wanted));
    return received().stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits until that many connections have been made, and returns the last. */
  public Peer awaitPeer(int count) {
    await(() -> peers.size() >= count);
    return peers().get(count - 1);
  }

  /** Waits until exactly that many connections are open. */
  public void awaitOpen(int count) {
    await(() -> open == count);
  }

  private synchronized void await(BooleanSupplier condition) {
    long until = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("in vain; " + peers.size() + " connections, " + open + " open, received: " + received);
      }
      try {
        wait(left);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new AssertionError(interrupted);
      }
    }
  }

  @Override
  public void close() {
    Loop.result(server.close());
  }
}
