package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import link.thingscloud.freeswitch.esl.transport.SendMsg;

/**
 * A command for FreeSWITCH, checked when it is made: whatever its values are, it stays one command. One command has one reply
 * (mod_event_socket.c, parse_command).
 */
public final class Command {

  private final String name;
  private final Form form;
  private final Optional<String> channel;
  private final String arguments;
  private final byte[] bytes;

  /** How a command is given. */
  public enum Form { API, BACKGROUND, CHANNEL, OTHER }

  private Command(String name, Form form, Optional<String> channel, String arguments, List<String> lines, byte[] body) {
    this.name = name;
    this.form = form;
    this.channel = channel;
    this.arguments = arguments;
    this.bytes = Wire.encode(lines, body);
  }

  private static Command line(String name, String line) {
    return new Command(name, Form.OTHER, Optional.empty(), "", List.of(line), new byte[0]);
  }

  /** {@code auth}; fails with {@link EslException.Refused} if the password holds a line break. */
  static Command auth(String password) {
    return line("auth", "auth " + password);
  }

  /** {@code connect}: of whoever called us by {@code socket}, the reply tells all of his channel. */
  static Command connect() {
    return line("connect", "connect");
  }

  /** {@code exit}: FreeSWITCH closes the connection; of one that it made, the channel goes on with what follows {@code socket}. */
  static Command exit() {
    return line("exit", "exit");
  }

  /** Sets a variable of the channel whose {@code socket} made the connection. */
  static Command set(String variable, String value) {
    byte[] body = (token(variable) + "=" + token(value)).getBytes(UTF_8);
    return new Command("set", Form.OTHER, Optional.empty(), "", List.of("sendmsg", "call-command: execute", "execute-app-name: set", "content-type: text/plain",
        "content-length: " + body.length), body);
  }

  /** {@code api <function> <arguments>}: FreeSWITCH runs it on this connection's thread, and replies with what the function printed. */
  public static Command api(String function, String arguments) {
    return new Command(function, Form.API, Optional.empty(), arguments, List.of("api " + call(function, arguments)), new byte[0]);
  }

  /** {@code bgapi} under a job id of our own, which comes back in the {@code BACKGROUND_JOB} event. */
  public static Command bgapi(String function, String arguments, String jobId) {
    return new Command(function, Form.BACKGROUND, Optional.empty(), arguments,
        List.of("bgapi " + call(function, arguments), "Job-UUID: " + token(jobId)), new byte[0]);
  }

  /** {@code event plain} with the given names; a custom subclass follows the word {@code CUSTOM}. */
  public static Command subscribe(List<String> events) {
    return line("event", "event plain " + String.join(" ", events.stream().map(Command::token).toList()));
  }

  private static String call(String function, String arguments) {
    return arguments.isEmpty() ? token(function) : token(function) + " " + arguments;
  }

  /** {@code filter}: positive ones add up, a value that begins with a minus sign excludes. */
  public static Command filter(String header, String value) {
    if (header.equalsIgnoreCase("delete")) {
      throw new EslException.Refused("'filter delete' takes filters away");
    }
    return line("filter", "filter " + token(header) + " " + value);
  }

  /** Takes {@link #filter} back. */
  public static Command filterDelete(String header, String value) {
    return line("filter", "filter delete " + token(header) + " " + value);
  }

  /**
   * Runs a dialplan application on a channel. Its argument travels as a body with a byte length; {@code eventUuid} comes back as
   * {@code Application-UUID} in {@code CHANNEL_EXECUTE_COMPLETE}.
   */
  public static Command execute(String channel, String application, String argument, String eventUuid) {
    SendMsg message = new SendMsg(token(channel)).addCallCommand("execute").addExecuteAppName(token(application))
        .addGenericLine("Event-UUID", token(eventUuid));
    List<String> lines = new ArrayList<>(message.getMsgLines());
    byte[] body = Wire.checked(argument).getBytes(UTF_8);
    if (body.length > 0) {
      lines.add("content-type: text/plain");
      lines.add("content-length: " + body.length);
    }
    return new Command(application, Form.CHANNEL, Optional.of(channel), argument, lines, body);
  }

  /** Hangs a channel up, with a cause of FreeSWITCH's list. */
  public static Command hangup(String channel, String cause) {
    return new Command("hangup", Form.CHANNEL, Optional.of(channel), cause, new SendMsg(token(channel)).addCallCommand("hangup").addHangupCause(token(cause)).getMsgLines(), new byte[0]);
  }

  /** What the command is, without its arguments: for logs and errors. */
  public String name() {
    return name;
  }

  public Form form() {
    return form;
  }

  /** The channel that it is for, where it is given to one. */
  public Optional<String> channel() {
    return channel;
  }

  /** What its function or application is given; of a password nothing. It may hold keys that are sent: never for a log line as it is. */
  public String arguments() {
    return arguments;
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public String toString() {
    return "Command[" + name + "]";
  }

  /** A word of a command: not empty and without blanks, so that it cannot become two. */
  private static String token(String word) {
    if (word.isEmpty() || word.chars().anyMatch(c -> c == ' ' || c == '\t')) {
      throw new EslException.Refused("not one word: " + Wire.printable(word));
    }
    return Wire.checked(word);
  }
}
