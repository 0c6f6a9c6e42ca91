package org.confab.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Every meter. Registered at once, so that each series is there from the first scrape. Safe on any thread. */
public final class Meters {

  /** Why a join was refused. */
  public enum JoinRefusal { FULL, CALLER_GONE, SWITCH }

  /** The two connections to a box. */
  public enum Connection { EVENTS, COMMANDS }

  /** How a request for an answer document ended. */
  public enum AnswerResult { DOCUMENT, REFUSED, STATUS, FAILED }

  /** How an element's sound was come by; the last: not at all. */
  public enum SoundOutcome { CACHED, FETCHED, RENDERED, SKIPPED }

  /** How a recording ended, or that it was not begun. */
  public enum RecordingOutcome { RECORDED, FAILED, REFUSED }

  /** How asking an engine for a transcription ended; the last: it will be asked again. */
  public enum TranscriptionOutcome { TEXT, ERROR, RETRIED }

  /** How a comparison with FreeSWITCH's calls and rooms ended. */
  public enum ResyncResult { COMPARED, FAILED }

  /** What a comparison found otherwise than events had told, and put right. */
  public enum Difference { CALL_WAITED, CALL_ENDED, MEMBER_ENTERED, MEMBER_LEFT, ROOM_ENDED }

  private static final Duration[] ANSWER_BUCKETS = LongStream.of(25, 50, 100, 250, 500, 1000, 2500, 5000, 15_000, 60_000)
      .mapToObj(Duration::ofMillis).toArray(Duration[]::new);

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger conferences = new AtomicInteger();
  private final AtomicInteger members = new AtomicInteger();
  private final Counter callsTotal;
  private final Counter conferencesTotal;
  private final Counter membersTotal;
  private final Map<JoinRefusal, Counter> joinsRefused;
  private final Map<Connection, AtomicBoolean> connected = new EnumMap<>(Connection.class);
  private final Map<Connection, Counter> reconnects;
  private final Map<AnswerResult, Timer> answers;
  private final Map<SoundOutcome, Counter> sounds;
  private final Map<RecordingOutcome, Counter> recordings;
  private final Map<ResyncResult, Timer> resyncs;
  private final Map<Difference, Counter> differences;
  private final Map<TranscriptionOutcome, Counter> transcriptions;
  private final Counter traceWritten;
  private final Counter traceDropped;
  private final CallbackMeters callbacks;
  private final CommandMeters commands;
  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    callbacks = new CallbackMeters(registry);
    commands = new CommandMeters(registry);
    gauge("confab.calls.current", "Calls that Confab drives now", calls::get);
    gauge("confab.conferences.current", "Conferences that have a room now", conferences::get);
    gauge("confab.members.current", "Members of all conferences now", members::get);
    callsTotal = counter("confab.calls", "Calls that were handed to Confab");
    conferencesTotal = counter("confab.conferences", "Conferences that began: their first member entered");
    membersTotal = counter("confab.members", "Members that entered a conference");
    joinsRefused = counters(JoinRefusal.class, "confab.joins.refused", "Joins that did not happen", "reason");
    reconnects = counters(Connection.class, "confab.event.socket.reconnects", "Event Socket connections made after the first", "connection");
    answers = Tags.each(AnswerResult.class, (result, word) -> Timer.builder("confab.answer.requests").description("Requests for answer documents")
        .serviceLevelObjectives(ANSWER_BUCKETS).tag("result", word).register(registry));
    sounds = counters(SoundOutcome.class, "confab.sounds", "Sounds of Play and Speak by how they were come by", "outcome");
    recordings = counters(RecordingOutcome.class, "confab.recordings",
        "Recordings by what became of them; those that may not begin are refused", "outcome");
    resyncs = Tags.each(ResyncResult.class, (result, word) -> Timer.builder("confab.resyncs")
        .description("Comparisons with FreeSWITCH's calls and rooms").tag("result", word).register(registry));
    differences = counters(Difference.class, "confab.resync.differences", "What comparisons found otherwise than events had told", "difference");
    transcriptions = counters(TranscriptionOutcome.class, "confab.transcriptions", "Transcriptions by what became of an attempt", "outcome");
    traceWritten = Counter.builder("confab.trace.entries").description("Entries of traces by what became of them").tag("outcome", "written").register(registry);
    traceDropped = Counter.builder("confab.trace.entries").description("Entries of traces by what became of them").tag("outcome", "dropped").register(registry);
    connected.putAll(Tags.each(Connection.class, (connection, word) -> {
      AtomicBoolean state = new AtomicBoolean();
      Gauge.builder("confab.event.socket.up", () -> state.get() ? 1 : 0)
          .description("1 while the Event Socket connection is authenticated").tag("connection", word).register(registry);
      return state;
    }));
  }

  /** Those of callbacks. */
  public CallbackMeters callbacks() {
    return callbacks;
  }

  /** Those of what is said to FreeSWITCH. */
  public CommandMeters commands() {
    return commands;
  }

  /** A call was handed over. */
  public void callStarted() {
    callsTotal.increment();
    calls.incrementAndGet();
  }

  /** A call is over, or was given back. */
  public void callEnded() {
    calls.decrementAndGet();
  }

  /** How many conferences and members there are now. */
  public void occupancy(int conferencesNow, int membersNow) {
    conferences.set(conferencesNow);
    members.set(membersNow);
  }

  /** A member entered its conference. */
  public void entered(boolean first) {
    membersTotal.increment();
    if (first) {
      conferencesTotal.increment();
    }
  }

  public void joinRefused(JoinRefusal reason) {
    joinsRefused.get(reason).increment();
  }

  /** What says for how many rooms FreeSWITCH does not answer; asked at every scrape, on whatever thread. */
  public void quarantinedRooms(Supplier<Integer> rooms) {
    gauge("confab.rooms.quarantined", "Rooms for which FreeSWITCH does not answer", rooms);
  }

  /** What says how old the last HEARTBEAT is; asked at every scrape, on whatever thread. Before the first one: since the connection. */
  public void heartbeatAge(Supplier<Duration> age) {
    Gauge.builder("confab.heartbeat.age", () -> age.get().toMillis() / 1000.0).baseUnit("seconds")
        .description("Time since FreeSWITCH's last HEARTBEAT").register(registry);
  }

  public void connected(Connection connection, boolean up) {
    connected.get(connection).set(up);
  }

  public void reconnected(Connection connection) {
    reconnects.get(connection).increment();
  }

  public void answerRequest(AnswerResult result, Duration took) {
    answers.get(result).record(took);
  }

  public void resync(ResyncResult result, Duration took) {
    resyncs.get(result).record(took);
  }

  /** A comparison found that. */
  public void resyncDifference(Difference difference) {
    differences.get(difference).increment();
  }

  public void sound(SoundOutcome outcome) {
    sounds.get(outcome).increment();
  }

  /** What says how many bytes the kept sounds take; asked at every scrape, on whatever thread. */
  public void soundCache(Supplier<Long> bytes) {
    Gauge.builder("confab.sounds.cache", bytes::get).baseUnit("bytes").description("Disk space that kept sounds take").register(registry);
  }

  public void recording(RecordingOutcome outcome) {
    recordings.get(outcome).increment();
  }

  /**
   * What says how recordings stand; asked at every scrape, on whatever thread.
   *
   * @param current how many go on
   * @param bytes   what the finished ones take on the disk
   * @param free    what is free there; not a number while that is not known
   */
  public void recordings(Supplier<Integer> current, Supplier<Long> bytes, Supplier<Double> free) {
    gauge("confab.recordings.current", "Recordings that go on now", current);
    Gauge.builder("confab.recordings.size", bytes::get).baseUnit("bytes").description("Disk space that kept recordings take").register(registry);
    Gauge.builder("confab.recordings.free", free::get).baseUnit("bytes").description("Free space on the disk of recordings").register(registry);
  }

  public void transcription(TranscriptionOutcome outcome) {
    transcriptions.get(outcome).increment();
  }

  /** What says how many transcriptions are still to be told; asked at every scrape, on whatever thread. */
  public void pendingTranscriptions(Supplier<Integer> pending) {
    gauge("confab.transcriptions.pending", "Recordings that wait to be transcribed, or are being", pending);
  }

  /** So many entries of the trace are in its file. */
  public void traceWritten(int entries) {
    traceWritten.increment(entries);
  }

  /** So many entries are not: more happened than could be written, or the disk did not take them. */
  public void traceDropped(int entries) {
    traceDropped.increment(entries);
  }

  private void gauge(String name, String help, Supplier<Integer> value) {
    Gauge.builder(name, value::get).description(help).register(registry);
  }

  private Counter counter(String name, String help) {
    return Counter.builder(name).description(help).register(registry);
  }

  private <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, String name, String help, String tag) {
    return Tags.each(type, (value, word) -> Counter.builder(name).description(help).tag(tag, word).register(registry));
  }
}
