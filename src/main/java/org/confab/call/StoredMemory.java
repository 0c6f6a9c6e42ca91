package org.confab.call;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.confab.conference.ConferenceKey;
import org.confab.conference.RoomName;
import org.confab.store.States;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls, conferences and recordings as JSON in the store. */
public final class StoredMemory implements Memory {

  private static final Logger LOG = LoggerFactory.getLogger(StoredMemory.class);
  private static final String CALL = "call";
  private static final String CONFERENCE = "conference";
  private static final String RECORDING = "room recording";
  private static final String OWED = "owed";
  private static final String PLACED = "placed call";

  private final States states;
  private final JsonMapper json = JsonMapper.builder().addModule(new Jdk8Module()).addModule(new JavaTimeModule())
      .addModule(new SimpleModule().addKeyDeserializer(RoomName.class, new KeyDeserializer() {
        @Override
        public Object deserializeKey(String text, DeserializationContext context) {
          return new RoomName(text);
        }
      }))
      .visibility(PropertyAccessor.ALL, Visibility.NONE).visibility(PropertyAccessor.FIELD, Visibility.ANY)
      .visibility(PropertyAccessor.CREATOR, Visibility.ANY).disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  private Future<Void> last = Future.succeededFuture();

  public StoredMemory(States states) {
    this.states = states;
  }

  @Override
  public void call(RememberedCall call) {
    put(CALL, call.uuid(), call);
  }

  @Override
  public void forgetCall(String uuid) {
    remove(CALL, uuid);
  }

  @Override
  public void owe(Owed owed) {
    put(OWED, owed.request().id().toString(), owed);
  }

  @Override
  public void settle(UUID request) {
    remove(OWED, request.toString());
  }

  @Override
  public void conference(RememberedConference conference) {
    put(CONFERENCE, key(conference.conference().key()), conference);
  }

  @Override
  public void forgetConference(ConferenceKey key) {
    remove(CONFERENCE, key(key));
  }

  @Override
  public void placed(RememberedPlacing placing) {
    put(PLACED, placing.uuid(), placing);
  }

  @Override
  public void forgetPlaced(String uuid) {
    remove(PLACED, uuid);
  }

  @Override
  public List<RememberedPlacing> placed() {
    return all(PLACED, RememberedPlacing.class);
  }

  @Override
  public void recording(RememberedRecording recording) {
    put(RECORDING, recording.file().id(), recording);
  }

  @Override
  public void forgetRecording(String id) {
    remove(RECORDING, id);
  }

  @Override
  public List<RememberedRecording> recordings() {
    return all(RECORDING, RememberedRecording.class);
  }

  @Override
  public Future<Void> written() {
    return last.recover(why -> Future.succeededFuture());
  }

  @Override
  public List<RememberedCall> calls() {
    return all(CALL, RememberedCall.class);
  }

  @Override
  public List<Owed> owed() {
    return all(OWED, Owed.class);
  }

  @Override
  public List<RememberedConference> conferences() {
    return all(CONFERENCE, RememberedConference.class);
  }

  private static String key(ConferenceKey key) {
    return key.account() + "/" + key.name();
  }

  /** What was not there needs no writing, and says nothing of what was put before. */
  private void remove(String kind, String key) {
    Future<Void> removed = states.remove(kind, key);
    if (!removed.isComplete()) {
      last = removed;
    }
  }

  private void put(String kind, String key, Object value) {
    try {
      last = states.put(kind, key, json.writeValueAsString(value));
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException("a " + kind + " that is no JSON", defect);
    }
  }

  private <T> List<T> all(String kind, Class<T> type) {
    List<T> found = new ArrayList<>();
    states.all(kind).forEach((key, value) -> {
      try {
        found.add(json.readValue(value, type));
      } catch (JsonProcessingException | IllegalArgumentException unreadable) {
        LOG.error("A {} of the Confab before cannot be read, and is not taken up: {}", kind, unreadable.getClass().getSimpleName());
        states.remove(kind, key);
      }
    });
    return found;
  }
}
