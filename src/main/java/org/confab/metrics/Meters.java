package org.confab.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** Every meter. Registered at once, so that each series is there from the first scrape. Safe on any thread. */
public final class Meters {

  /** Why a join was refused. */
  public enum JoinRefusal { FULL, CALLER_GONE, SWITCH }

  /** How a callback's attempt ended. */
  public enum CallbackOutcome { DELIVERED, RETRIED, DEAD, DROPPED }

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

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger conferences = new AtomicInteger();
  private final AtomicInteger members = new AtomicInteger();
  private final Counter callsTotal;
  private final Map<JoinRefusal, Counter> joinsRefused;
  private final Map<CallbackOutcome, Counter> callbacks;
  private final Map<Connection, AtomicBoolean> connected = new EnumMap<>(Connection.class);
  private final Map<Connection, Counter> reconnects;
  private final Map<AnswerResult, Timer> answers;
  private final Map<SoundOutcome, Counter> sounds;
  private final Map<RecordingOutcome, Counter> recordings;
  private final Map<ResyncResult, Timer> resyncs;
  private final Map<TranscriptionOutcome, Counter> transcriptions;
  private final MeterRegistry registry;

  public Meters(MeterRegistry registry) {
    this.registry = registry;
    gauge("confab.calls.current", "Calls that Confab drives now", calls::get);
    callsTotal = Counter.builder("confab.calls").description("Calls that were handed to Confab").register(registry);
    gauge("confab.conferences.current", "Conferences that have a room now", conferences::get);
    gauge("confab.members.current", "Members of all conferences now", members::get);
    joinsRefused = each(JoinRefusal.class, reason -> counter("confab.joins.refused", "Joins that did not happen", "reason", reason));
    callbacks = each(CallbackOutcome.class,
        outcome -> counter("confab.callbacks", "Callbacks by what became of an attempt", "outcome", outcome));
    reconnects = each(Connection.class,
        connection -> counter("confab.event.socket.reconnects", "Event Socket connections made after the first", "connection", connection));
    answers = each(AnswerResult.class, result -> Timer.builder("confab.answer.requests").description("Requests for answer documents")
        .tag("result", word(result)).register(registry));
    sounds = each(SoundOutcome.class, outcome -> counter("confab.sounds", "Sounds of Play and Speak by how they were come by", "outcome", outcome));
    recordings = each(RecordingOutcome.class,
        outcome -> counter("confab.recordings", "Recordings by what became of them; those that may not begin are refused", "outcome", outcome));
    resyncs = each(ResyncResult.class, result -> Timer.builder("confab.resyncs").description("Comparisons with FreeSWITCH's calls and rooms")
        .tag("result", word(result)).register(registry));
    transcriptions = each(TranscriptionOutcome.class,
        outcome -> counter("confab.transcriptions", "Transcriptions by what became of an attempt", "outcome", outcome));
    for (Connection connection : Connection.values()) {
      AtomicBoolean state = new AtomicBoolean();
      connected.put(connection, state);
      Gauge.builder("confab.event.socket.up", () -> state.get() ? 1 : 0)
          .description("1 while the Event Socket connection is authenticated").tag("connection", word(connection)).register(registry);
    }
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

  public void joinRefused(JoinRefusal reason) {
    joinsRefused.get(reason).increment();
  }

  public void callback(CallbackOutcome outcome) {
    callbacks.get(outcome).increment();
  }

  /** What says how many callbacks wait; asked at every scrape, on whatever thread. */
  public void pendingCallbacks(Supplier<Integer> pending) {
    gauge("confab.callbacks.pending", "Callbacks that wait to be delivered", pending);
  }

  /**
   * What says how the store stands; asked at every scrape, on whatever thread.
   *
   * @param up     whether it can be written
   * @param held   callbacks that are in memory alone
   * @param dead   dead letters that are kept
   * @param oldest how long the oldest callback has been waiting; zero if none does
   */
  public void store(Supplier<Boolean> up, Supplier<Integer> held, Supplier<Integer> dead, Supplier<Duration> oldest) {
    gauge("confab.store.up", "1 while the store can be written", () -> up.get() ? 1 : 0);
    gauge("confab.callbacks.held", "Callbacks that are in memory and not yet in the store", held);
    gauge("confab.dead.letters", "Dead letters that are kept", dead);
    Gauge.builder("confab.callbacks.oldest.age", () -> oldest.get().toMillis() / 1000.0).baseUnit("seconds")
        .description("How long the oldest callback has been waiting to be delivered").register(registry);
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

  private void gauge(String name, String help, Supplier<Integer> value) {
    Gauge.builder(name, value::get).description(help).register(registry);
  }

  private Counter counter(String name, String help, String tag, Enum<?> value) {
    return Counter.builder(name).description(help).tag(tag, word(value)).register(registry);
  }

  private static <E extends Enum<E>, M> Map<E, M> each(Class<E> type, Function<E, M> meter) {
    Map<E, M> meters = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      meters.put(value, meter.apply(value));
    }
    return meters;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
