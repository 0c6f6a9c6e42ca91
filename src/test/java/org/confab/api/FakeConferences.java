package org.confab.api;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.confab.live.ConferenceView;
import org.confab.live.LiveConferences;
import org.confab.live.MemberView;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.plivo.Direction;

/** Conferences that do nothing but remember what they were asked. What they answer can be changed. */
final class FakeConferences implements LiveConferences {

  /** @param what the order, or {@code hang up}, {@code hang up all}, {@code stop recording}; a {@link RecordOrder} */
  record Asked(String account, String name, Whom whom, Object what) {}

  static final Instant BEGAN = Instant.parse("2026-11-22T07:50:10Z");

  private final Map<String, ConferenceView> views = new ConcurrentHashMap<>();
  private final List<Asked> asked = new ArrayList<>();
  private final BlockingQueue<Asked> news = new LinkedBlockingQueue<>();
  private volatile Function<Asked, Future<Outcome>> orders = this::obey;
  private volatile Function<Asked, Future<Recorded>> records =
      order -> Future.succeededFuture(new Recorded.Started("93bc7c6a-3b2b-41e3-8000-000000000000", "http://127.0.0.1/recordings/93bc7c6a.mp3"));

  /** A conference with these members in it. */
  void conference(String account, String name, String uuid, String... members) {
    views.put(account + " " + name, new ConferenceView(account, name, uuid, "confab-room-1", BEGAN, true, Optional.empty(),
        Stream.of(members).map(FakeConferences::member).toList()));
  }

  void over(String account, String name) {
    views.remove(account + " " + name);
  }

  private static MemberView member(String id) {
    return new MemberView(id, "call-" + id, "4930" + id, "49301", "Zoë", Direction.INBOUND, false, true, false, false, false, BEGAN.plusSeconds(30));
  }

  void orders(Function<Asked, Future<Outcome>> answer) {
    orders = answer;
  }

  void records(Function<Asked, Future<Recorded>> answer) {
    records = answer;
  }

  /** As real ones do. */
  Future<Outcome> obey(Asked order) {
    ConferenceView view = views.get(order.account() + " " + order.name());
    if (view == null) {
      return Future.succeededFuture(new Outcome.NoConference());
    }
    List<String> all = view.members().stream().map(MemberView::id).toList();
    List<String> wanted = order.whom() instanceof Whom.These these ? these.memberIds() : all;
    List<String> present = wanted.stream().filter(all::contains).toList();
    return Future.succeededFuture(present.isEmpty() ? new Outcome.NoMember(wanted) : new Outcome.Done(present));
  }

  /** Everything that they were told to do so far. */
  synchronized List<Asked> asked() {
    return List.copyOf(asked);
  }

  List<Object> orders() {
    return asked().stream().map(Asked::what).toList();
  }

  /** Waits for the next thing that they are told to do. */
  Asked next() {
    try {
      return Optional.ofNullable(news.poll(60, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("nothing was asked"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private synchronized Asked remember(Asked order) {
    asked.add(order);
    news.add(order);
    return order;
  }

  @Override
  public Future<List<ConferenceView>> all(String account) {
    return Future.succeededFuture(views.values().stream().filter(view -> view.account().equals(account))
        .sorted((one, other) -> one.name().compareTo(other.name())).toList());
  }

  @Override
  public Future<List<ConferenceView>> all() {
    return Future.succeededFuture(List.copyOf(views.values()));
  }

  @Override
  public Future<Optional<ConferenceView>> find(String account, String name) {
    return Future.succeededFuture(Optional.ofNullable(views.get(account + " " + name)));
  }

  @Override
  public Future<Outcome> order(String account, String name, Whom whom, Order order) {
    return orders.apply(remember(new Asked(account, name, whom, order)));
  }

  @Override
  public Future<Outcome> hangUp(String account, String name) {
    return orders.apply(remember(new Asked(account, name, new Whom.Everybody(), "hang up")));
  }

  @Override
  public Future<Outcome> hangUpAll(String account) {
    remember(new Asked(account, "", new Whom.Everybody(), "hang up all"));
    return Future.succeededFuture(new Outcome.Done(List.of()));
  }

  @Override
  public Future<Recorded> record(String account, String name, RecordOrder order) {
    return records.apply(remember(new Asked(account, name, new Whom.Everybody(), order)));
  }

  @Override
  public Future<Outcome> stopRecording(String account, String name) {
    return orders.apply(remember(new Asked(account, name, new Whom.Everybody(), "stop recording")));
  }
}
