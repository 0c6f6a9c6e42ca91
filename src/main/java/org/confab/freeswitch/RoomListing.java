package org.confab.freeswitch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.confab.freeswitch.BoxSnapshot.RoomFacts;

/**
 * Who is in a room, for all who ask. Nobody gets an answer that was begun before he asked; who asks while one is under way shares the next with all
 * others who do: each lists every member of that room, and a hundred members who are missed would each ask for it.
 */
final class RoomListing {

  private final Function<String, Future<Optional<RoomFacts>>> list;
  /** The rooms that are being asked, and who waits for the next answer. */
  private final Map<String, Optional<Promise<Optional<RoomFacts>>>> next = new HashMap<>();

  /** @param list asks the box */
  RoomListing(Function<String, Future<Optional<RoomFacts>>> list) {
    this.list = list;
  }

  /** Empty if there is no such room. */
  Future<Optional<RoomFacts>> get(String room) {
    boolean underWay = next.containsKey(room);
    Promise<Optional<RoomFacts>> mine = next.getOrDefault(room, Optional.empty()).orElseGet(Promise::promise);
    if (underWay) {
      next.put(room, Optional.of(mine));
    } else {
      begin(room, mine);
    }
    return mine.future();
  }

  private void begin(String room, Promise<Optional<RoomFacts>> those) {
    next.put(room, Optional.empty());
    list.apply(room).onComplete(listed -> {
      next.remove(room).ifPresent(waiting -> begin(room, waiting));
      if (listed.succeeded()) {
        those.complete(listed.result());
      } else {
        those.fail(listed.cause());
      }
    });
  }
}
