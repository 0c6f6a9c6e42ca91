package org.confab.call;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.confab.config.Settings;
import org.confab.esl.EslException;
import org.confab.freeswitch.CallCommands;
import org.confab.live.CallSound;
import org.confab.live.CallView;
import org.confab.live.LiveCalls;
import org.confab.live.Outcome;
import org.confab.live.OutgoingCall;
import org.confab.live.Placed;
import org.confab.plivo.CallParameters;
import org.confab.plivo.HttpMethod;

/** The calls of a box as others see them, on its context. */
final class BoxCalls implements LiveCalls {

  private final BoxContext context;
  private final CallCommands box;
  private final BooleanSupplier connected;
  private final Function<String, Optional<Call>> known;
  private final Supplier<Stream<Call>> calls;
  private final Conferences conferences;
  private final CallRequests requests;
  private final Channels channels;
  private final OutgoingCalls outgoing;
  private final Transfers transfers;
  private final CallSounds sounds;
  private final Settings.Answer answer;

  /** @param connected whether FreeSWITCH can be told anything */
  BoxCalls(BoxContext context, CallCommands box, BooleanSupplier connected, Function<String, Optional<Call>> known,
      Supplier<Stream<Call>> calls, Conferences conferences, CallRequests requests, Channels channels, OutgoingCalls outgoing, Transfers transfers, CallSounds sounds, Settings.Answer answer) {
    this.context = context;
    this.box = box;
    this.connected = connected;
    this.known = known;
    this.calls = calls;
    this.conferences = conferences;
    this.requests = requests;
    this.channels = channels;
    this.outgoing = outgoing;
    this.transfers = transfers;
    this.sounds = sounds;
    this.answer = answer;
  }

  private Optional<Call> of(String account, String uuid) {
    return known.apply(uuid).filter(call -> call.account().authId().equals(account));
  }

  private static Future<Outcome> none(String uuid) {
    return Future.succeededFuture(new Outcome.NoMember(List.of(uuid)));
  }

  private CallView view(Call call) {
    CallParameters told = requests.of(call);
    return new CallView(call.account().authId(), call.uuid(), told.from(), told.to(), told.callerName().orElse(""), told.direction(), told.callStatus(),
        conferences.nameOf(call.uuid()), call.takenAt());
  }

  @Override
  public Future<List<CallView>> all(String account) {
    return context.ask(() -> Future.succeededFuture(Stream.concat(calls.get().filter(call -> call.account().authId().equals(account)),
        outgoing.of(account)).map(this::view).toList()));
  }

  @Override
  public Future<Optional<CallView>> find(String account, String uuid) {
    return context.ask(() -> Future.succeededFuture(of(account, uuid)
        .or(() -> outgoing.of(account).filter(call -> call.uuid().equals(uuid)).findFirst()).map(this::view)));
  }

  @Override
  public Future<Placed> place(OutgoingCall call) {
    return context.ask(() -> outgoing.place(call));
  }

  @Override
  public Future<Outcome> hangUp(String account, String uuid) {
    return context.ask(() -> of(account, uuid).map(call -> {
      call.endsByOrder();
      channels.hangUp(call, "NORMAL_CLEARING");
      return Future.<Outcome>succeededFuture(new Outcome.Done(List.of(uuid)));
    }).orElseGet(() -> outgoing.cancel(account, uuid).orElseGet(() -> none(uuid))));
  }

  @Override
  public Future<Outcome> transfer(String account, String uuid, String url, HttpMethod method) {
    return context.ask(() -> {
      Optional<Call> call = of(account, uuid);
      if (call.isEmpty()) {
        return outgoing.transfer(account, uuid, url, method).orElseGet(() -> none(uuid));
      }
      if (!connected.getAsBoolean()) {
        return Future.succeededFuture(new Outcome.Unavailable("FreeSWITCH is not connected"));
      }
      return transfers.transfer(call.get(), new OutgoingOrder.Url(url, method).target(answer).link(), method);
    });
  }

  @Override
  public Future<Outcome> play(String account, String uuid, CallSound sound) {
    return context.ask(() -> of(account, uuid).map(call -> sounds.play(call, sound)).orElseGet(() -> notAnswered(account, uuid)));
  }

  @Override
  public Future<Outcome> endSound(String account, String uuid) {
    return context.ask(() -> of(account, uuid).map(sounds::end).orElseGet(() -> notAnswered(account, uuid)));
  }

  @Override
  public Future<Outcome> digits(String account, String uuid, String keys) {
    return context.ask(() -> of(account, uuid).filter(Call::answered).map(call -> box.sendKeys(uuid, keys)
        .map((Outcome) new Outcome.Done(List.of(uuid))).recover(why -> Future.succeededFuture(why instanceof EslException.Refused
            ? new Outcome.Refused("keys are 0-9 * # A-D, and w and W for pauses, at most 99 of them")
            : why instanceof EslException.Failed ? new Outcome.NoMember(List.of(uuid)) : new Outcome.Unavailable("FreeSWITCH does not answer"))))
        .orElseGet(() -> notAnswered(account, uuid)));
  }

  private Future<Outcome> notAnswered(String account, String uuid) {
    boolean is = of(account, uuid).isPresent() || outgoing.of(account).anyMatch(call -> call.uuid().equals(uuid));
    return is ? Future.succeededFuture(new Outcome.Refused("the call is not answered yet")) : none(uuid);
  }
}
