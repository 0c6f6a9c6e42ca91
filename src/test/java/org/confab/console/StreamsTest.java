package org.confab.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StreamsTest {

  private static final class Reader implements Outlet {
    private final List<String> events = new ArrayList<>();
    private boolean reads = true;
    private boolean closed;

    @Override
    public boolean full() {
      return !reads;
    }

    @Override
    public void send(Buffer sent) {
      for (String event : sent.toString().split("\n\n")) {
        events.add(event);
      }
    }

    @Override
    public void close() {
      closed = true;
    }

    /** As in {@code snapshot, change 2, beat}. */
    String heard() {
      List<String> heard = new ArrayList<>();
      for (String event : events) {
        Matcher number = Pattern.compile("\"n\":(\\d+)").matcher(event);
        heard.add(event.replaceFirst("(?s).*event: (\\w+).*", "$1") + (number.find() ? " " + number.group(1) : ""));
      }
      events.clear();
      return String.join(", ", heard);
    }

    String lastId() {
      return events.get(events.size() - 1).replaceFirst("(?s)id: (\\S+).*", "$1");
    }
  }

  private final Reader reader = new Reader();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int number;
  private int snapshots;
  private final Streams streams = new Streams(() -> {
    snapshots++;
    return Json.object().put("n", number);
  });

  private void change() {
    streams.changed(Json.object().put("n", ++number), now);
  }

  private void flush() {
    now = now.plus(Console.TICK);
    streams.flush(now);
  }

  @Test
  void aPageHasASnapshotFirstAndThenWhatChanges() {
    change();
    streams.open(reader, "", now);
    flush();
    change();
    flush();
    assertThat(reader.heard()).isEqualTo("snapshot 1, change 2");
    flush();
    assertThat(reader.heard()).isEmpty();
  }

  @Test
  void aPageThatComesBackHasWhatItMissedAndNothingElse() {
    streams.open(reader, "", now);
    change();
    flush();
    String last = reader.lastId();
    streams.closed(reader);
    change();
    change();
    Reader again = new Reader();
    streams.open(again, last, now);
    flush();
    assertThat(again.heard()).isEqualTo("change 2, change 3");
  }

  @Test
  void aPageThatWasAwayForTooLongOrKnowsAnotherConfabHasASnapshot() {
    change();
    for (String last : new String[] {"00000000-1", "nonsense", "", "\u0000-1", "-1"}) {
      Reader other = new Reader();
      streams.open(other, last, now);
      flush();
      assertThat(other.heard()).as(last).isEqualTo("snapshot 1");
      streams.closed(other);
    }
    streams.open(reader, "", now);
    flush();
    String last = reader.lastId();
    streams.closed(reader);
    for (int i = 0; i < 1000; i++) {
      change();
    }
    Reader late = new Reader();
    streams.open(late, last, now);
    flush();
    assertThat(late.heard()).isEqualTo("snapshot 1001");
  }

  @Test
  void aPageThatClaimsMoreThanThereIsHasASnapshot() {
    streams.open(reader, "", now);
    change();
    flush();
    Reader other = new Reader();
    streams.open(other, reader.lastId() + "0", now);
    flush();
    assertThat(other.heard()).isEqualTo("snapshot 1");
  }

  @Test
  void whoDoesNotReadIsGivenNothingMoreAndOneSnapshotWhenHeReadsAgain() {
    streams.open(reader, "", now);
    change();
    flush();
    assertThat(reader.heard()).isEqualTo("snapshot 1");
    reader.reads = false;
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 20; j++) {
        change();
      }
      flush();
    }
    assertThat(reader.heard()).isEmpty();
    reader.reads = true;
    flush();
    assertThat(reader.heard()).isEqualTo("snapshot 1001");
  }

  @Test
  void whoDoesNotReadForTooLongIsLetGo() {
    streams.open(reader, "", now);
    change();
    flush();
    reader.reads = false;
    flush();
    now = now.plus(Streams.PATIENCE).minus(Console.TICK.multipliedBy(3));
    flush();
    assertThat(reader.closed).isFalse();
    now = now.plus(Console.TICK.multipliedBy(3));
    flush();
    assertThat(reader.closed).isTrue();
    assertThat(streams.count()).isZero();
  }

  @Test
  void whatIsKeptForThoseWhoComeBackIsBounded() {
    streams.open(reader, "", now);
    flush();
    change();
    flush();
    String last = reader.lastId();
    ObjectNode large = Json.object().put("n", ++number).put("text", "x".repeat(2 << 20));
    streams.changed(large, now);
    Reader again = new Reader();
    streams.open(again, last, now);
    flush();
    assertThat(again.heard()).isEqualTo("snapshot 2");
  }

  @Test
  void oneSnapshotIsMadeForAllWhoWantIt() {
    change();
    for (int i = 0; i < Streams.MOST; i++) {
      assertThat(streams.open(new Reader(), "", now)).isTrue();
    }
    assertThat(streams.open(new Reader(), "", now)).isFalse();
    flush();
    assertThat(snapshots).isEqualTo(1);
  }

  @Test
  void aPageHearsThatConfabIsThereWhenNothingChanges() {
    streams.open(reader, "", now);
    change();
    flush();
    reader.heard();
    now = now.plus(Streams.BEAT);
    flush();
    assertThat(reader.heard()).isEqualTo("beat");
    flush();
    assertThat(reader.heard()).isEmpty();
  }
}
