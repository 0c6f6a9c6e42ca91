package org.confab.call;

import io.vertx.core.Future;
import org.confab.config.Unsupported;
import org.confab.plivo.OtherElement;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An element that Confab does not run: what {@code answer.unsupported} says. */
record OtherRun(Unsupported unsupported, OtherElement element) implements ElementRun {

  private static final Logger LOG = LoggerFactory.getLogger(OtherRun.class);

  @Override
  public Future<Next> run(Call call) {
    String what = "<" + Printable.of(element.name()) + "> in line " + element.line()
        + (element.known() ? " is an element that Confab does not run" : " is no element of Plivo's");
    if (unsupported instanceof Unsupported.Dialplan dialplan) {
      LOG.warn("call {}: {}; the call is given back to the dialplan's {} (answer.unsupported).", call, what, dialplan.extension());
      return Future.succeededFuture(new Next.GiveBack(dialplan.extension()));
    }
    if (unsupported instanceof Unsupported.Fallback) {
      return Future.succeededFuture(new Next.Fallback(what));
    }
    LOG.warn("call {}: {}; it is skipped (answer.unsupported).", call, what);
    return Future.succeededFuture(Next.onward());
  }
}
