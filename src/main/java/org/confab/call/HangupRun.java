package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import org.confab.freeswitch.BoxCommands;
import org.confab.plivo.HangupElement;
import org.confab.plivo.HangupReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code <Hangup>}: at once, or after {@code schedule} while the document goes on. On a call that was not answered {@code reason} is the refusal
 * that the caller's side sees: rejected is SIP 603, busy is SIP 486.
 */
record HangupRun(BoxCommands box, HangupElement element) implements ElementRun {

  private static final Logger LOG = LoggerFactory.getLogger(HangupRun.class);

  @Override
  public Future<Next> run(Call call) {
    String cause = element.reason().map(HangupRun::cause).orElse("NORMAL_CLEARING");
    Duration schedule = element.schedule();
    if (schedule.isZero()) {
      return Future.succeededFuture(new Next.HangUp(cause));
    }
    return box.scheduleHangUp(call.uuid(), schedule, cause).map(Next.onward()).recover(why -> {
      LOG.warn("call {}: could not be scheduled to hang up: {}", call, why.getMessage());
      return Future.succeededFuture(Next.onward());
    });
  }

  private static String cause(HangupReason reason) {
    return switch (reason) {
      case REJECTED -> "CALL_REJECTED";
      case BUSY -> "USER_BUSY";
    };
  }
}
