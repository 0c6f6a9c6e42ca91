package org.confab.call;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;

/**
 * A call, as far as it outlives the process.
 *
 * @param headers  of its channel, those that an application is told or that the dialplan set
 * @param authId   of its account
 * @param chain    the chain that runs on it, or is about to
 * @param wayOut   the task that leads it to the fallback
 * @param position in its document
 */
public record RememberedCall(String uuid, Map<String, String> headers, String authId, Instant takenAt, boolean answered, boolean prepared,
    boolean held, Optional<String> chain, Optional<String> wayOut, Position position) {

  public RememberedCall {
    headers = Map.copyOf(headers);
  }

  /**
   * Where it is; one of the first two, or in other hands, where only its end is told. Both: it is being taken from what runs, to ask that URL.
   *
   * @param asking    a URL that is being asked for a document
   * @param at        an element that runs
   */
  public record Position(Optional<Asking> asking, Optional<At> at) {

    static Position asking(Asking asking) {
      return new Position(Optional.of(asking), Optional.empty());
    }

    static Position at(At at) {
      return new Position(Optional.empty(), Optional.of(at));
    }

    static Position away(Asking asking, Optional<At> from) {
      return new Position(Optional.of(asking), from);
    }

    boolean isElsewhere() {
      return asking.isEmpty() && at.isEmpty();
    }

    static Position elsewhere() {
      return new Position(Optional.empty(), Optional.empty());
    }
  }

  /**
   * A request for a document.
   *
   * @param id         the same if the next Confab has to repeat it
   * @param isFallback it is the fallback URL
   * @param isAction   it tells of something that happened, and is owed to the application though the call is over
   */
  public record Asking(UUID id, Link link, HttpMethod method, Map<String, String> parameters, boolean isFallback, boolean isAction) {
    public Asking {
      // the stores of earlier versions have none
      id = Objects.requireNonNullElseGet(id, UUID::randomUUID);
      parameters = Map.copyOf(parameters);
    }
  }

  /**
   * @param source     the document as it came
   * @param base       its URL
   * @param trusted    whether that is the operator's own
   * @param element    the running element's index; behind the last one, if the document is at its end
   * @param onFallback whether the document came from the fallback URL
   */
  public record At(byte[] source, URI base, boolean trusted, int element, boolean onFallback) {}
}
