package org.confab.api;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.confab.live.CallSound;
import org.confab.live.CallView;
import org.confab.live.LiveCalls;
import org.confab.live.Outcome;
import org.confab.live.OutgoingCall;
import org.confab.live.Placed;
import org.confab.plivo.CallStatus;
import org.confab.plivo.Direction;
import org.confab.plivo.HttpMethod;

/** One call, {@code call-1} of that account; it only remembers what it was asked. */
final class FakeCalls implements LiveCalls {

  static final CallView CALL = new CallView(RestServer.OWNER.authId(), "call-1", "49301", "49302", "Zoë", Direction.OUTBOUND, CallStatus.IN_PROGRESS,
      Optional.empty(), Instant.parse("2026-11-22T07:50:10.722551Z"));

  private final List<Object> asked = new ArrayList<>();
  private volatile Placed placed = new Placed.Fired(List.of("uuid-1"));

  synchronized List<Object> asked() {
    return List.copyOf(asked);
  }

  void placed(Placed answer) {
    placed = answer;
  }

  private synchronized Future<Outcome> obey(String account, String uuid, Object what) {
    if (!account.equals(CALL.account()) || !uuid.equals(CALL.uuid())) {
      return Future.succeededFuture(new Outcome.NoMember(List.of(uuid)));
    }
    asked.add(what);
    return Future.succeededFuture(new Outcome.Done(List.of(uuid)));
  }

  @Override
  public Future<List<CallView>> all(String account) {
    return Future.succeededFuture(account.equals(CALL.account()) ? List.of(CALL) : List.of());
  }

  @Override
  public Future<Optional<CallView>> find(String account, String uuid) {
    return all(account).map(all -> all.stream().filter(call -> call.uuid().equals(uuid)).findFirst());
  }

  @Override
  public synchronized Future<Placed> place(OutgoingCall call) {
    asked.add(call);
    return Future.succeededFuture(placed);
  }

  @Override
  public Future<Outcome> hangUp(String account, String uuid) {
    return obey(account, uuid, "hang up");
  }

  @Override
  public Future<Outcome> transfer(String account, String uuid, String url, HttpMethod method) {
    return obey(account, uuid, method + " " + url);
  }

  @Override
  public Future<Outcome> play(String account, String uuid, CallSound sound) {
    return obey(account, uuid, sound);
  }

  @Override
  public Future<Outcome> endSound(String account, String uuid) {
    return obey(account, uuid, "end sound");
  }

  @Override
  public Future<Outcome> digits(String account, String uuid, String keys) {
    return obey(account, uuid, "keys " + keys);
  }
}
