package org.confab.recording;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.log.About;
import org.confab.store.States;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whose each recording is and whether it goes on, in the store. Lives on the store's context. */
final class RecordingBook {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingBook.class);
  private static final String KIND = "recording";

  /** @param endedMs empty: it goes on */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Entry(String extension, String authId, long beganMs, Optional<Long> endedMs, long lengthMs) {

    boolean goesOn() {
      return endedMs.isEmpty();
    }

    Instant began() {
      return Instant.ofEpochMilli(beganMs);
    }

    Optional<Instant> ended() {
      return endedMs.map(Instant::ofEpochMilli);
    }
  }

  private final States states;
  private final JsonMapper json = JsonMapper.builder().addModule(new Jdk8Module()).build();
  private final AtomicInteger current = new AtomicInteger();

  RecordingBook(States states) {
    this.states = states;
    current.set((int) all().values().stream().filter(Entry::goesOn).count());
  }

  /** How many go on; safe on any thread. */
  int current() {
    return current.get();
  }

  Future<Void> began(RecordingFile file, String authId, Instant at) {
    if (get(file).filter(Entry::goesOn).isEmpty()) {
      current.incrementAndGet();
    }
    return put(file.id(), new Entry(file.extension(), authId, at.toEpochMilli(), Optional.empty(), 0));
  }

  /** Whether it was known to go on until now. */
  boolean goesOn(RecordingFile file) {
    return get(file).filter(Entry::goesOn).isPresent();
  }

  Future<Void> ended(RecordingFile file, Entry before, Instant at, Duration length) {
    if (before.goesOn()) {
      current.decrementAndGet();
    }
    return put(file.id(), new Entry(file.extension(), before.authId(), before.beganMs(), Optional.of(at.toEpochMilli()),
        length.toMillis()));
  }

  Future<Void> forget(RecordingFile file) {
    if (goesOn(file)) {
      current.decrementAndGet();
    }
    return get(file).isPresent() ? states.remove(KIND, file.id()) : Future.succeededFuture();
  }

  Optional<Entry> get(RecordingFile file) {
    return states.get(KIND, file.id()).flatMap(text -> read(file.id(), text)).filter(entry -> entry.extension().equals(file.extension()));
  }

  Map<RecordingFile, Entry> all() {
    Map<RecordingFile, Entry> all = new LinkedHashMap<>();
    states.all(KIND).forEach((id, text) -> read(id, text).ifPresent(entry ->
        RecordingFile.named(id + "." + entry.extension()).ifPresent(file -> all.put(file, entry))));
    return all;
  }

  private Future<Void> put(String id, Entry entry) {
    try {
      return states.put(KIND, id, json.writeValueAsString(entry));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Optional<Entry> read(String id, String text) {
    try {
      return Optional.of(json.readValue(text, Entry.class));
    } catch (JsonProcessingException broken) {
      LOG.warn("What the store has of recording {} cannot be read: {}. Its file is kept as one of nobody's.", About.recording(id),
          broken.getOriginalMessage());
      return Optional.empty();
    }
  }
}
