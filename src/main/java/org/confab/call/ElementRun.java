package org.confab.call;

import io.vertx.core.Future;
import org.confab.freeswitch.SwitchEvent.Completed;

/** How an element of an answer document is run on a call. Fails only for what the call itself does not survive. */
@FunctionalInterface
interface ElementRun {
  Future<Next> run(Call call);

  /**
   * Goes on with an element that the Confab before began; {@code chain} is what it had running, which may be over by now. One of which FreeSWITCH has
   * never heard is run.
   */
  default Future<Next> resume(Call call, Future<Completed> chain) {
    return chain.compose(over -> over.ending() == Completed.Ending.NEVER_RAN ? run(call) : Future.succeededFuture(Outcomes.afterApplication(over)));
  }
}
