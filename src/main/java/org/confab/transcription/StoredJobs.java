package org.confab.transcription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.confab.store.States;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs as JSON in the store. */
final class StoredJobs {

  private static final Logger LOG = LoggerFactory.getLogger(Transcriptions.class);
  private static final String KIND = "transcription";

  private final States states;
  private final JsonMapper json = JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  StoredJobs(States states) {
    this.states = states;
  }

  Future<Void> put(StoredJob job) {
    try {
      return states.put(KIND, job.key(), json.writeValueAsString(job));
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException("a transcription that is no JSON", defect);
    }
  }

  Future<Void> remove(StoredJob job) {
    return states.remove(KIND, job.key());
  }

  /** In the order in which they were added. */
  List<StoredJob> all() {
    List<StoredJob> found = new ArrayList<>();
    states.all(KIND).forEach((key, value) -> {
      try {
        found.add(json.readValue(value, StoredJob.class));
      } catch (JsonProcessingException | IllegalArgumentException unreadable) {
        LOG.error("A transcription that the Confab before was to make cannot be read, and is not made: {}", unreadable.getClass().getSimpleName());
        states.remove(KIND, key);
      }
    });
    found.sort(Comparator.comparingLong(StoredJob::added));
    return found;
  }
}
