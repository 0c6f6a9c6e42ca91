package org.confab.simulator;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A plain Event Socket client: it keeps every frame that it was sent. */
final class EslClient {

  private final NetSocket socket;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final List<Frame> frames = new ArrayList<>();
  private boolean closed;

  private EslClient(NetSocket socket) {
    this.socket = socket;
  }

  static EslClient connect(Vertx vertx, int port) throws Exception {
    CompletableFuture<EslClient> connected = new CompletableFuture<>();
    // on the context, so that the handler is there before the first frame is
    vertx.getOrCreateContext().runOnContext(ignored -> vertx.createNetClient().connect(port, "127.0.0.1").onComplete(result -> {
      if (result.failed()) {
        connected.completeExceptionally(result.cause());
        return;
      }
      EslClient client = new EslClient(result.result());
      result.result().handler(buffer -> client.read(buffer.getBytes()));
      result.result().closeHandler(closed -> client.closed());
      connected.complete(client);
    }));
    return connected.get(60, TimeUnit.SECONDS);
  }

  /** Connected and past {@code auth}. */
  static EslClient authenticated(Vertx vertx, int port) throws Exception {
    EslClient client = connect(vertx, port);
    client.command("auth ClueCon");
    return client;
  }

  private synchronized void closed() {
    closed = true;
    notifyAll();
  }

  private synchronized void read(byte[] data) {
    bytes.writeBytes(data);
    byte[] all = bytes.toByteArray();
    int at = 0;
    while (true) {
      int end = blankLine(all, at);
      if (end < 0) {
        break;
      }
      String head = new String(all, at, end - at, StandardCharsets.UTF_8);
      int length = 0;
      for (String line : head.split("\n")) {
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring(16));
        }
      }
      if (all.length < end + length) {
        break;
      }
      frames.add(new Frame(head + new String(all, end, length, StandardCharsets.UTF_8)));
      at = end + length;
    }
    bytes.reset();
    bytes.write(all, at, all.length - at);
    notifyAll();
  }

  private static int blankLine(byte[] all, int from) {
    for (int i = from; i + 1 < all.length; i++) {
      if (all[i] == '\n' && all[i + 1] == '\n') {
        return i + 2;
      }
    }
    return -1;
  }

  synchronized void send(String text) {
    socket.write(text);
  }

  /** Sends a command and waits for its reply. */
  Frame command(String text) throws InterruptedException {
    return raw(text + "\n\n");
  }

  /** As {@link #command}, with the blank line, and perhaps a body, in the text. */
  Frame raw(String text) throws InterruptedException {
    int before = replies().size();
    send(text);
    await(ignored -> replies().size() > before);
    return replies().get(before);
  }

  /** What {@code api} answers. */
  String api(String text) throws InterruptedException {
    return command("api " + text).body();
  }

  /** Runs an application on a channel and waits for the reply. */
  Frame execute(String uuid, String application, String argument, String id) throws InterruptedException {
    String head = "sendmsg " + uuid + "\ncall-command: execute\nexecute-app-name: " + application + "\nEvent-UUID: " + id + "\n";
    int length = argument.getBytes(StandardCharsets.UTF_8).length;
    return raw(length == 0 ? head + "\n" : head + "content-type: text/plain\ncontent-length: " + length + "\n\n" + argument);
  }

  synchronized List<Frame> frames() {
    return List.copyOf(frames);
  }

  synchronized List<Frame> events() {
    return frames.stream().filter(Frame::isEvent).toList();
  }

  private synchronized List<Frame> replies() {
    return frames.stream().filter(Frame::isReply).toList();
  }

  /** Waits until the frames so far satisfy the condition. */
  synchronized void await(Predicate<List<Frame>> condition) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.test(frames)) {
      long left = until - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("waited in vain; frames so far: " + frames);
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }

  /** Waits for an event of that name, action or application, and returns the first. */
  Frame awaitEvent(String what) throws InterruptedException {
    await(all -> all.stream().anyMatch(frame -> frame.isEvent() && frame.label().equals(what)));
    return frames().stream().filter(frame -> frame.isEvent() && frame.label().equals(what)).findFirst().orElseThrow();
  }

  synchronized void awaitClose() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!closed && System.nanoTime() < until) {
      wait(100);
    }
    if (!closed) {
      throw new AssertionError("the connection is still open");
    }
  }

  void close() {
    socket.close();
  }
}
