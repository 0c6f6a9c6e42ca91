package org.confab.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.confab.testing.ManualClock;
import org.confab.trace.TraceEntry.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracesTest {

  @TempDir
  Path folder;

  private final ManualClock clock = new ManualClock();
  private Segments segments;

  @BeforeEach
  void open() throws IOException {
    segments = Segments.open(folder.resolve("trace"), Duration.ofDays(7), 10 << 20, clock);
  }

  private void tell(Kind kind, String text, String... about) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < about.length; i += 2) {
      fields.put(about[i], about[i + 1]);
    }
    try {
      segments.append(ByteBuffer.wrap(new TraceEntry(clock.now(), kind, fields, text).line().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
    clock.advance(Duration.ofSeconds(1));
  }

  private void parked(String call, String from) {
    tell(Kind.SWITCH, "parked", "event", "CHANNEL_PARK", "call", call, "from", from, "to", "266322", "task", "task of " + call);
  }

  private void enters(String call, String room, String member) {
    tell(Kind.SWITCH, call + " enters", "event", "add-member", "call", call, "room", room, "member", member);
  }

  private void leaves(String call, String room, String member) {
    tell(Kind.SWITCH, call + " leaves", "event", "del-member", "call", call, "room", room, "member", member);
  }

  private Found find(String name) throws IOException {
    return Traces.in(folder.resolve("trace")).find(name, Optional.empty());
  }

  private List<String> story(String name) throws IOException {
    return ((Found.Story) find(name)).entries().stream().map(TraceEntry::text).toList();
  }

  @Test
  void commandsThatNameAMemberARoomOrATaskBelongToTheCallThatIsMeant() throws IOException {
    parked("a", "1");
    parked("b", "2");
    tell(Kind.COMMAND, "sched_del of a", "task", "task of a");
    tell(Kind.COMMAND, "sched_del of b", "task", "task of b");
    tell(Kind.COMMAND, "before a came", "room", "r");
    enters("b", "r", "7");
    enters("a", "r", "8");
    tell(Kind.COMMAND, "mute 7", "room", "r", "member", "7");
    tell(Kind.COMMAND, "mute 8", "room", "r", "member", "8");
    tell(Kind.COMMAND, "mute 8 of another room", "room", "other", "member", "8");
    tell(Kind.COMMAND, "play to all", "room", "r");
    tell(Kind.SWITCH, "connected again", "event", "connected", "box", "*");
    leaves("a", "r", "8");
    tell(Kind.SWITCH, "a hung up", "event", "CHANNEL_HANGUP_COMPLETE", "call", "a");
    clock.advance(Duration.ofSeconds(5));
    tell(Kind.COMMAND, "long after a", "room", "r");
    tell(Kind.SWITCH, "connected once more", "event", "connected", "box", "*");
    tell(Kind.CALLBACK, "exit, delivered late", "call", "a");
    assertThat(story("a")).containsExactly("parked", "sched_del of a", "a enters", "mute 8", "play to all", "connected again", "a leaves", "a hung up",
        "exit, delivered late");
    assertThat(((Found.Story) find("a")).entries()).filteredOn(entry -> entry.text().equals("mute 8") || entry.text().startsWith("sched_del"))
        .extracting(entry -> entry.about().get("call")).containsExactly("a", "a");
  }

  @Test
  void aConferencesStoryHasItsCallsWhileTheyAreInIt() throws IOException {
    parked("a", "1");
    enters("a", "r", "8");
    tell(Kind.DECIDED, "a entered", "call", "a", "conference", "weekly \"x\"");
    tell(Kind.COMMAND, "mute 8", "room", "r", "member", "8");
    parked("b", "2");
    enters("b", "other", "9");
    tell(Kind.DECIDED, "b entered", "call", "b", "conference", "daily");
    tell(Kind.COMMAND, "mute 9", "room", "other", "member", "9");
    leaves("a", "r", "8");
    tell(Kind.SWITCH, "over", "event", "conference-destroy", "room", "r");
    clock.advance(Duration.ofMinutes(1));
    tell(Kind.COMMAND, "a hears something else", "call", "a");
    tell(Kind.CALLBACK, "exit of a", "call", "a", "conference", "weekly \"x\"");
    assertThat(story("weekly \"x\"")).containsExactly("a enters", "a entered", "mute 8", "a leaves", "over", "exit of a");
    assertThat(((Found.Story) find("weekly \"x\"")).calls()).extracting(Found.TracedCall::call, Found.TracedCall::from)
        .containsExactly(org.assertj.core.api.Assertions.tuple("a", "1"));
  }

  @Test
  void aNumberIsFoundHoweverItIsWritten() throws IOException {
    parked("a", "+4915112345");
    for (String written : List.of("4915112345", "+4915112345", "+49 151 12345", "+49 (151) 123-45")) {
      assertThat(((Found.Story) find(written)).name()).as(written).isEqualTo("a");
    }
    assertThat(find("915112345")).isInstanceOf(Found.Nothing.class);
    assertThat(find("+")).isInstanceOf(Found.Nothing.class);
    assertThat(find("")).isInstanceOf(Found.Nothing.class);
  }

  @Test
  void aTornLineIsSkippedAndCounted() throws IOException {
    tell(Kind.SWITCH, "whole", "call", "a");
    segments.close();
    Path file = Segment.all(folder.resolve("trace")).get(0).path();
    for (String torn : List.of("{\"at\":\"2026-11-22T08:00:00.000000Z\",\"kind\":\"switch\",\"call\":\"a\",\"text\":\"to", "\u0000\u0000\u0000", "{\"at\":", "}", "{}")) {
      Files.writeString(file, torn + "\n", StandardOpenOption.APPEND);
    }
    // looks whole, and is not
    Files.writeString(file, "{\"at\":\"2026-11-22T08:00:00.000000Z\",\"kind\":\"nonsense\",\"call\":\"a\",\"text\":\"x\"}\n", StandardOpenOption.APPEND);
    Files.writeString(file, "{\"at\":\"not a time at all, is it..\",\"kind\":\"switch\",\"call\":\"a\",\"text\":\"x\"}", StandardOpenOption.APPEND);
    segments = Segments.open(folder.resolve("trace"), Duration.ofDays(7), 10 << 20, clock);
    tell(Kind.SWITCH, "after the restart", "call", "a");
    assertThat(story("a")).containsExactly("whole", "after the restart");
    assertThat(((Found.Story) find("a")).searched().unreadable()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void aLineWhoseTimeIsBrokenIsSkippedWhateverItTells() throws IOException {
    parked("a", "49301");
    enters("a", "r", "1");
    tell(Kind.DECIDED, "the conference", "call", "a", "conference", "meet");
    for (String broken : List.of("", "!026-11-22T08:00:00.000000Z", "2026-19-99T08:00:00.000000Z", "2026-02-30T08:00:00.000000Z", "2026-11-22T08:00:00.000000")) {
      for (String event : List.of("del-member", "CHANNEL_HANGUP_COMPLETE")) {
        Files.writeString(Segment.all(folder.resolve("trace")).get(0).path(), "{\"at\":\"" + broken + "\",\"kind\":\"switch\",\"event\":\"" + event
            + "\",\"call\":\"a\",\"room\":\"r\",\"member\":\"1\",\"text\":\"broken\"}\n", StandardOpenOption.APPEND);
      }
    }
    segments.close();
    tell(Kind.COMMAND, "the room's", "room", "r");
    tell(Kind.SWITCH, "after", "call", "a");
    assertThat(story("a")).containsExactly("parked", "a enters", "the conference", "the room's", "after");
    assertThat(story("meet")).contains("the conference", "after");
    assertThat(((Found.Story) find("a")).searched().unreadable()).isEqualTo(10);
  }

  @Test
  void ofVeryManyEntriesTheOldestAreLeftOut() throws IOException {
    for (int i = 0; i < 5100; i++) {
      tell(Kind.SWITCH, "entry " + i, "call", "a");
    }
    Found.Story story = (Found.Story) find("a");
    assertThat(story.leftOut()).isEqualTo(100);
    assertThat(story.entries()).hasSize(5000).last().extracting(TraceEntry::text).isEqualTo("entry 5099");
  }

  @Test
  void nothingBeforeThatTimeIsRead() throws IOException {
    tell(Kind.SWITCH, "old", "call", "a");
    Instant since = clock.now();
    tell(Kind.SWITCH, "new", "call", "a");
    Found.Story story = (Found.Story) Traces.in(folder.resolve("trace")).find("a", Optional.of(since));
    assertThat(story.entries()).extracting(TraceEntry::text).containsExactly("new");
    assertThat(story.searched().from()).contains(since);
  }

  @Test
  void whereThereIsNoTraceNothingIsFound() throws IOException {
    assertThat(Traces.in(folder.resolve("nowhere")).find("a", Optional.empty()).searched().segments()).isZero();
  }

  @Property
  boolean anEntryIsReadAsItWasWritten(@ForAll String value, @ForAll String text, @ForAll String detail) {
    String known = new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    TraceEntry entry = new TraceEntry(Instant.parse("2026-01-02T03:04:05.000006Z"), Kind.ASKED, Map.of("call", known), whole,
        new String(detail.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    String line = entry.line();
    Line seen = Line.of(line.substring(0, line.length() - 1));
    return line.indexOf('\n') == line.length() - 1 && line.indexOf('\r') < 0 && seen.isWhole() && TraceEntry.of(line).equals(Optional.of(entry))
        && seen.field("call").equals(TraceEntry.quoted(known)) && Line.plain(seen.field("call")).equals(known) && seen.field("room").isEmpty()
        && seen.kind().equals("asked");
  }
}
