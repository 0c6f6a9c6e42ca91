package org.confab.freeswitch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.confab.freeswitch.BoxSnapshot.RoomFacts;

/**
 * The list of a box's rooms, for all who ask. Nobody gets one that was begun before he asked; who asks while one is under way shares the next with all
 * others who do: each list has every member of every room, and a hundred members who are missed would each ask for one.
 */
final class RoomListing {

  private final Supplier<Future<List<RoomFacts>>> list;
  private Optional<Promise<List<RoomFacts>>> next = Optional.empty();
  private boolean underWay;

  /** @param list asks the box */
  RoomListing(Supplier<Future<List<RoomFacts>>> list) {
    this.list = list;
  }

  Future<List<RoomFacts>> get() {
    Promise<List<RoomFacts>> mine = next.orElseGet(Promise::promise);
    next = Optional.of(mine);
    if (!underWay) {
      begin(mine);
    }
    return mine.future();
  }

  private void begin(Promise<List<RoomFacts>> those) {
    next = Optional.empty();
    underWay = true;
    list.get().onComplete(listed -> {
      underWay = false;
      next.ifPresent(this::begin);
      if (listed.succeeded()) {
        those.complete(listed.result());
      } else {
        those.fail(listed.cause());
      }
    });
  }
}
