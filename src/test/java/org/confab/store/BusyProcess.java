package org.confab.store;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.clock.VertxClock;
import org.confab.testing.Loop;

/**
 * Adds and delivers as fast as it can until it is killed, and says on standard output what it was told: {@code added LANE NUMBER} once
 * that is stored, {@code delivering LANE NUMBER} before, {@code delivered LANE NUMBER} once that is stored. Each turn also counts its
 * callbacks in a state.
 */
final class BusyProcess {

  private final PrintStream out = new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 14), false);
  private final Loop loop = new Loop();
  private final Store store;
  private final Random random;
  private long added;

  private BusyProcess(Path file, long seed) {
    random = new Random(seed);
    store = Loop.result(Store.open(loop.context(), new VertxClock(loop.vertx()), Optional.of(file), Stores.USUAL));
    loop.run(() -> {
      added = Long.parseLong(store.states().all("count").getOrDefault("added", "0"));
    });
  }

  public static void main(String[] arguments) {
    try {
      BusyProcess process = new BusyProcess(Path.of(arguments[0]), Long.parseLong(arguments[1]));
      process.loop.run(process::turn);
    } catch (RuntimeException refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  static Lane lane(int number) {
    return new Lane("MA1/room " + number, "http://app/events");
  }

  private void turn() {
    int many = 1 + random.nextInt(5);
    for (int i = 0; i < many; i++) {
      int number = random.nextInt(3);
      Lane lane = lane(number);
      Callback callback = new Callback(UUID.randomUUID(), lane, "POST", lane.url(), false, Map.of("filling",
          "x".repeat(random.nextInt(1500))), "MA1", new VertxClock(loop.vertx()).now());
      store.outbox().add(callback).onSuccess(entry -> say("added " + number + " " + entry.sequence()));
    }
    added += many;
    int deliveries = random.nextInt(4);
    for (int number = 0; number < Math.min(3, deliveries); number++) {
      deliver(number);
    }
    store.states().put("count", "added", Long.toString(added)).onComplete(stored -> turn());
  }

  private void deliver(int number) {
    store.outbox().head(lane(number)).onSuccess(head -> head.ifPresent(entry -> {
      say("delivering " + number + " " + entry.sequence());
      store.outbox().delivered(entry).onSuccess(stored -> say("delivered " + number + " " + entry.sequence()));
    }));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
