package org.confab.call;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.freeswitch.ChannelFacts;
import org.confab.freeswitch.SwitchEvent;
import org.confab.metrics.Meters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up the calls that the Confab before left. */
final class CallRestore {

  private static final Logger LOG = LoggerFactory.getLogger(CallRestore.class);

  private final CallBook calls;
  private final List<Account> accounts;
  private final Settings settings;
  private final Memory memory;
  private final Meters meters;
  private final Channels channels;
  private final Conferences conferences;
  private final OutgoingCalls outgoing;
  private final Transfers transfers;
  private final Application application;
  private final Function<Call, DocumentRun> documents;

  CallRestore(CallBook calls, List<Account> accounts, Settings settings, Memory memory, Meters meters, Channels channels, Conferences conferences,
      OutgoingCalls outgoing, Transfers transfers, Application application, Function<Call, DocumentRun> documents) {
    this.calls = calls;
    this.accounts = accounts;
    this.settings = settings;
    this.memory = memory;
    this.meters = meters;
    this.channels = channels;
    this.conferences = conferences;
    this.outgoing = outgoing;
    this.transfers = transfers;
    this.application = application;
    this.documents = documents;
  }

  /** Before FreeSWITCH is connected. */
  void restore() {
    conferences.restore();
    outgoing.restore();
    memory.calls().forEach(this::restore);
    conferences.restoreRecordings(this::revived);
    memory.owed().forEach(application::tell);
    conferences.forgetStrangers();
    if (!calls.all().isEmpty()) {
      LOG.info("{} calls and {} conferences of the Confab before are taken up.", calls.all().size(), conferences.count());
    }
  }

  /** The call if it is known, else one that is over. */
  private Call revived(RememberedCall before) {
    return calls.find(before.uuid()).orElseGet(() -> {
      Call call = remembered(before);
      call.isOver();
      return call;
    });
  }

  private Call remembered(RememberedCall before) {
    Account account = accounts.stream().filter(each -> each.authId().equals(before.authId())).findFirst().orElse(accounts.get(0));
    return Call.remembered(before, account, Handover.of(new ChannelFacts(before.uuid(), before.headers()), settings.answer()), memory);
  }

  private void restore(RememberedCall before) {
    Call call = remembered(before);
    if (before.position().isElsewhere()) {
      call.isOver();
      calls.isElsewhere(call);
      return;
    }
    if (Transfers.isAway(before)) {
      calls.drive(transfers.restore(call, before));
      meters.callStarted();
      return;
    }
    calls.drive(call);
    meters.callStarted();
    DocumentRun document = documents.apply(call);
    Optional<Future<SwitchEvent.Completed>> chain = before.chain().map(id -> channels.resume(call, id));
    if (chain.isPresent() && before.position().asking().isEmpty()) {
      document.resume(before.position(), chain);
    } else {
      // what a document says could not be run before FreeSWITCH is connected
      calls.waits(call, () -> document.resume(before.position(), Optional.empty()));
    }
  }
}
