package org.confab.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The pages that are open. Each change is kept for a while, once for all of them: a page that lost its connection gets those that it missed, and one
 * that reads too slowly gets nothing until it has read, and then what it missed, or a snapshot. So no reader makes us hold more than a snapshot for him.
 */
final class Streams {

  /** More pages are refused. */
  static final int MOST = 16;
  /** A page that has not read for so long is let go. */
  static final Duration PATIENCE = Duration.ofSeconds(30);
  /** A page that hears nothing for some of these knows that it is disconnected. */
  static final Duration BEAT = Duration.ofSeconds(5);

  private static final int KEPT_CHANGES = 480;
  private static final long KEPT_BYTES = 1L << 20;

  private record Kept(long number, Buffer event) {}

  private static final class Page {
    private final Outlet outlet;
    private long has;
    private Instant readAt;
    private Instant heardAt;

    Page(Outlet outlet, long has, Instant now) {
      this.outlet = outlet;
      this.has = has;
      this.readAt = now;
      this.heardAt = now;
    }
  }

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final Supplier<ObjectNode> snapshot;
  private final List<Page> pages = new ArrayList<>();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private long bytes;
  private long number;
  private Optional<Kept> whole = Optional.empty();

  /** @param snapshot everything, as of the last change */
  Streams(Supplier<ObjectNode> snapshot) {
    this.snapshot = snapshot;
  }

  /** A page is opened, or comes back. @param last what it said that it has; false: there are too many */
  boolean open(Outlet outlet, String last, Instant now) {
    if (pages.size() >= MOST) {
      return false;
    }
    pages.add(new Page(outlet, number(last), now));
    return true;
  }

  void closed(Outlet outlet) {
    pages.removeIf(page -> page.outlet == outlet);
  }

  int count() {
    return pages.size();
  }

  /** Something changed. */
  void changed(ObjectNode change, Instant now) {
    number++;
    whole = Optional.empty();
    Kept next = new Kept(number, event("change", change.put("at", now.toEpochMilli())));
    kept.add(next);
    bytes += next.event().length();
    while (kept.size() > KEPT_CHANGES || bytes > KEPT_BYTES) {
      bytes -= kept.remove().event().length();
    }
  }

  /** Sends everybody what he has not yet, as far as he reads. */
  void flush(Instant now) {
    for (Page page : List.copyOf(pages)) {
      if (!page.outlet.full()) {
        page.readAt = now;
        send(page, now);
      } else if (!page.readAt.plus(PATIENCE).isAfter(now)) {
        pages.remove(page);
        page.outlet.close();
      }
    }
  }

  void close() {
    List.copyOf(pages).forEach(page -> page.outlet.close());
    pages.clear();
  }

  private void send(Page page, Instant now) {
    if (page.has != number) {
      page.outlet.send(missed(page.has, now));
      page.has = number;
    } else if (page.heardAt.plus(BEAT).isAfter(now)) {
      return;
    } else {
      page.outlet.send(Buffer.buffer("event: beat\ndata: {\"at\":" + now.toEpochMilli() + "}\n\n"));
    }
    page.heardAt = now;
  }

  private Buffer missed(long has, Instant now) {
    if (has < 0 || kept.isEmpty() || kept.peek().number() > has + 1) {
      return whole(now).event();
    }
    Buffer all = Buffer.buffer();
    kept.stream().filter(each -> each.number() > has).forEach(each -> all.appendBuffer(each.event()));
    return all;
  }

  /** Made once for all who want it. */
  private Kept whole(Instant now) {
    if (whole.filter(made -> made.number() == number).isEmpty()) {
      whole = Optional.of(new Kept(number, event("snapshot", snapshot.get().put("at", now.toEpochMilli()))));
    }
    return whole.get();
  }

  private Buffer event(String name, ObjectNode data) {
    return Buffer.buffer("id: " + run + "-" + number + "\nevent: " + name + "\ndata: " + Json.text(data) + "\n\n");
  }

  /** -1: it has nothing that we could add to. */
  private long number(String last) {
    String mine = run + "-";
    if (!last.startsWith(mine) || !last.substring(mine.length()).matches("\\d{1,15}")) {
      return -1;
    }
    long has = Long.parseLong(last.substring(mine.length()));
    return has > number ? -1 : has;
  }
}
