package org.confab.transcription;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.http.Http;
import org.confab.plivo.TranscriptionType;

/** The engines of the configuration, and the threads that wait for commands. */
final class Engines {

  /** Beyond what any command may take: its own timeout ends it, and nobody needs to be warned of it. */
  private static final Duration LONGEST = Duration.ofDays(2);

  private final Map<TranscriptionType, TranscriptionEngine> settings = new EnumMap<>(TranscriptionType.class);
  private final Map<TranscriptionType, Engine> engines = new EnumMap<>(TranscriptionType.class);
  private final WorkerExecutor threads;

  Engines(Vertx vertx, Settings.Transcription transcription, Http http, Clock clock) {
    transcription.auto().ifPresent(engine -> settings.put(TranscriptionType.AUTO, engine));
    transcription.hybrid().ifPresent(engine -> settings.put(TranscriptionType.HYBRID, engine));
    transcription.manual().ifPresent(engine -> settings.put(TranscriptionType.MANUAL, engine));
    threads = vertx.createSharedWorkerExecutor("transcriptions-" + UUID.randomUUID(), transcription.atOnce(), LONGEST.toMillis(),
        TimeUnit.MILLISECONDS);
    settings.forEach((type, engine) -> {
      if (engine instanceof TranscriptionEngine.Endpoint endpoint) {
        engines.put(type, new EndpointEngine(endpoint, http, clock));
      } else if (engine instanceof TranscriptionEngine.Command command) {
        engines.put(type, new CommandEngine(command, threads));
      }
    });
  }

  Optional<Engine> of(TranscriptionType type) {
    return Optional.ofNullable(engines.get(type));
  }

  /** 0 without an engine. */
  BigDecimal rate(TranscriptionType type) {
    return Optional.ofNullable(settings.get(type)).map(TranscriptionEngine::rate).orElse(BigDecimal.ZERO);
  }

  /** Kills the commands that run. */
  Future<Void> close() {
    engines.values().forEach(engine -> {
      if (engine instanceof CommandEngine command) {
        command.close();
      }
    });
    return threads.close();
  }
}
