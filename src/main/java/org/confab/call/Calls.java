package org.confab.call;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.callback.Delivery;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceRules;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.freeswitch.Box;
import org.confab.freeswitch.BoxListener;
import org.confab.freeswitch.BoxSnapshot;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.ChannelFacts;
import org.confab.freeswitch.SwitchEvent;
import org.confab.http.Attempts;
import org.confab.http.PlainUrl;
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
  /** {@code show channels} is some 300 ms behind: calls that were parked just before we listened appear at the second look. */
  private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
  /** Shorter than the 30 s after which the way out fires: whoever waits for us because an event was lost is found before. */
  private static final Duration RESYNC = Duration.ofSeconds(25);
  /** A channel cannot be asked any more while its CDRs are written, and CHANNEL_HANGUP_COMPLETE, with cause and times, follows after that. */
  private static final Duration HANGUP_COMPLETE = Duration.ofSeconds(10);

  private final Settings settings;
  private final List<Account> accounts;
  private final Clock clock;
  private final Attempts attempts;
  private final Delivery delivery;
  private final Sounds sounds;
  private final RecordingFiles recordings;
  private final Transcripts transcripts;
  private final Memory memory;
  /** Calls of the Confab before on which nothing ran: how they go on, once FreeSWITCH has said that they still wait. */
  private final Map<String, Runnable> waiting = new HashMap<>();
  private final Meters meters;
  private final Map<String, Call> calls = new HashMap<>();
  /** Calls that are in other hands: nothing is done to them, but their end is told to the hangup URL. */
  private final Map<String, Call> elsewhere = new HashMap<>();
  private Optional<Parts> parts = Optional.empty();
  private Optional<LiveCalls> liveCalls = Optional.empty();
  private final List<Look> looks = new ArrayList<>();
  private Clock.Timer resync = () -> { };
  private String coreUuid = "";

  /** What needs the box, which needs its listener first. */
  private record Parts(Box box, BoxContext context, Channels channels, Conferences conferences, Application application, CallRequests requests,
      ElementRuns elements, OutgoingCalls outgoing, Transfers transfers, Talkers talkers) {}

  /** One asking of FreeSWITCH for its calls: what we knew when it was asked, and which calls have ended since. */
  private record Look(Set<String> before, Whereabouts rooms, Set<String> ended, Set<String> placed, Set<String> away, Instant at) {

    /** He was being called: if he has answered, it was not told. */
    boolean wasPlaced(ChannelFacts channel) {
      return placed.contains(channel.uuid()) && !ended.contains(channel.uuid());
    }

    boolean isNew(ChannelFacts channel) {
      return !before.contains(channel.uuid()) && !ended.contains(channel.uuid());
    }
  }

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
    OutgoingCalls outgoing = new OutgoingCalls(settings, accounts, box.calls(), () -> box.status().connected(), clock, application, requests, memory);
    Transfers transfers = new Transfers(box.commands(), channels, conferences, requests, memory, clock,
        call -> new DocumentRun(call, application, requests, elements, channels), call -> calls.put(call.uuid(), call));
    parts = Optional.of(new Parts(box, context, channels, conferences, application, requests, elements, outgoing, transfers,
        new Talkers(box::tellTalk, clock)));
    liveCalls = Optional.of(new BoxCalls(context, box.calls(), () -> box.status().connected(), this::known,
        () -> calls.values().stream(), conferences, requests, channels, outgoing, transfers,
        new CallSounds(box.calls(), new PlayableSounds(sounds, box.commands()), settings.answer(), clock), settings.answer()));
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
      these.conferences().restore();
      these.outgoing().restore();
      memory.calls().forEach(before -> restore(these, before));
      these.conferences().restoreRecordings(this::revived);
      memory.owed().forEach(these.application()::tell);
      these.conferences().forgetStrangers();
      if (!calls.isEmpty()) {
        LOG.info("{} calls and {} conferences of the Confab before are taken up.", calls.size(), these.conferences().count());
      }
    });
  }

  /** The call if it is known, else one that is over. */
  private Call revived(RememberedCall before) {
    return known(before.uuid()).orElseGet(() -> {
      Call call = remembered(before);
      call.isOver();
      return call;
    });
  }

  private Call remembered(RememberedCall before) {
    Account account = accounts.stream().filter(each -> each.authId().equals(before.authId())).findFirst().orElse(accounts.get(0));
    return Call.remembered(before, account, Handover.of(new ChannelFacts(before.uuid(), before.headers()), settings.answer()), memory);
  }

  private void restore(Parts these, RememberedCall before) {
    Call call = remembered(before);
    if (before.position().isElsewhere()) {
      call.isOver();
      elsewhere.put(call.uuid(), call);
      return;
    }
    if (Transfers.isAway(before)) {
      calls.put(call.uuid(), these.transfers().restore(call, before));
      meters.callStarted();
      return;
    }
    calls.put(call.uuid(), call);
    meters.callStarted();
    DocumentRun document = document(these, call);
    Optional<Future<SwitchEvent.Completed>> chain = before.chain().map(id -> these.channels().resume(call, id));
    if (chain.isPresent() && before.position().asking().isEmpty()) {
      document.resume(before.position(), chain);
    } else {
      // what a document says could not be run before FreeSWITCH is connected
      waiting.put(call.uuid(), () -> document.resume(before.position(), Optional.empty()));
    }
  }

  private static DocumentRun document(Parts these, Call call) {
    return new DocumentRun(call, these.application(), these.requests(), these.elements(), these.channels());
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
      known(it.call()).ifPresent(Call::wasAnswered);
      these.outgoing().answered(it.call());
    } else if (event instanceof SwitchEvent.CallHungUp it) {
      looks.forEach(look -> look.ended().add(it.call()));
      known(it.call()).ifPresent(call -> hungUp(these, call, it.channel()));
      Optional.ofNullable(elsewhere.remove(it.call())).ifPresent(call -> overElsewhere(these, call, it.channel()));
      these.outgoing().over(it.call(), it.channel());
    } else if (event instanceof SwitchEvent.CallTaken it) {
      known(it.call()).filter(call -> !call.rescuing()).ifPresent(call -> taken(these, call));
    } else if (event instanceof SwitchEvent.KeyPressed it) {
      these.conferences().pressed(it.call(), it.digit());
      known(it.call()).ifPresent(call -> call.pressed(it.digit()));
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
      resync(these, HANGUP_COMPLETE);
    } else if (event instanceof SwitchEvent.RoomDestroyed it) {
      these.conferences().destroyed(it);
    } else if (event instanceof SwitchEvent.Connected it) {
      connected(these, it);
    } else if (event instanceof SwitchEvent.Disconnected) {
      resync.cancel();
      these.talkers().forget();
      these.conferences().standstill().begin();
      for (Meters.Connection connection : Meters.Connection.values()) {
        meters.connected(connection, false);
      }
    }
  }

  private void held(Parts these, String uuid, boolean held) {
    known(uuid).ifPresent(call -> {
      call.held(held);
      call.remember();
      these.conferences().held(uuid, held);
    });
  }

  private Optional<Call> known(String uuid) {
    return Optional.ofNullable(calls.get(uuid));
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
      LOG.warn("FreeSWITCH was restarted: the {} calls that it had are over.", calls.size());
      List.copyOf(calls.values()).forEach(call -> hungUp(these, call, restarted(call)));
      elsewhere.values().forEach(call -> overElsewhere(these, call, restarted(call)));
      elsewhere.clear();
      these.outgoing().vanished();
    }
    coreUuid = connected.coreUuid();
    these.conferences().standstill().limit();
    resync(these, Duration.ZERO);
    resync = clock.schedule(SECOND_LOOK, () -> resyncNowAndAgain(these));
  }

  private static ChannelFacts restarted(Call call) {
    return new ChannelFacts(call.uuid(), Map.of("Hangup-Cause", "MANAGER_REQUEST"));
  }

  private void resyncNowAndAgain(Parts these) {
    these.conferences().resync().waitSounds().forEach(file -> sounds.stillPlays(Path.of(file)));
    calls.values().forEach(call -> call.repeats().ifPresent(file -> sounds.stillPlays(Path.of(file))));
    resync(these, HANGUP_COMPLETE);
    resync = clock.schedule(RESYNC, () -> resyncNowAndAgain(these));
  }

  /** @param patience how long FreeSWITCH may take to tell by itself of calls that it has no more */
  private void resync(Parts these, Duration patience) {
    Set<String> before = new HashSet<>(calls.keySet());
    before.addAll(elsewhere.keySet());
    before.addAll(these.outgoing().uuids());
    Instant asked = clock.now();
    Look look = new Look(Set.copyOf(before), these.conferences().resync().whereabouts(), new HashSet<>(), these.outgoing().uuids(),
        these.transfers().uuids(), asked);
    looks.add(look);
    these.box().commands().snapshot(look.before(), these.conferences().resync().roomNames())
        .onComplete(done -> looks.removeIf(each -> each == look))
        .onSuccess(snapshot -> {
          compare(these, look, snapshot, patience);
          meters.resync(Meters.ResyncResult.COMPARED, Duration.between(asked, clock.now()));
        })
        .onFailure(why -> {
          LOG.warn("FreeSWITCH could not be asked for its calls and rooms: {}", why.getMessage());
          meters.resync(Meters.ResyncResult.FAILED, Duration.between(asked, clock.now()));
        });
  }

  private void compare(Parts these, Look look, BoxSnapshot snapshot, Duration patience) {
    Map<String, ChannelFacts> there = new HashMap<>();
    snapshot.calls().forEach(channel -> there.put(channel.uuid(), channel));
    look.before().stream().filter(uuid -> !there.containsKey(uuid))
        .forEach(uuid -> known(uuid).or(() -> Optional.ofNullable(elsewhere.get(uuid))).ifPresent(call -> {
          if (patience.isZero()) {
            vanished(these, call);
          } else {
            clock.schedule(patience, () -> vanished(these, call));
          }
        }));
    // after those who are gone: who left with his moderator is to have left for that reason
    these.box().commands().resynced(snapshot);
    Future<Void> found = these.conferences().resync().resynced(look.rooms(), snapshot);
    there.values().forEach(channel -> known(channel.uuid()).ifPresent(call -> {
      if (channel.answered() && !call.answered()) {
        call.wasAnswered();
      }
      if (waiting.containsKey(call.uuid())) {
        if (channel.isIdle()) {
          waiting.remove(call.uuid()).run();
        } else {
          taken(these, call);
        }
      }
      these.channels().resynced(call, channel);
      if (call.held() != channel.held()) {
        held(these, call.uuid(), channel.held());
      }
      boolean away = look.away().contains(call.uuid()) && these.transfers().resynced(call, channel);
      if (!away && call.rescuing() && channel.isIdle() && !these.transfers().isWaiting(call)) {
        these.conferences().parkedAgain(call);
      }
    }));
    these.outgoing().resynced(look.at(), look.placed(), there);
    there.values().stream().filter(channel -> look.isNew(channel) || look.wasPlaced(channel))
        .filter(channel -> !calls.containsKey(channel.uuid()) && !elsewhere.containsKey(channel.uuid())).filter(Calls::waitsForUs).forEach(channel -> {
      meters.resyncDifference(Meters.Difference.CALL_WAITED);
      LOG.info("call {}: was parked before we listened, and is taken now.", About.call(channel.uuid()));
      parked(these, channel);
    });
    found.onComplete(all -> these.conferences().standstill().end());
  }

  private void vanished(Parts these, Call call) {
    if (calls.get(call.uuid()) == call) {
      meters.resyncDifference(Meters.Difference.CALL_ENDED);
      LOG.warn("call {}: ended while nobody listened to FreeSWITCH.", call);
      hungUp(these, call, new ChannelFacts(call.uuid(), Map.of()));
    } else if (elsewhere.remove(call.uuid(), call)) {
      overElsewhere(these, call, new ChannelFacts(call.uuid(), Map.of()));
    }
  }

  /** In park, and nothing of ours has run on it: then its answer URL has not been asked, or by somebody who is gone. */
  private static boolean waitsForUs(ChannelFacts channel) {
    return channel.variable("current_application").filter("park"::equals).isPresent() && channel.variable("conference_call_key").isEmpty()
        && channel.variable(Chain.STEP).isEmpty();
  }

  private void parked(Parts these, ChannelFacts event) {
    Optional<Call> known = known(event.uuid());
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
    ChannelFacts channel = placed.orElse(event);
    Handover handover = Handover.of(channel, settings.answer());
    Call call = new Call(channel, account(channel, handover), handover, clock.now(), memory);
    calls.put(call.uuid(), call);
    elsewhere.remove(call.uuid());
    meters.callStarted();
    LOG.info("call {}: taken, from {} to {}.", call, Printable.of(these.requests().from(channel)), Printable.of(these.requests().to(channel)));
    if (handover.wayOut().isEmpty()) {
      LOG.warn("call {}: the dialplan names no confab_fallback: if Confab goes away, this caller hears silence. See freeswitch-conf.", call);
    }
    placed.flatMap(OutgoingOrder::of).map(OutgoingOrder::sendDigits).filter(keys -> !keys.isEmpty()).ifPresent(keys -> these.box().calls()
        .sendKeys(call.uuid(), keys).onFailure(why -> LOG.warn("call {}: its send_digits could not be sent: {}", call, why.getMessage())));
    document(these, call).start();
  }

  private Account account(ChannelFacts channel, Handover handover) {
    Account first = accounts.get(0);
    return handover.account().map(wanted -> accounts.stream().filter(account -> account.authId().equals(wanted)).findFirst().orElseGet(() -> {
      LOG.warn("call {}: confab_account '{}' is not in accounts; {} is used.", About.call(channel.uuid()), Printable.of(wanted), first.authId());
      return first;
    })).orElse(first);
  }

  private void taken(Parts these, Call call) {
    call.asked().ifPresentOrElse(
        url -> LOG.warn("call {}: left our hands while {} was asked, most likely by the way to the fallback: the application has as long to answer "
            + "as the dialplan's sched_transfer says.", call, PlainUrl.of(url)),
        () -> LOG.info("call {}: was transferred out of our hands, and is left alone.", call));
    let(these, call);
    elsewhere.put(call.uuid(), call);
    call.position(RememberedCall.Position.elsewhere());
  }

  private void hungUp(Parts these, Call call, ChannelFacts end) {
    let(these, call);
    LOG.info("call {}: hung up, {}.", call, Printable.of(end.header("Hangup-Cause").orElse("cause unknown")));
    tellEnd(these, call, end);
  }

  private void overElsewhere(Parts these, Call call, ChannelFacts end) {
    memory.forgetCall(call.uuid());
    tellEnd(these, call, end);
  }

  private void tellEnd(Parts these, Call call, ChannelFacts end) {
    call.handover().hangup().ifPresent(target -> these.application().tellEnd(call, target.link(), target.method(),
        these.requests().hangup(call, end)));
  }

  /** The call is over for us; the conference hears of it after it is marked, so that what it still does for the call knows. */
  private void let(Parts these, Call call) {
    call.isOver();
    calls.remove(call.uuid());
    boolean waited = waiting.remove(call.uuid()) != null;
    call.position().asking().filter(RememberedCall.Asking::isAction).map(action -> new Memory.Owed(call.uuid(), call.account().authId(), action))
        .ifPresent(owed -> {
          if (waited) {
            // the Confab before was killed over the request, and it may not have arrived
            these.application().tell(owed);
          } else if (call.asked().isPresent()) {
            memory.owe(owed);
          }
        });
    memory.forgetCall(call.uuid());
    meters.callEnded();
    these.transfers().over(call.uuid());
    these.conferences().hungUp(call.uuid());
    these.box().commands().over(call.uuid());
  }
}
