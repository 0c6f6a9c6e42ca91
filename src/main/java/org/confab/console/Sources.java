package org.confab.console;

import io.vertx.core.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.confab.api.HealthCheck;
import org.confab.live.LiveConferences;
import org.confab.store.CallbackLists;
import org.confab.store.Store;

/**
 * Where the console has what it shows, and what its orders go to.
 *
 * @param pending how many callbacks wait; safe on any thread
 * @param status  how the store stands; safe on any thread
 * @param checks  what has to be so for Confab to be well
 * @param box     where the checks are asked
 * @param phones  of the demo
 */
public record Sources(LiveConferences conferences, CallbackLists callbacks, IntSupplier pending, Supplier<Store.Status> status,
    List<HealthCheck> checks, Context box, Optional<Phones> phones) {

  public Sources {
    checks = List.copyOf(checks);
  }
}
