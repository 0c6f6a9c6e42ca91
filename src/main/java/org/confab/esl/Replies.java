package org.confab.esl;

import link.thingscloud.freeswitch.esl.transport.CommandResponse;
import link.thingscloud.freeswitch.esl.transport.message.EslHeaders;
import link.thingscloud.freeswitch.esl.transport.message.EslMessage;

/** A reply's frame as esl-client's {@code EslMessage} and {@code CommandResponse}, and the questions that we ask of one. */
public final class Replies {

  private Replies() {}

  static CommandResponse of(Command command, Frame frame) {
    EslMessage message = new EslMessage();
    for (EslHeaders.Name name : EslHeaders.Name.values()) {
      frame.header(name.literal()).ifPresent(value -> message.getHeaders().put(name, value));
    }
    if (frame.body().length > 0) {
      message.getBodyLines().addAll(frame.bodyText().lines().toList());
    }
    // an api/response has a body instead, and CommandResponse cannot do without the header
    message.getHeaders().putIfAbsent(EslHeaders.Name.REPLY_TEXT, message.getBodyLines().isEmpty() ? "" : message.getBodyLines().get(0));
    return new CommandResponse(command.name(), message);
  }

  /** What FreeSWITCH answered: the body of an {@code api/response}, otherwise the {@code Reply-Text}; without blanks at its ends. */
  public static String text(CommandResponse reply) {
    EslMessage message = reply.getResponse();
    if (!message.getBodyLines().isEmpty()) {
      return String.join("\n", message.getBodyLines()).strip();
    }
    return reply.getReplyText().strip();
  }

  /** Whether that text is a success: {@code +OK…}, or {@code OK…} as versions before 1.8 say. */
  public static boolean isOk(String text) {
    return text.startsWith("+OK") || text.startsWith("OK");
  }

  /** Whether that text is an error of an {@code api} function. */
  public static boolean isError(String text) {
    return text.startsWith("-ERR") || text.startsWith("-USAGE");
  }
}
