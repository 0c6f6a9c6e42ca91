package org.confab.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command as mod_event_socket reads it (read_packet): line breaks before it are skipped, CR is a line break as good as LF, a second LF
 * ends it, a content-length header brings a body.
 *
 * @param line    the first line
 * @param headers names in lower case
 */
public record SentCommand(String line, Map<String, String> headers, String body) {

  /** Reads commands out of bytes as they come in. */
  public static final class Reader {

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int lineFeeds;
    private int missing;

    /** The commands that these bytes complete. */
    public List<SentCommand> read(byte[] bytes) {
      List<SentCommand> commands = new ArrayList<>();
      for (byte each : bytes) {
        if (missing > 0) {
          body.write(each);
          missing--;
        } else if (head.size() > 0 || each != '\n' && each != '\r') {
          head.write(each);
          lineFeeds = each == '\n' ? lineFeeds + 1 : each == '\r' ? lineFeeds : 0;
          missing = lineFeeds == 2 ? contentLength() : 0;
        }
        if (lineFeeds == 2 && missing == 0) {
          commands.add(command());
        }
      }
      return commands;
    }

    /** Whether all bytes so far belonged to complete commands. */
    public boolean isBetweenCommands() {
      return head.size() == 0;
    }

    private int contentLength() {
      return Integer.parseInt(headers().getOrDefault("content-length", "0"));
    }

    private List<String> lines() {
      String text = head.toString(StandardCharsets.UTF_8);
      int end = text.indexOf('\0');
      return List.of((end < 0 ? text : text.substring(0, end)).split("[\r\n]+"));
    }

    private Map<String, String> headers() {
      Map<String, String> headers = new LinkedHashMap<>();
      for (String line : lines().subList(1, lines().size())) {
        int colon = line.indexOf(':');
        if (colon >= 0) {
          headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).replaceFirst("^ +", ""));
        }
      }
      return headers;
    }

    private SentCommand command() {
      SentCommand command = new SentCommand(lines().get(0), headers(), body.toString(StandardCharsets.UTF_8));
      head.reset();
      body.reset();
      lineFeeds = 0;
      return command;
    }
  }
}
