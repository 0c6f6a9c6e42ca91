package org.confab.transcription;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Delivery;
import org.confab.callback.Lane;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.http.Http;
import org.confab.http.Link;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.metrics.Meters.TranscriptionOutcome;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.confab.plivo.TranscriptionParameters;
import org.confab.plivo.TranscriptionType;
import org.confab.store.States;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finished recordings that are to be transcribed. Each is kept in the store from when it was added until its result is in the outbox; the
 * latter and its removal are one step of the store, so that every job ends in exactly one callback, text or error, whenever the process
 * is killed. Killed while an engine is at work, the engine is asked again after the next start; that may cost, and is not told.
 *
 * <p>Belongs to the store's context: everything is called, and decided, there. The work itself is done on another one, and on threads of its
 * own. An engine that is away is asked again, with growing pauses in which the next recordings have their turn.
 */
public final class Transcriptions {

  /**
   * A finished recording.
   *
   * @param file closed, and not written to any more; kept by others, and gone if they delete it before its turn comes
   * @param extension of the format: wav or mp3
   * @param url the transcriptionUrl
   * @param authId whose token signs the callback
   */
  public record Job(String recordingId, Path file, String extension, Duration length, String callUuid, TranscriptionType type, Link url,
      HttpMethod method, String authId) {}

  /** docs.plivo.com on transcription: recordings shorter than 500 ms or longer than 4 hours are not transcribed. */
  static final Duration SHORTEST = Duration.ofMillis(500);
  static final Duration LONGEST = Duration.ofHours(4);

  private static final Logger LOG = LoggerFactory.getLogger(Transcriptions.class);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
  private static final Duration TELL_AGAIN = Duration.ofMinutes(1);

  /** A job on its way. */
  private static final class Work {
    private StoredJob job;
    private int timesAway;
    private Clock.Timer timer = () -> {};

    Work(StoredJob job) {
      this.job = job;
    }
  }

  private final VertxInternal vertx;
  private final Context context;
  private final Context elsewhere;
  private final Settings.Transcription settings;
  private final Delivery delivery;
  private final StoredJobs stored;
  private final Clock clock;
  private final Meters meters;
  private final Engines engines;
  private final Map<String, Work> pending = new HashMap<>();
  private final Deque<Work> ready = new ArrayDeque<>();
  private volatile int count;
  private int busy;
  private boolean closed;

  private Transcriptions(Vertx vertx, Settings.Transcription settings, Http http, Delivery delivery, States states, Clock clock, Meters meters) {
    this.vertx = (VertxInternal) vertx;
    this.context = vertx.getOrCreateContext();
    this.elsewhere = this.vertx.createEventLoopContext();
    this.settings = settings;
    this.delivery = delivery;
    this.stored = new StoredJobs(states);
    this.clock = clock;
    this.meters = meters;
    this.engines = new Engines(vertx, settings, http, clock);
  }

  /**
   * Takes up what an earlier process left, and begins with it. To be called on the store's context.
   *
   * @param http asked for what HTTP engines reply; closed by whoever made it, after {@link #close}
   * @param clock of the pauses; its timers run on the context that asked for them
   */
  public static Transcriptions open(Vertx vertx, Settings.Transcription settings, Http http, Delivery delivery, States states, Clock clock,
      Meters meters) {
    Transcriptions transcriptions = new Transcriptions(vertx, settings, http, delivery, states, clock, meters);
    meters.pendingTranscriptions(() -> transcriptions.count);
    transcriptions.restore();
    return transcriptions;
  }

  /**
   * Keeps the job in the same step of the store as whatever else is changed in this turn, and does it when its turn comes. One that is there already (the
   * same recording and URL) is not added again.
   */
  public void add(Job job) {
    StoredJob kept = StoredJob.of(job, UUID.randomUUID(), clock.now());
    if (closed) {
      LOG.error("Recording {} is not transcribed: Confab is being stopped.", About.recording(kept.recordingId()));
    } else if (!pending.containsKey(kept.key())) {
      Work work = begin(kept);
      stored.put(kept).onComplete(
          written -> queue(work),
          failure -> LOG.error("Recording {} is not transcribed: {}.", About.recording(kept.recordingId()), failure.getMessage()));
    }
  }

  /**
   * Ends what is under way, and tells nothing any more; what was not told is done after the next start. The future is completed when no command
   * runs any more.
   */
  public Future<Void> close() {
    context.runOnContext(ignored -> {
      closed = true;
      ready.clear();
      pending.values().forEach(work -> work.timer.cancel());
    });
    return engines.close();
  }

  private void restore() {
    for (StoredJob job : stored.all()) {
      queue(begin(job));
    }
    if (count > 0) {
      LOG.info("{} recordings that were to be transcribed are taken up again.", count);
    }
  }

  private Work begin(StoredJob job) {
    Work work = new Work(job);
    pending.put(job.key(), work);
    count = pending.size();
    return work;
  }

  private void queue(Work work) {
    if (closed) {
      return;
    }
    Optional<String> refusal = refusal(work.job);
    if (refusal.isPresent()) {
      failed(work, new Outcome.Failed(refusal.get()));
    } else {
      ready.add(work);
      pump();
    }
  }

  /** Why no engine is asked. */
  private Optional<String> refusal(StoredJob job) {
    if (job.length().compareTo(SHORTEST) < 0) {
      return Optional.of("the recording is shorter than 500 ms");
    }
    if (job.length().compareTo(LONGEST) > 0) {
      return Optional.of("the recording is longer than 4 hours");
    }
    String type = job.type().name().toLowerCase(Locale.ROOT);
    return engines.of(job.type()).isPresent() ? Optional.empty()
        : Optional.of("no engine is configured for transcriptionType " + type + " (transcription." + type + " in confab.yaml)");
  }

  private void pump() {
    while (!closed && busy < settings.atOnce() && !ready.isEmpty()) {
      Work work = ready.poll();
      busy++;
      if (work.job.firstAsked().isEmpty()) {
        work.job = work.job.askedAt(clock.now());
        stored.put(work.job).onFailure(failure -> LOG.warn("Recording {}: {}.", About.recording(work.job.recordingId()), failure.getMessage()));
      }
      Engine engine = engines.of(work.job.type()).orElseThrow();
      Recording recording = work.job.recording();
      elsewhere.runOnContext(ignored -> ask(engine, recording).onComplete(asked -> context.runOnContext(back -> {
        busy--;
        judge(work, asked.succeeded() ? asked.result()
            : new Outcome.Failed("the recording could not be transcribed", "a defect of Confab's: " + asked.cause()));
        pump();
      })));
    }
  }

  private Future<Outcome> ask(Engine engine, Recording recording) {
    try {
      return vertx.fileSystem().props(recording.file().toString()).transform(found -> found.succeeded() && found.result().isRegularFile()
          ? engine.transcribe(recording)
          : Future.succeededFuture(new Outcome.Failed("the recording's file is gone", recording.file() + " is not there")));
    } catch (RuntimeException defect) {
      return Future.failedFuture(defect);
    }
  }

  private void judge(Work work, Outcome outcome) {
    if (closed) {
      return;
    }
    if (outcome instanceof Outcome.Text text) {
      meters.transcription(TranscriptionOutcome.TEXT);
      StoredJob job = work.job;
      tell(work, TranscriptionParameters.text(text.text(), engines.rate(job.type()), job.length(), job.callUuid(), job.recordingId()));
    } else if (outcome instanceof Outcome.Failed failed) {
      failed(work, failed);
    } else if (outcome instanceof Outcome.Later later) {
      later(work, later);
    }
  }

  private void later(Work work, Outcome.Later later) {
    Instant until = work.job.firstAsked().orElseGet(clock::now).plus(settings.retryFor());
    Duration left = Duration.between(clock.now(), until);
    if (left.isNegative() || left.isZero()) {
      failed(work, new Outcome.Failed(later.error(), later.detail() + ", and has been away for too long"));
      return;
    }
    Duration backoff = FIRST_WAIT.multipliedBy(1L << Math.min(work.timesAway++, 10));
    Duration asked = later.retryAfter().orElse(Duration.ZERO);
    Duration wait = shorter(left, asked.compareTo(backoff) > 0 ? asked : shorter(backoff, LONGEST_WAIT));
    work.timer = clock.schedule(wait, () -> queue(work));
    meters.transcription(TranscriptionOutcome.RETRIED);
    LOG.warn("Recording {}, transcription: {}; the next attempt is in {} s.", About.recording(work.job.recordingId()), later.detail(), wait.toSeconds(),
        About.call(work.job.callUuid()));
  }

  private void failed(Work work, Outcome.Failed failed) {
    StoredJob job = work.job;
    LOG.error("Recording {} of call {} is not transcribed: {}.", About.recording(job.recordingId()), About.call(job.callUuid()), failed.detail());
    meters.transcription(TranscriptionOutcome.ERROR);
    tell(work, TranscriptionParameters.error(failed.error(), engines.rate(job.type()), job.length(), job.callUuid(), job.recordingId()));
  }

  /** By the outbox, in a lane of its own, and in one step with forgetting the job. */
  private void tell(Work work, TranscriptionParameters parameters) {
    if (closed) {
      return;
    }
    StoredJob job = work.job;
    String lane = "transcription " + job.recordingId();
    Future<Void> told = delivery.add(new Callback(job.id(), new Lane(lane, job.url()), job.method().name(), job.url(), job.trusted(), parameters.toMap(),
        job.authId(), clock.now()));
    if (told.failed()) {
      LOG.error("Recording {}: what became of its transcription is told later: {}.", About.recording(job.recordingId()), told.cause().getMessage());
      work.timer = clock.schedule(TELL_AGAIN, () -> tell(work, parameters));
      return;
    }
    delivery.ended(lane).onFailure(why -> LOG.warn("The lane '{}' could not be closed: {}.", Printable.of(lane), why.getMessage()));
    stored.remove(job).onFailure(why -> LOG.warn("Recording {}: {}.", About.recording(job.recordingId()), why.getMessage()));
    pending.remove(job.key());
    count = pending.size();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
