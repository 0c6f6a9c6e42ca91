package org.confab.call;

import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.ChannelFacts;
import org.confab.http.PlainUrl;
import org.confab.metrics.Meters;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a call leaves our hands, and who is told. */
final class CallEnds {

  private static final Logger LOG = LoggerFactory.getLogger(CallEnds.class);

  private final CallBook calls;
  private final Application application;
  private final CallRequests requests;
  private final Transfers transfers;
  private final Conferences conferences;
  private final BoxCommands box;
  private final Memory memory;
  private final Meters meters;

  CallEnds(CallBook calls, Application application, CallRequests requests, Transfers transfers, Conferences conferences, BoxCommands box,
      Memory memory, Meters meters) {
    this.calls = calls;
    this.application = application;
    this.requests = requests;
    this.transfers = transfers;
    this.conferences = conferences;
    this.box = box;
    this.memory = memory;
    this.meters = meters;
  }

  /** Somebody else has it: it is left alone, but its end is told. */
  void taken(Call call) {
    call.asked().ifPresentOrElse(
        url -> LOG.warn("call {}: left our hands while {} was asked, most likely by the way to the fallback: the application has as long to answer "
            + "as the dialplan's sched_transfer says.", call, PlainUrl.of(url)),
        () -> LOG.info("call {}: was transferred out of our hands, and is left alone.", call));
    let(call);
    calls.isElsewhere(call);
    call.position(RememberedCall.Position.elsewhere());
  }

  void hungUp(Call call, ChannelFacts end) {
    let(call);
    LOG.info("call {}: hung up, {}.", call, Printable.of(end.header("Hangup-Cause").orElse("cause unknown")));
    tellEnd(call, end);
  }

  /** A call in other hands is over. */
  void overElsewhere(Call call, ChannelFacts end) {
    memory.forgetCall(call.uuid());
    tellEnd(call, end);
  }

  private void tellEnd(Call call, ChannelFacts end) {
    call.handover().hangup().ifPresent(target -> application.tellEnd(call, target.link(), target.method(),
        requests.hangup(call, end)));
  }

  /** The call is over for us; the conference hears of it after it is marked, so that what it still does for the call knows. */
  private void let(Call call) {
    call.isOver();
    calls.letGo(call);
    boolean waited = calls.takeWaiting(call.uuid()).isPresent();
    call.position().asking().filter(RememberedCall.Asking::isAction).map(action -> new Memory.Owed(call.uuid(), call.account().authId(), action))
        .ifPresent(owed -> {
          if (waited) {
            // the Confab before was killed over the request, and it may not have arrived
            application.tell(owed);
          } else if (call.asked().isPresent()) {
            memory.owe(owed);
          }
        });
    memory.forgetCall(call.uuid());
    meters.callEnded();
    transfers.over(call.uuid());
    conferences.hungUp(call.uuid());
    box.over(call.uuid());
  }
}
