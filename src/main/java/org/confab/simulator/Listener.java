package org.confab.simulator;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** One Event Socket connection. Replies go out at once, events at the end of the turn, as FreeSWITCH's listener thread does it. */
final class Listener {

  private static final String GOODBYE = "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n";

  private final Core core;
  private final NetSocket socket;
  private final Consumer<ReceivedCommand> observer;
  private final Subscription subscription = new Subscription();
  private Buffer events = Buffer.buffer();
  private boolean flushing;
  private boolean authenticated;
  private boolean logging;
  private boolean open = true;

  Listener(Core core, NetSocket socket, Consumer<ReceivedCommand> observer) {
    this.core = core;
    this.socket = socket;
    this.observer = observer;
    CommandReader reader = new CommandReader(this::run);
    socket.handler(buffer -> reader.read(buffer.getBytes()));
    socket.closeHandler(ignored -> closed());
    socket.exceptionHandler(ignored -> socket.close());
    socket.write("Content-Type: auth/request\n\n");
  }

  /** The connection just closes. */
  void drop() {
    closed();
    socket.close();
  }

  private void closed() {
    open = false;
    core.forget(this);
  }

  boolean asks(String name, String subclass) {
    return open && subscription.asks(name, subclass);
  }

  void deliver(Event event) {
    if (!open || !subscription.wants(event)) {
      return;
    }
    events.appendBuffer(event.frame(subscription.format()));
    if (!flushing) {
      flushing = true;
      core.later(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    if (open && events.length() > 0) {
      Buffer out = events;
      events = Buffer.buffer();
      socket.write(out);
    }
  }

  private void run(CommandReader.Command command) {
    if (!open) {
      return;
    }
    String line = command.line().strip();
    String word = line.split(" ", 2)[0].toLowerCase(Locale.ROOT);
    String arguments = line.length() > word.length() ? line.substring(word.length() + 1) : "";
    if (word.startsWith("exit") || word.startsWith("...")) {
      reply("+OK bye");
      goodbye();
    } else if (!authenticated) {
      authenticate(word, arguments);
    } else {
      dispatch(word, arguments, command);
    }
  }

  private void authenticate(String word, String arguments) {
    if (!word.equals("auth")) {
      reply("-ERR command not found");
    } else if (arguments.equals(core.options().password())) {
      authenticated = true;
      reply("+OK accepted");
    } else {
      reply("-ERR invalid");
      goodbye();
    }
  }

  private void dispatch(String word, String arguments, CommandReader.Command command) {
    observer.accept(new ReceivedCommand(command.line().strip(), command.header("execute-app-name").orElse(""), command.body()));
    switch (word) {
      case "api", "bgapi" -> {
        if (arguments.isBlank()) {
          reply("-ERR command not found");
        } else if (word.equals("api")) {
          api(arguments);
        } else {
          bgapi(arguments, command.header("Job-UUID"));
        }
      }
      case "sendmsg" -> reply(core.sendMessage(arguments.strip(), command));
      case "event" -> reply(subscription.event(words(arguments)));
      case "nixevent" -> reply(subscription.nix(words(arguments)));
      case "noevents" -> {
        events = Buffer.buffer();
        reply(subscription.none());
      }
      case "filter" -> reply(arguments.isBlank() ? "-ERR command not found" : subscription.filter(arguments));
      case "log" -> {
        logging = true;
        reply("+OK log level " + (arguments.isBlank() ? "DEBUG" : arguments.strip()) + " [7]");
      }
      case "nolog" -> {
        reply(logging ? "+OK no longer logging" : "-ERR not loging");
        logging = false;
      }
      case "linger", "nolinger" -> reply("-ERR not controlling a session");
      case "divert_events" -> reply("-ERR not controlling a session.");
      default -> reply("-ERR command not found");
    }
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
  }

  private void api(String arguments) {
    String text = core.api(arguments);
    byte[] bytes = (text.isEmpty() ? "-ERR no reply\n" : text).getBytes(StandardCharsets.UTF_8);
    socket.write(Buffer.buffer("Content-Type: api/response\nContent-Length: " + bytes.length + "\n\n").appendBytes(bytes));
  }

  private void bgapi(String arguments, Optional<String> own) {
    String job = own.orElseGet(() -> UUID.randomUUID().toString());
    socket.write("Content-Type: command/reply\nReply-Text: +OK Job-UUID: " + job + "\nJob-UUID: " + job + "\n\n");
    core.later(() -> core.job(job, arguments));
  }

  private void reply(String text) {
    socket.write("Content-Type: command/reply\nReply-Text: " + text + "\n\n");
  }

  private void goodbye() {
    open = false;
    core.forget(this);
    socket.write("Content-Type: text/disconnect-notice\nContent-Length: " + GOODBYE.length() + "\n\n" + GOODBYE)
        .onComplete(ignored -> socket.close());
  }
}
