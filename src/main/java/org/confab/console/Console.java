package org.confab.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.clock.Clock;
import org.confab.config.Secret;
import org.confab.live.ConferenceView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console: four times a second it looks at what there is, and tells the open pages what is different. It looks only while a page is open, and for a
 * minute after, so that a page that lost its connection can go on where it was. Everything but the sockets is on an event loop of its own.
 */
public final class Console {

  /** The path of the page; everything else is below it. */
  public static final String PATH = "/console";
  /** Who logs in. */
  public static final String USER = "operator";

  static final Duration TICK = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final Duration LINGER = Duration.ofMinutes(1);
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final int TICKS_BETWEEN_LISTS = 4;
  private static final int LISTED = 100;

  private final Feed feed;
  private final Clock clock;
  private final Sources sources;
  private final Context context;
  private final Board board;
  private final Streams streams;
  private final Map<String, JsonNode> sections = new HashMap<>();
  private final Set<String> silent = new HashSet<>();
  private int ticks;
  private boolean ticking;
  private boolean closed;
  private boolean blind;
  private Instant wantedUntil = Instant.EPOCH;
  private Clock.Timer timer = () -> { };

  public Console(Feed feed, Clock clock, Sources sources) {
    this.feed = feed;
    this.clock = clock;
    this.sources = sources;
    this.context = feed.context();
    this.board = new Board(feed);
    this.streams = new Streams(board::snapshot);
  }

  /** What {@link #PATH} and the paths below it answer, to whoever knows the password. */
  public Handler<HttpServerRequest> requests(Secret password) {
    return new ConsoleRequests(this, new Orders(sources), password, clock);
  }

  /** Closes every page's stream, and looks no more. */
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(ignored -> {
      closed = true;
      timer.cancel();
      streams.close();
      done.complete();
    });
    return done.future();
  }

  /** From any thread; false, on the asker's context: there are too many pages. @param last what the page said that it has, or empty */
  Future<Boolean> open(Outlet outlet, String last, ContextInternal asker) {
    Promise<Boolean> opened = asker.promise();
    context.runOnContext(ignored -> {
      boolean taken = !closed && streams.open(outlet, last, clock.now());
      opened.complete(taken);
      if (taken && !ticking) {
        ticking = true;
        tick();
      }
    });
    return opened.future();
  }

  void closed(Outlet outlet) {
    context.runOnContext(ignored -> streams.closed(outlet));
  }

  private void tick() {
    if (streams.count() > 0) {
      wantedUntil = clock.now().plus(LINGER);
    }
    if (closed || clock.now().isAfter(wantedUntil)) {
      ticking = false;
      ticks = 0;
      return;
    }
    Future<Optional<List<ConferenceView>>> conferences = asked("conferences", sources.conferences().all());
    boolean lists = ticks++ % TICKS_BETWEEN_LISTS == 0;
    Future.join(conferences, lists ? health() : Future.succeededFuture(), lists ? lists() : Future.succeededFuture(), phones())
        .onComplete(ignored -> {
          told(conferences.result());
          timer = clock.schedule(TICK, this::tick);
        });
  }

  private void told(Optional<List<ConferenceView>> conferences) {
    if (closed) {
      return;
    }
    blind = conferences.isEmpty();
    sections.put("counts", Sections.counts(sources.pending().getAsInt(), sources.status().get(), feed.delivered()));
    try {
      board.change(conferences, sections).ifPresent(change -> streams.changed(change, clock.now()));
      streams.flush(clock.now());
    } catch (RuntimeException defect) {
      LOG.error("The console could not tell what is different", defect);
    }
  }

  private Future<?> health() {
    Promise<List<Sections.Health>> answered = Promise.promise();
    sources.box().runOnContext(ignored -> answered.complete(sources.checks().stream().map(Sections.Health::of).toList()));
    return asked("health", answered.future()).onSuccess(found -> {
      List<Sections.Health> all = new ArrayList<>(found.orElseGet(() -> List.of(
          new Sections.Health("box", false, true, "Confab's own event loop does not answer: what is shown may be old"))));
      if (blind) {
        all.add(new Sections.Health("conferences", false, true, "Confab cannot say which conferences there are: what is shown is old"));
      }
      sections.put("health", Sections.health(all));
    });
  }

  private Future<?> lists() {
    boolean dead = sources.status().get().deadLetters() > 0 || listed("dead");
    boolean waiting = sources.pending().getAsInt() > 0 || listed("pending");
    Future<?> asking = waiting ? asked("callbacks that wait", sources.callbacks().waiting(LISTED)).onSuccess(found ->
        found.ifPresent(list -> sections.put("pending", Sections.waiting(list)))) : Future.succeededFuture();
    Future<?> letters = dead ? asked("dead letters", sources.callbacks().dead(LISTED)).onSuccess(found ->
        found.ifPresent(list -> sections.put("dead", Sections.dead(list)))) : Future.succeededFuture();
    return Future.join(asking, letters);
  }

  private boolean listed(String section) {
    return sections.containsKey(section) && !sections.get(section).isEmpty();
  }

  private Future<?> phones() {
    return sources.phones().<Future<?>>map(phones -> asked("phones", context.executeBlocking(() ->
        Sections.phones(phones.all(), phones.numbers()))).onSuccess(found -> found.ifPresent(section -> sections.put("phones", section))))
        .orElseGet(Future::succeededFuture);
  }

  /** What comes, here; nothing if it fails or is late, which is not to end the looking. */
  private <T> Future<Optional<T>> asked(String whom, Future<T> asking) {
    Promise<Optional<T>> answered = Promise.promise();
    Clock.Timer late = clock.schedule(LATE, () -> {
      complain(whom, "nothing within " + LATE.toSeconds() + " s");
      answered.tryComplete(Optional.empty());
    });
    asking.onComplete(result -> context.runOnContext(ignored -> {
      late.cancel();
      if (result.succeeded()) {
        silent.remove(whom);
      } else {
        complain(whom, String.valueOf(result.cause()));
      }
      answered.tryComplete(result.succeeded() ? Optional.of(result.result()) : Optional.empty());
    }));
    return answered.future();
  }

  /** Once, until it answers again: it is asked four times a second. */
  private void complain(String whom, String said) {
    if (silent.add(whom)) {
      LOG.warn("The console asked for {}, and was answered: {}", whom, said);
    }
  }
}
