package org.confab.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads server-sent events as a browser does. */
public final class EventReader implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  /** @param name {@code end} once nothing comes any more */
  public record Event(String id, String name, JsonNode data) {}

  private final HttpResponse<InputStream> reply;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final Map<String, JsonNode> parts = new HashMap<>();

  /** @param last Last-Event-ID; empty: none */
  public EventReader(LocalConsole console, String last) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.url("/console/events")))
        .header("Authorization", LocalConsole.login("operator", LocalConsole.PASSWORD));
    if (!last.isEmpty()) {
      request.header("Last-Event-ID", last);
    }
    try {
      reply = HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
    if (reply.statusCode() == 200) {
      Thread reader = new Thread(() -> read(reply.body()), "events");
      reader.setDaemon(true);
      reader.start();
    }
  }

  public int status() {
    return reply.statusCode();
  }

  private void read(InputStream in) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String id = "";
      String name = "";
      StringBuilder data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!name.isEmpty()) {
            events.add(new Event(id, name, json(data.toString())));
          }
          name = "";
          data.setLength(0);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6));
        }
      }
    } catch (IOException gone) {
      // told below, as an end is
    }
    events.add(new Event("", "end", new ObjectMapper().createObjectNode()));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException broken) {
      throw new AssertionError("the data of an event is no JSON: " + text, broken);
    }
  }

  /** The next event that is so; those before it are dropped. */
  public Event await(String what, Predicate<Event> condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try {
      while (true) {
        Event event = events.poll(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (event == null) {
          throw new AssertionError("no event within " + PATIENCE_SECONDS + " s: " + what);
        }
        event.data().properties().forEach(part -> parts.put(part.getKey(), part.getValue()));
        if (condition.test(event)) {
          return event;
        } else if (event.name().equals("end")) {
          throw new AssertionError("the events ended before: " + what);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  public Event await(String name) {
    return await(name, event -> event.name().equals(name));
  }

  /** The next change in which there is something of that name. */
  public Event awaitChange(String part) {
    return await("a change of " + part, event -> event.name().equals("change") && event.data().has(part));
  }

  /** What came last under that name, once it is so; it may have come already. */
  public JsonNode awaitPart(String name, Predicate<JsonNode> condition) {
    while (!parts.containsKey(name) || !condition.test(parts.get(name))) {
      await("a change of " + name + " (last: " + parts.get(name) + ")", event -> event.data().has(name));
    }
    return parts.get(name);
  }

  @Override
  public void close() {
    try {
      reply.body().close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
