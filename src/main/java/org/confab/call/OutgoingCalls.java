package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.confab.clock.Clock;
import org.confab.config.Account;
import org.confab.config.Settings;
import org.confab.esl.EslException;
import org.confab.freeswitch.CallCommands;
import org.confab.freeswitch.ChannelFacts;
import org.confab.live.Outcome;
import org.confab.live.OutgoingCall;
import org.confab.live.Placed;
import org.confab.log.About;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who are being called, from the request to their answer, with which their call becomes one like all others, or to the end of the attempt. Each
 * is remembered before FreeSWITCH is told: he is called at most once, and the application is told of his end once.
 */
final class OutgoingCalls {

  private static final Logger LOG = LoggerFactory.getLogger(OutgoingCalls.class);
  /** The channel's own word of its end has more to say than the reply to the command, and comes at about the same time. */
  private static final Duration CHANNELS_WORD = Duration.ofSeconds(2);
  /** From the command to its channel. */
  private static final Duration APPEARS = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofMillis(250);
  private static final int ATTEMPTS = 20;
  /** Not a cause of FreeSWITCH's: nobody was there to hear it. */
  private static final String UNKNOWN = "UNKNOWN";
  private static final String CANCELLED = "ORIGINATOR_CANCEL";

  private static final class Placing {
    private RememberedPlacing what;
    private boolean answered;
    /** What FreeSWITCH says of it comes by a job that is waited for. */
    private boolean awaited;

    Placing(RememberedPlacing what) {
      this.what = what;
    }
  }

  private final Settings settings;
  private final Map<String, Account> accounts = new HashMap<>();
  private final CallCommands box;
  private final BooleanSupplier connected;
  private final Clock clock;
  private final Application application;
  private final CallRequests requests;
  private final Memory memory;
  private final Map<String, Placing> placed = new LinkedHashMap<>();

  /** @param connected whether FreeSWITCH can be told anything */
  OutgoingCalls(Settings settings, List<Account> accounts, CallCommands box, BooleanSupplier connected, Clock clock, Application application,
      CallRequests requests, Memory memory) {
    this.settings = settings;
    accounts.forEach(account -> this.accounts.put(account.authId(), account));
    this.box = box;
    this.connected = connected;
    this.clock = clock;
    this.application = application;
    this.requests = requests;
    this.memory = memory;
  }

  /** Those whom the Confab before was calling: {@link #resynced} says what became of them. */
  void restore() {
    memory.placed().stream().filter(before -> accounts.containsKey(before.authId())).forEach(before -> placed.put(before.uuid(), new Placing(before)));
  }

  /** Calls them; completes when FreeSWITCH is being told. */
  Future<Placed> place(OutgoingCall call) {
    OutgoingPlan plan = OutgoingPlan.of(call, settings.outgoing());
    if (plan.refused().isPresent()) {
      return not(new Outcome.Refused(plan.refused().get()));
    }
    if (!connected.getAsBoolean()) {
      return not(new Outcome.Unavailable("FreeSWITCH is not connected"));
    }
    int most = settings.outgoing().atOnce();
    if (placed.size() + plan.each().size() > most) {
      return not(plan.each().size() > most ? new Outcome.Refused("to: " + plan.each().size() + " calls, and outgoing.atOnce allows " + most)
          : new Outcome.Unavailable(placed.size() + " calls wait for an answer already, and outgoing.atOnce allows " + most));
    }
    Map<String, OutgoingPlan.One> all = new LinkedHashMap<>();
    plan.each().forEach(one -> {
      String uuid = UUID.randomUUID().toString();
      all.put(uuid, one);
      Placing placing = new Placing(new RememberedPlacing(uuid, call.account(), one.order(), clock.now(), call.ring().isEmpty(), false));
      placing.awaited = true;
      placed.put(uuid, placing);
      memory.placed(placing.what);
    });
    return memory.written().<Placed>map(written -> {
      all.forEach((uuid, one) -> Optional.ofNullable(placed.get(uuid)).ifPresent(placing -> originate(placing, one)));
      return new Placed.Fired(new ArrayList<>(all.keySet()));
    });
  }

  private static Future<Placed> not(Outcome why) {
    return Future.succeededFuture(new Placed.Not(why));
  }

  private void originate(Placing placing, OutgoingPlan.One one) {
    String uuid = placing.what.uuid();
    if (placing.what.givenUp()) {
      over(uuid, new ChannelFacts(uuid, Map.of("Hangup-Cause", CANCELLED)));
      return;
    }
    LOG.info("call {}: {} is called, by account {}.", About.call(uuid), Printable.of(one.order().to()), placing.what.authId());
    box.originate(one.origination(uuid, placing.what.authId())).onComplete(done -> placing.awaited = false).onFailure(why -> {
      if (why instanceof EslException.Failed failed) {
        String cause = CallCommands.cause(failed).orElse("NORMAL_TEMPORARY_FAILURE");
        clock.schedule(CHANNELS_WORD, () -> over(uuid, new ChannelFacts(uuid, Map.of("Hangup-Cause", cause))));
      } else if (why instanceof EslException.Refused) {
        LOG.error("call {}: was not placed: {}", About.call(uuid), why.getMessage());
        over(uuid, new ChannelFacts(uuid, Map.of("Hangup-Cause", "INVALID_NUMBER_FORMAT")));
      }
      // else nobody knows, until FreeSWITCH is asked
    });
  }

  /** Their channels, for FreeSWITCH to be asked for them. */
  Set<String> uuids() {
    return Set.copyOf(placed.keySet());
  }

  /** Whether somebody gave him up in the instant in which he answered: he is hung up on, and not handed over. */
  boolean isGivenUp(String uuid) {
    return Optional.ofNullable(placed.get(uuid)).filter(placing -> placing.what.givenUp()).map(placing -> {
      placing.answered = true;
      hangUp(placing, 1);
      return true;
    }).orElse(false);
  }

  /** Those of an account, as they would be if they were handed over. */
  Stream<Call> of(String account) {
    return placed.values().stream().filter(placing -> placing.what.authId().equals(account))
        .map(placing -> call(placing, new ChannelFacts(placing.what.uuid(), Map.of())));
  }

  private Call call(Placing placing, ChannelFacts channel) {
    ChannelFacts told = placing.what.order().told(channel);
    Call call = new Call(told, accounts.get(placing.what.authId()), Handover.of(told, settings.answer()), placing.what.at(), Memory.NONE);
    if (placing.what.givenUp()) {
      call.endsByOrder();
    }
    return call;
  }

  void rings(String uuid) {
    Optional.ofNullable(placed.get(uuid)).filter(placing -> !placing.what.rang()).ifPresent(placing -> {
      placing.what = placing.what.ringing();
      memory.placed(placing.what);
      placing.what.order().ring().map(url -> url.target(settings.answer())).ifPresent(target -> {
        Call call = call(placing, new ChannelFacts(uuid, Map.of()));
        application.tellRing(call, target.link(), target.method(), requests.ring(call));
      });
    });
  }

  void answered(String uuid) {
    Optional.ofNullable(placed.get(uuid)).ifPresent(placing -> placing.answered = true);
  }

  /**
   * He has answered, and his call parks: it is taken out of here, to be handed over; empty for one that nobody here placed.
   *
   * @return what is said of the channel, with what the application said of it
   */
  Optional<ChannelFacts> parked(ChannelFacts channel) {
    return Optional.ofNullable(placed.remove(channel.uuid())).map(placing -> {
      memory.forgetPlaced(channel.uuid());
      return placing.what.order().told(channel);
    }).or(() -> OutgoingOrder.of(channel).map(order -> order.told(channel)));
  }

  /** @return whether it was one of these */
  boolean over(String uuid, ChannelFacts end) {
    Placing placing = placed.remove(uuid);
    if (placing == null) {
      return false;
    }
    memory.forgetPlaced(uuid);
    Call call = call(placing, end);
    LOG.info("call {}: came to nothing, {}.", About.call(uuid), Printable.of(end.header("Hangup-Cause").orElse("cause unknown")));
    call.handover().hangup().ifPresent(target -> application.tellEnd(call, target.link(), target.method(), requests.hangup(call, end)));
    return true;
  }

  /** FreeSWITCH was restarted. */
  void vanished() {
    List.copyOf(placed.keySet()).forEach(uuid -> over(uuid, new ChannelFacts(uuid, Map.of("Hangup-Cause", "MANAGER_REQUEST"))));
  }

  /**
   * After FreeSWITCH was asked: what a lost connection or an end of Confab kept from us.
   *
   * @param asked when
   * @param there what it said of those of {@link #uuids} that it has
   */
  void resynced(Instant asked, Set<String> before, Map<String, ChannelFacts> there) {
    before.stream().filter(placed::containsKey).forEach(uuid -> {
      Placing placing = placed.get(uuid);
      ChannelFacts channel = there.get(uuid);
      if (channel == null && !placing.awaited && placing.what.at().plus(APPEARS).isBefore(asked)) {
        LOG.warn("call {}: was never placed, or ended while nobody listened to FreeSWITCH.", About.call(uuid));
        over(uuid, new ChannelFacts(uuid, Map.of("Hangup-Cause", UNKNOWN)));
      } else if (channel != null && placing.what.givenUp()) {
        hangUp(placing, 1);
      } else if (channel != null && channel.header("Caller-Channel-Progress-Time").filter(time -> !time.equals("0")).isPresent()) {
        rings(uuid);
      }
    });
  }

  /** Gives up to reach him, completing when that is remembered; empty if it is none of these. */
  Optional<Future<Outcome>> cancel(String account, String uuid) {
    return Optional.ofNullable(placed.get(uuid)).filter(placing -> placing.what.authId().equals(account)).map(placing -> {
      placing.what = placing.what.endedByOrder();
      memory.placed(placing.what);
      hangUp(placing, 1);
      return memory.written().map(written -> new Outcome.Done(List.of(uuid)));
    });
  }

  /** The command may have been sent, and the channel not be there yet. */
  private void hangUp(Placing placing, int attempt) {
    String uuid = placing.what.uuid();
    box.hangUp(uuid, placing.answered ? "NORMAL_CLEARING" : CANCELLED).onFailure(why -> {
      if (placed.get(uuid) == placing && attempt < ATTEMPTS) {
        clock.schedule(AGAIN, () -> hangUp(placing, attempt + 1));
      }
    });
  }

  /** He hears of another document once he answers, completing when that is remembered; empty if it is none of these. */
  Optional<Future<Outcome>> transfer(String account, String uuid, String url, HttpMethod method) {
    return Optional.ofNullable(placed.get(uuid)).filter(placing -> placing.what.authId().equals(account)).map(placing -> {
      placing.what = placing.what.with(placing.what.order().answeredBy(new OutgoingOrder.Url(url, method)));
      memory.placed(placing.what);
      return memory.written().map(written -> new Outcome.Done(List.of(uuid)));
    });
  }
}
