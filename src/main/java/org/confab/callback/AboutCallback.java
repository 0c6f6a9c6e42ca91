package org.confab.callback;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.log.Subject;

/**
 * What a log line says of a callback. The call and the conference are those that it tells of.
 *
 * @param text printable
 */
record AboutCallback(Callback callback, String text) implements Subject {

  @Override
  public Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("callback", callback.id().toString());
    Optional.ofNullable(callback.parameters().get("CallUUID")).ifPresent(call -> fields.put("call", call));
    Optional.ofNullable(callback.parameters().get("ConferenceName")).ifPresent(name -> fields.put("conference", name));
    return fields;
  }

  @Override
  public String toString() {
    return text;
  }
}
