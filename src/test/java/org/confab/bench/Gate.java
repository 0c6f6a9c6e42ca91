package org.confab.bench;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.confab.testing.Loop;

/** Stands between Confab and an Event Socket: passes bytes on, and can be shut, so that the connections break and nobody gets through. */
final class Gate implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong passedNanos = new AtomicLong();
  private final int target;
  private final int port;
  private volatile boolean shut;

  Gate(int target) {
    this.target = target;
    port = Loop.result(vertx.createNetServer().connectHandler(this::arrived).listen(0, "127.0.0.1")).actualPort();
  }

  int port() {
    return port;
  }

  private void arrived(NetSocket near) {
    if (shut) {
      near.close();
      return;
    }
    passedNanos.compareAndSet(0, System.nanoTime());
    near.pause();
    sockets.add(near);
    near.closeHandler(gone -> sockets.remove(near));
    client.connect(target, "127.0.0.1").onFailure(refused -> near.close()).onSuccess(far -> {
      sockets.add(far);
      near.closeHandler(gone -> {
        sockets.remove(near);
        far.close();
      });
      far.closeHandler(gone -> {
        sockets.remove(far);
        near.close();
      });
      near.pipeTo(far);
      far.pipeTo(near);
    });
  }

  void shut() {
    shut = true;
    sockets.forEach(NetSocket::close);
  }

  /** From now on somebody gets through; who comes first is remembered. */
  void open() {
    passedNanos.set(0);
    shut = false;
  }

  /** When the first connection after {@link #open} got through; 0 if none has yet. */
  long passedNanos() {
    return passedNanos.get();
  }

  @Override
  public void close() {
    Loop.result(vertx.close());
  }
}
