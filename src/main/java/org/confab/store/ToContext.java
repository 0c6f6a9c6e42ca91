package org.confab.store;

import io.vertx.core.Context;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.confab.store.Step.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the writer's thread says, said on the store's context, in its order; what comes before there is a store is kept for it. */
final class ToContext implements Writer.Listener {

  private static final Logger log = LoggerFactory.getLogger(Store.class);

  private final Context context;
  private final Queue<Consumer<Store>> early = new ArrayDeque<>();
  private Optional<Store> store = Optional.empty();

  ToContext(Context context) {
    this.context = context;
  }

  /** On the context: there it is. */
  void to(Store opened) {
    store = Optional.of(opened);
    early.forEach(each -> each.accept(opened));
    early.clear();
  }

  @Override
  public void done(List<Step> steps, Outcome outcome) {
    tell(to -> to.done(steps, outcome));
  }

  @Override
  public void failed(String reason) {
    tell(to -> to.failed(reason));
  }

  @Override
  public void recovered() {
    tell(Store::recovered);
  }

  private void tell(Consumer<Store> what) {
    post(() -> store.ifPresentOrElse(what, () -> early.add(what)));
  }

  /** From any thread. */
  void post(Runnable task) {
    try {
      context.runOnContext(ignored -> task.run());
    } catch (RejectedExecutionException over) {
      log.debug("The context is closed; the store has nobody to tell");
    }
  }
}
