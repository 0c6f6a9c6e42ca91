package org.confab.testing;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.confab.live.ConferenceView;
import org.confab.live.LiveConferences;
import org.confab.live.MemberView;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.plivo.Direction;

/** Conferences that a test makes up, by their names; orders are kept, and obeyed as far as they can be seen. May be used from any thread. */
public final class FakeConferences implements LiveConferences {

  public static final String ACCOUNT = "MAAAAAAAAAAAAAAAAAAA";

  private final Map<String, ConferenceView> conferences = new LinkedHashMap<>();
  private final List<String> orders = new CopyOnWriteArrayList<>();
  private Optional<Outcome> answer = Optional.empty();
  private boolean silent;
  private int numbers;

  /** A conference that has started, of members with these names. */
  public synchronized void open(String name, String... members) {
    List<MemberView> all = new ArrayList<>();
    for (String member : members) {
      all.add(member(member));
    }
    conferences.put(name, new ConferenceView(ACCOUNT, name, "uuid-" + ++numbers, "confab-room-" + numbers, Instant.now(), true, Optional.empty(), all));
  }

  /** One who listens; each call of this makes another. */
  public synchronized MemberView member(String name) {
    int number = ++numbers;
    return new MemberView(Integer.toString(number), "call-" + number, "49151" + (100_000 + number), "1000", name, Direction.INBOUND, false, false, false,
        false, false, Instant.now());
  }

  public synchronized void enter(String conference, String name) {
    MemberView member = member(name);
    change(conference, view -> {
      List<MemberView> all = new ArrayList<>(view.members());
      all.add(member);
      return with(view, all);
    });
  }

  public synchronized void change(String conference, UnaryOperator<ConferenceView> change) {
    conferences.computeIfPresent(conference, (name, view) -> change.apply(view));
  }

  /** Changes those members who have that name. */
  public synchronized void changeMember(String conference, String name, UnaryOperator<MemberView> change) {
    change(conference, view -> with(view, view.members().stream().map(member -> member.callerName().equals(name) ? change.apply(member) : member).toList()));
  }

  public synchronized void leave(String conference, String name) {
    change(conference, view -> with(view, view.members().stream().filter(member -> !member.callerName().equals(name)).toList()));
  }

  public synchronized void end(String conference) {
    conferences.remove(conference);
  }

  /** From now on that is what becomes of orders. */
  public synchronized void answer(Outcome outcome) {
    answer = Optional.of(outcome);
  }

  /** Whether nothing is answered any more when it is asked which conferences there are. */
  public synchronized void silent(boolean now) {
    silent = now;
  }

  /** As in {@code Mute[muted=true] of [3] in Weekly call}. */
  public List<String> orders() {
    return orders;
  }

  public static ConferenceView with(ConferenceView view, List<MemberView> members) {
    return new ConferenceView(view.account(), view.name(), view.uuid(), view.room(), view.since(), view.started(), view.recording(), members);
  }

  public static ConferenceView started(ConferenceView view, boolean started) {
    return new ConferenceView(view.account(), view.name(), view.uuid(), view.room(), view.since(), started, view.recording(), view.members());
  }

  public static ConferenceView recorded(ConferenceView view, Optional<ConferenceView.RecordingView> recording) {
    return new ConferenceView(view.account(), view.name(), view.uuid(), view.room(), view.since(), view.started(), recording, view.members());
  }

  public static MemberView with(MemberView m, boolean muted, boolean deaf, boolean held, boolean talking, boolean floor) {
    return new MemberView(m.id(), m.callUuid(), m.from(), m.to(), m.callerName(), m.direction(), muted, deaf, held, talking, floor, m.since());
  }

  @Override
  public synchronized Future<List<ConferenceView>> all(String account) {
    return all().map(views -> views.stream().filter(view -> view.account().equals(account)).toList());
  }

  @Override
  public synchronized Future<List<ConferenceView>> all() {
    return silent ? Future.failedFuture("a test wants it so") : Future.succeededFuture(List.copyOf(conferences.values()));
  }

  @Override
  public synchronized Future<Optional<ConferenceView>> find(String account, String name) {
    return Future.succeededFuture(Optional.ofNullable(conferences.get(name)).filter(view -> view.account().equals(account)));
  }

  @Override
  public synchronized Future<Outcome> order(String account, String name, Whom whom, Order order) {
    List<String> ids = whom instanceof Whom.These these ? these.memberIds()
        : Optional.ofNullable(conferences.get(name)).map(view -> view.members().stream().map(MemberView::id).toList()).orElse(List.of());
    return outcome(order + " of " + (whom instanceof Whom.These ? ids : "all") + " in " + name, ids, () ->
        change(name, view -> with(view, view.members().stream()
            .filter(member -> !ids.contains(member.id()) || !(order instanceof Order.Kick || order instanceof Order.HangUp))
            .map(member -> ids.contains(member.id()) ? obeying(member, order) : member).toList())));
  }

  private static MemberView obeying(MemberView member, Order order) {
    if (order instanceof Order.Mute mute) {
      return with(member, mute.muted(), member.deaf(), member.held(), member.talking() && !mute.muted(), member.floor());
    }
    return order instanceof Order.Deaf deaf ? with(member, member.muted(), deaf.deaf(), member.held(), member.talking(), member.floor()) : member;
  }

  private Future<Outcome> outcome(String order, List<String> ids, Runnable obey) {
    orders.add(order);
    if (answer.isEmpty()) {
      obey.run();
    }
    return Future.succeededFuture(answer.orElseGet(() -> new Outcome.Done(ids)));
  }

  @Override
  public synchronized Future<Outcome> hangUp(String account, String name) {
    return outcome("HangUp of the whole " + name, List.of(), () -> end(name));
  }

  @Override
  public synchronized Future<Outcome> hangUpAll(String account) {
    return outcome("HangUp of everything", List.of(), conferences::clear);
  }

  @Override
  public synchronized Future<Recorded> record(String account, String name, RecordOrder order) {
    return outcome("Record " + order.format() + " " + name, List.of(), () ->
        change(name, view -> recorded(view, Optional.of(new ConferenceView.RecordingView("recording-1", "http://127.0.0.1/recording-1.mp3", false)))))
        .map(outcome -> outcome instanceof Outcome.Done ? new Recorded.Started("recording-1", "http://127.0.0.1/recording-1.mp3")
            : new Recorded.Not(outcome));
  }

  @Override
  public synchronized Future<Outcome> stopRecording(String account, String name) {
    return outcome("StopRecording " + name, List.of(), () -> change(name, view -> recorded(view, Optional.empty())));
  }
}
