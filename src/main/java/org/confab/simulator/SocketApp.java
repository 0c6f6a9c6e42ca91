package org.confab.simulator;

import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * mod_event_socket's application {@code socket <host>:<port>|<host>:<port>} (socket_function): the first that can be connected to gets the channel, until
 * it goes; then the dialplan goes on, as it does if there is none. Without {@code async}, and with what a connection may do that is not {@code full}.
 */
final class SocketApp {

  private static final int DEFAULT_PORT = 8084;
  private static final String GOODBYE = "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n";

  private final Channel channel;
  private final Execution execution;
  private final NetClient client;

  private SocketApp(Channel channel, Execution execution) {
    this.channel = channel;
    this.execution = execution;
    this.client = channel.core().client();
  }

  static void start(Channel channel, Execution execution) {
    new SocketApp(channel, execution).attempt(List.of(execution.argument().split(" ", 2)[0].split("\\|")));
  }

  private void attempt(List<String> hosts) {
    if (hosts.isEmpty() || execution.ended()) {
      execution.end();
      return;
    }
    String[] parts = hosts.get(0).split(":", 2);
    channel.variables().set("socket_host", parts[0]);
    int port = parts.length == 2 && parts[1].matches("\\d{1,5}") ? Integer.parseInt(parts[1]) : DEFAULT_PORT;
    client.connect(port, parts[0]).onSuccess(this::serve).onFailure(why -> attempt(hosts.subList(1, hosts.size())));
  }

  private void serve(NetSocket socket) {
    if (execution.ended()) {
      socket.close();
      return;
    }
    CommandReader reader = new CommandReader(command -> run(socket, command));
    socket.handler(buffer -> reader.read(buffer.getBytes()));
    socket.exceptionHandler(ignored -> socket.close());
    socket.closeHandler(ignored -> execution.end());
    execution.onLeave(() -> goodbye(socket));
  }

  private void run(NetSocket socket, CommandReader.Command command) {
    if (execution.ended()) {
      return;
    }
    String line = command.line().strip();
    switch (line.split(" ", 2)[0].toLowerCase(Locale.ROOT)) {
      case "connect" -> {
        Event data = ChannelData.full(channel.core().event("CHANNEL_DATA", "", Origin.DUMP), channel);
        data.add("Content-Type", "command/reply").add("Reply-Text", "+OK\n").add("Socket-Mode", "static").add("Control", "single-channel");
        socket.write(data.plain());
      }
      case "sendmsg" -> {
        channel.applications().message(command);
        reply(socket, "+OK");
      }
      case "exit" -> {
        reply(socket, "+OK bye");
        goodbye(socket);
      }
      default -> reply(socket, "-ERR command not found");
    }
  }

  private void reply(NetSocket socket, String text) {
    socket.write("Content-Type: command/reply\nReply-Text: " + text + "\n\n");
  }

  private void goodbye(NetSocket socket) {
    socket.write("Content-Type: text/disconnect-notice\nContent-Length: " + GOODBYE.getBytes(StandardCharsets.UTF_8).length + "\n\n" + GOODBYE)
        .onComplete(ignored -> socket.close());
  }
}
