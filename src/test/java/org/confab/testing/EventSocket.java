package org.confab.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A small blocking Event Socket client, which shares nothing with the project's own. */
public final class EventSocket implements AutoCloseable {

  /** One frame: its headers and its body. */
  private record Frame(Map<String, String> headers, String body) {
    String reply() {
      return headers.getOrDefault("Reply-Text", body);
    }
  }

  /** Under this name an event's own body is among its headers. */
  static final String BODY = "_body";

  private static final int PATIENCE_SECONDS = 60;

  private final Socket socket;
  private final InputStream in;
  private final BlockingQueue<Frame> replies = new ArrayBlockingQueue<>(1000);
  private final Consumer<Map<String, String>> onEvent;

  private EventSocket(Socket socket, Consumer<Map<String, String>> onEvent) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.onEvent = onEvent;
  }

  /** Connects and authenticates. {@code onEvent} is called on the reading thread with each event's decoded headers, and its body as {@link #BODY}. */
  public static EventSocket connect(String host, int port, String password, Consumer<Map<String, String>> onEvent) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), 5_000);
      EventSocket client = new EventSocket(socket, onEvent);
      Thread reader = new Thread(client::read, "event socket " + port);
      reader.setDaemon(true);
      reader.start();
      client.reply("the greeting");
      String answer = client.command("auth " + password);
      if (!answer.startsWith("+OK")) {
        throw new IOException("Event Socket on port " + port + ": " + answer);
      }
      return client;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Sends one command and returns its reply: the Reply-Text, or the body of an api command. */
  public String command(String line) {
    return command(line, Map.of());
  }

  /** Sends one command with headers of its own ({@code Job-UUID}). */
  public synchronized String command(String line, Map<String, String> headers) {
    StringBuilder text = new StringBuilder(clean(line));
    headers.forEach((name, value) -> text.append('\n').append(clean(name + ": " + value)));
    try {
      socket.getOutputStream().write(text.append("\n\n").toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException closed) {
      throw new UncheckedIOException(closed);
    }
    return reply(line).reply();
  }

  private static String clean(String line) {
    if (line.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("control character in " + line);
    }
    return line;
  }

  public String api(String line) {
    return command("api " + line).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Frame reply(String to) {
    try {
      Frame frame = replies.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new IllegalStateException("no answer within " + PATIENCE_SECONDS + " s to: " + to);
      }
      return frame;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void read() {
    try {
      while (true) {
        Map<String, String> headers = headers();
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
        String type = headers.getOrDefault("Content-Type", "");
        if (type.equals("text/event-plain")) {
          onEvent.accept(event(new String(body, StandardCharsets.UTF_8)));
        } else if (!type.equals("text/disconnect-notice")) {
          replies.put(new Frame(headers, new String(body, StandardCharsets.UTF_8)));
        }
      }
    } catch (IOException closed) {
      // the switch went away, or close() was called: whoever waits for a reply is told by its timeout
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\n') {
        line.write(c);
      } else if (line.size() == 0) {
        return headers;
      } else {
        put(headers, line.toString(StandardCharsets.UTF_8), value -> value);
        line.reset();
      }
    }
  }

  private static Map<String, String> event(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    int end = text.indexOf("\n\n");
    text.substring(0, end < 0 ? text.length() : end).lines()
        .forEach(line -> put(headers, line, value -> URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)));
    headers.put(BODY, end < 0 ? "" : text.substring(end + 2).stripTrailing());
    return headers;
  }

  private static void put(Map<String, String> headers, String line, UnaryOperator<String> decoding) {
    int colon = line.indexOf(": ");
    if (colon > 0) {
      headers.put(line.substring(0, colon), decoding.apply(line.substring(colon + 2)));
    }
  }
}
