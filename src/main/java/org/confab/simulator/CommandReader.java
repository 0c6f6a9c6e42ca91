package org.confab.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Commands out of the bytes that a client sends (read_packet in mod_event_socket.c): lines up to a blank line, and a body where a
 * Content-Length header says so. Blank lines in front of a command are skipped.
 */
final class CommandReader {

  /** The first line, the headers under it, and the body, which is empty where there was none. */
  record Command(String line, List<String[]> headers, String body) {

    Optional<String> header(String name) {
      return headers.stream().filter(h -> h[0].equalsIgnoreCase(name)).map(h -> h[1]).findFirst();
    }
  }

  private static final int MAX_HEAD = 10 << 20;
  private static final int MAX_BODY = 16 << 20;

  private final Consumer<Command> commands;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int newlines;
  private int missing;
  private String line = "";
  private List<String[]> headers = List.of();

  CommandReader(Consumer<Command> commands) {
    this.commands = commands;
  }

  void read(byte[] data) {
    for (byte b : data) {
      if (missing > 0) {
        bytes.write(b);
        if (--missing == 0) {
          finish(drain());
        }
      } else {
        head(b);
      }
    }
  }

  private void head(byte b) {
    if (bytes.size() == 0 && (b == '\n' || b == '\r')) {
      return;
    }
    bytes.write(b);
    if (b == '\n') {
      newlines++;
    } else if (b != '\r') {
      newlines = 0;
    }
    if (newlines == 2 || bytes.size() >= MAX_HEAD) {
      newlines = 0;
      parse(drain());
    }
  }

  private String drain() {
    String text = bytes.toString(StandardCharsets.UTF_8);
    bytes.reset();
    return text;
  }

  private void parse(String head) {
    String[] lines = head.split("[\r\n]+");
    line = lines[0];
    headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.add(new String[] {lines[i].substring(0, colon), lines[i].substring(colon + 1).stripLeading()});
      }
    }
    missing = Math.min(MAX_BODY, length());
    if (missing == 0) {
      finish("");
    }
  }

  private int length() {
    for (String[] header : headers) {
      if (header[0].equalsIgnoreCase("content-length") && header[1].strip().matches("\\d{1,9}")) {
        return Integer.parseInt(header[1].strip());
      }
    }
    return 0;
  }

  private void finish(String body) {
    commands.accept(new Command(line, headers, body));
  }
}
