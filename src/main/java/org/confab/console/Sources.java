package org.confab.console;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.confab.api.HealthCheck;
import org.confab.live.LiveConferences;
import org.confab.store.CallbackLists;
import org.confab.store.Store;
import org.confab.trace.Found;

/**
 * Where the console has what it shows, and what its orders go to.
 *
 * @param pending how many callbacks wait; safe on any thread
 * @param status  how the store stands; safe on any thread
 * @param checks  what has to be so for Confab to be well
 * @param box     where the checks are asked
 * @param phones  of the demo
 * @param traces  what happened to a call, by its id, its caller's number or its conference; fails if nothing is kept
 */
public record Sources(LiveConferences conferences, CallbackLists callbacks, IntSupplier pending, Supplier<Store.Status> status,
    List<HealthCheck> checks, Context box, Optional<Phones> phones, Function<String, Future<Found>> traces) {

  public Sources {
    checks = List.copyOf(checks);
  }
}
