package org.confab.call;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.confab.callback.Delivery;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceRules;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.freeswitch.Box;
import org.confab.freeswitch.BoxListener;
import org.confab.freeswitch.ChannelFacts;
import org.confab.freeswitch.SwitchEvent;
import org.confab.http.Attempts;
import org.confab.live.LiveCalls;
import org.confab.live.LiveConferences;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.plivo.Printable;
import org.confab.recording.RecordingFiles;
import org.confab.sound.Sounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one box: takes each that the dialplan hands over, and lets go of it when it hangs up or somebody else takes it. The box's listener;
 * everything here happens on the box's context.
 */
public final class Calls implements BoxListener {

  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final Settings settings;
  private final List<Account> accounts;
  private final Clock clock;
  private final Attempts attempts;
  private final Delivery delivery;
  private final Sounds sounds;
  private final RecordingFiles recordings;
  private final Transcripts transcripts;
  private final Memory memory;
  private final Meters meters;
  private final CallBook calls = new CallBook();
  private Optional<Parts> parts = Optional.empty();
  private Optional<LiveCalls> liveCalls = Optional.empty();
  private String coreUuid = "";

  /** What needs the box, which needs its listener first. */
  private record Parts(Box box, BoxContext context, Conferences conferences, Application application, CallRequests requests, OutgoingCalls outgoing,
      Transfers transfers, Talkers talkers, Claims claims, CallEnds ends, CallResync resync, CallRestore restore, Function<Call, DocumentRun> documents) {}

  /** @param accounts not empty; the first is the default */
  public Calls(Settings settings, List<Account> accounts, Clock clock, Attempts attempts, Delivery delivery, Sounds sounds,
      RecordingFiles recordings, Transcripts transcripts, Memory memory, Meters meters) {
    this.recordings = recordings;
    this.transcripts = transcripts;
    this.memory = memory;
    this.settings = settings;
    this.accounts = List.copyOf(accounts);
    this.clock = clock;
    this.attempts = attempts;
    this.delivery = delivery;
    this.sounds = sounds;
    this.meters = meters;
  }

  /** To be told the box before it is started. */
  public void drive(Box box) {
    BoxContext context = new BoxContext(box.context(), () -> box.readAt().orElseGet(clock::now));
    Channels channels = new Channels(box.commands(), memory);
    Application application = new Application(context, attempts, delivery, memory, settings.callbacks().extended(), clock, meters);
    CallRequests requests = new CallRequests(clock, settings.callbacks().extended());
    ConferenceCallbacks callbacks = new ConferenceCallbacks(context, delivery, requests, clock, settings.conference().rejectCallback(), meters);
    Conferences conferences = new Conferences(context, box.commands(), channels, clock, callbacks, settings.freeswitch().profile(),
        new ConferenceRules.Options(true, settings.conference().digitTimeout(), settings.conference().muteOnHold()), memory, recordings, transcripts, meters);
    ElementRuns elements = new ElementRuns(settings, channels, box.commands(), conferences, application, requests, sounds, clock);
    Function<Call, DocumentRun> documents = call -> new DocumentRun(call, application, requests, elements, channels);
    OutgoingCalls outgoing = new OutgoingCalls(settings, accounts, box.calls(), () -> box.status().connected(), clock, application, requests, memory);
    Transfers transfers = new Transfers(box.commands(), channels, conferences, requests, memory, clock, documents, calls::drive);
    CallEnds ends = new CallEnds(calls, application, requests, transfers, conferences, box.commands(), memory, meters);
    Claims claims = new Claims(settings.outbound(), box.commands(), clock);
    CallResync resync = new CallResync(calls, ends, box.commands(), channels, conferences, outgoing, transfers, claims, sounds, clock, meters,
        channel -> parts.ifPresent(these -> parked(these, channel)), (uuid, held) -> parts.ifPresent(these -> held(these, uuid, held)));
    CallRestore restore = new CallRestore(calls, accounts, settings, memory, meters, channels, conferences, outgoing, transfers, application, documents);
    parts = Optional.of(new Parts(box, context, conferences, application, requests, outgoing, transfers, new Talkers(box::tellTalk, clock), claims, ends, resync,
        restore, documents));
    liveCalls = Optional.of(new BoxCalls(context, box.calls(), () -> box.status().connected(), calls::find, () -> calls.all().stream(), conferences,
        requests, channels, outgoing, transfers, new CallSounds(box.calls(), new PlayableSounds(sounds, box.commands()), settings.answer(), clock),
        settings.answer()));
  }

  /** The calls as others see them; after {@link #drive}. */
  public LiveCalls liveCalls() {
    return liveCalls.orElseThrow(() -> new IllegalStateException("there is no box yet"));
  }

  /** Its conferences for whoever is outside; after {@link #drive}. */
  public LiveConferences live() {
    return parts.map(these -> new LiveRooms(these.context(), () -> these.box().status().connected(), these.conferences(), these.talkers(), these.requests(),
        new PlayableSounds(sounds, these.box().commands()), settings.answer().url(), clock)).orElseThrow();
  }

  /** Takes up what the Confab before left; on the box's context, before the box is started. */
  public void restore() {
    parts.ifPresent(these -> {
      these.context().check();
      these.restore().restore();
    });
  }

  /** Confab is about to end: from now on no document is run any more, and what is still asked for is left to the Confab after us. */
  public void stop() {
    parts.ifPresent(these -> {
      these.application().stop();
      these.conferences().stop();
    });
  }

  @Override
  public void onEvent(SwitchEvent event) {
    parts.ifPresent(these -> {
      these.context().check();
      handle(these, event);
    });
  }

  private void handle(Parts these, SwitchEvent event) {
    if (event instanceof SwitchEvent.CallParked it) {
      parked(these, it.channel());
    } else if (event instanceof SwitchEvent.CallRings it) {
      these.outgoing().rings(it.call());
    } else if (event instanceof SwitchEvent.CallAnswered it) {
      calls.find(it.call()).ifPresent(Call::wasAnswered);
      these.outgoing().answered(it.call());
    } else if (event instanceof SwitchEvent.CallHungUp it) {
      these.resync().hungUp(it.call());
      calls.find(it.call()).ifPresent(call -> these.ends().hungUp(call, it.channel()));
      calls.takeElsewhere(it.call()).ifPresent(call -> these.ends().overElsewhere(call, it.channel()));
      these.outgoing().over(it.call(), it.channel());
    } else if (event instanceof SwitchEvent.CallTaken it) {
      calls.find(it.call()).filter(call -> !call.rescuing()).ifPresent(these.ends()::taken);
    } else if (event instanceof SwitchEvent.KeyPressed it) {
      these.conferences().pressed(it.call(), it.digit());
      calls.find(it.call()).ifPresent(call -> call.pressed(it.digit()));
    } else if (event instanceof SwitchEvent.CallHeld it) {
      held(these, it.call(), it.held());
    } else if (event instanceof SwitchEvent.FloorTaken it) {
      these.conferences().floorTaken(it);
    } else if (event instanceof SwitchEvent.Talked it) {
      these.talkers().talked(it.call(), it.talks());
    } else if (event instanceof SwitchEvent.MemberEntered it) {
      these.conferences().entered(it);
    } else if (event instanceof SwitchEvent.MemberKicked it) {
      these.conferences().kicked(it);
    } else if (event instanceof SwitchEvent.MemberLeft it) {
      these.talkers().left(it.call());
      these.conferences().left(it);
    } else if (event instanceof SwitchEvent.RecordingStarted it) {
      these.conferences().recordings().started(it);
    } else if (event instanceof SwitchEvent.RecordingStopped it) {
      these.conferences().recordings().stopped(it);
    } else if (event instanceof SwitchEvent.RoomQuarantined it) {
      these.conferences().quarantined(it);
    } else if (event instanceof SwitchEvent.RoomAnswers) {
      these.resync().once();
    } else if (event instanceof SwitchEvent.RoomDestroyed it) {
      these.conferences().destroyed(it);
    } else if (event instanceof SwitchEvent.Connected it) {
      connected(these, it);
    } else if (event instanceof SwitchEvent.Disconnected) {
      these.resync().end();
      these.talkers().forget();
      these.conferences().standstill().begin();
      for (Meters.Connection connection : Meters.Connection.values()) {
        meters.connected(connection, false);
      }
    }
  }

  private void held(Parts these, String uuid, boolean held) {
    calls.find(uuid).ifPresent(call -> {
      call.held(held);
      call.remember();
      these.conferences().held(uuid, held);
    });
  }

  private void connected(Parts these, SwitchEvent.Connected connected) {
    these.conferences().endconfEndsRoom(connected.version().endconfEndsRoom());
    these.conferences().recordings().connected();
    for (Meters.Connection connection : Meters.Connection.values()) {
      meters.connected(connection, true);
      if (!coreUuid.isEmpty()) {
        meters.reconnected(connection);
      }
    }
    if (!coreUuid.isEmpty() && !coreUuid.equals(connected.coreUuid())) {
      LOG.warn("FreeSWITCH was restarted: the {} calls that it had are over.", calls.all().size());
      List.copyOf(calls.all()).forEach(call -> these.ends().hungUp(call, restarted(call)));
      calls.allElsewhere().stream().filter(calls::takeElsewhere).forEach(call -> these.ends().overElsewhere(call, restarted(call)));
      these.outgoing().vanished();
    }
    coreUuid = connected.coreUuid();
    these.conferences().standstill().limit();
    these.resync().begin();
  }

  private static ChannelFacts restarted(Call call) {
    return new ChannelFacts(call.uuid(), Map.of("Hangup-Cause", "MANAGER_REQUEST"));
  }

  private void parked(Parts these, ChannelFacts event) {
    Optional<Call> known = calls.find(event.uuid());
    if (known.isPresent()) {
      known.filter(Call::rescuing).ifPresent(call -> {
        if (these.transfers().isWaiting(call)) {
          these.transfers().parked(call, event);
        } else {
          these.conferences().parkedAgain(call);
        }
      });
      return;
    }
    if (these.outgoing().isGivenUp(event.uuid())) {
      return;
    }
    Optional<ChannelFacts> placed = these.outgoing().parked(event);
    if (placed.isEmpty() && !these.claims().isOurs(event, () -> parked(these, event))) {
      return;
    }
    ChannelFacts channel = placed.orElse(event);
    Handover handover = Handover.of(channel, settings.answer());
    Call call = new Call(channel, account(channel, handover), handover, clock.now(), memory);
    calls.drive(call);
    meters.callStarted();
    LOG.info("call {}: taken, from {} to {}.", call, Printable.of(these.requests().from(channel)), Printable.of(these.requests().to(channel)));
    if (handover.wayOut().isEmpty()) {
      LOG.warn("call {}: the dialplan names no confab_fallback: if Confab goes away, this caller hears silence. See freeswitch-conf.", call);
    }
    placed.flatMap(OutgoingOrder::of).map(OutgoingOrder::sendDigits).filter(keys -> !keys.isEmpty()).ifPresent(keys -> these.box().calls()
        .sendKeys(call.uuid(), keys).onFailure(why -> LOG.warn("call {}: its send_digits could not be sent: {}", call, why.getMessage())));
    these.documents().apply(call).start();
  }

  private Account account(ChannelFacts channel, Handover handover) {
    Account first = accounts.get(0);
    return handover.account().map(wanted -> accounts.stream().filter(account -> account.authId().equals(wanted)).findFirst().orElseGet(() -> {
      LOG.warn("call {}: confab_account '{}' is not in accounts; {} is used.", About.call(channel.uuid()), Printable.of(wanted), first.authId());
      return first;
    })).orElse(first);
  }
}
