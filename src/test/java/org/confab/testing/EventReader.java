package org.confab.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads server-sent events as a browser does. */
public final class EventReader implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  /** @param name {@code end} once nothing comes any more */
  public record Event(String id, String name, JsonNode data) {}

  private final HttpURLConnection connection;
  private final int status;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

  /** @param last Last-Event-ID; empty: none */
  public EventReader(LocalConsole console, String last) {
    try {
      connection = (HttpURLConnection) URI.create(console.url("/console/events")).toURL().openConnection();
      connection.setRequestProperty("Authorization", LocalConsole.login("operator", LocalConsole.PASSWORD));
      if (!last.isEmpty()) {
        connection.setRequestProperty("Last-Event-ID", last);
      }
      status = connection.getResponseCode();
      if (status == 200) {
        InputStream in = connection.getInputStream();
        Thread reader = new Thread(() -> read(in), "events");
        reader.setDaemon(true);
        reader.start();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int status() {
    return status;
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
        } else if (condition.test(event)) {
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

  @Override
  public void close() {
    connection.disconnect();
  }
}
