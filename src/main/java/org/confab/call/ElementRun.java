package org.confab.call;

import io.vertx.core.Future;

/** How an element of an answer document is run on a call. Fails only for what the call itself does not survive. */
@FunctionalInterface
interface ElementRun {
  Future<Next> run(Call call);
}
