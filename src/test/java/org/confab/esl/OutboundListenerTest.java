package org.confab.esl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterProperty;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundListenerTest {

  private static final String CHANNEL = "Event-Name: CHANNEL_DATA\nUnique-ID: c-1\nvariable_confab_answer_url: http%3A//a/\nContent-Type: command/reply\n"
      + "Reply-Text: %2BOK%0A\nSocket-Mode: static\nControl: single-channel\n\n";
  private static final String OK = "Content-Type: command/reply\nReply-Text: +OK\n\n";

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  @AfterProperty
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    loop.close();
  }

  private OutboundListener listener(boolean allowed, int most) {
    OutboundListener listener = new OutboundListener(loop.vertx(), new OutboundListener.Options("127.0.0.1", 0, most, Duration.ofSeconds(5),
        (InetAddress address) -> allowed && address.isLoopbackAddress()), clock, channel -> {
          seen.add(channel.text("Unique-ID") + " " + channel.variable("confab_answer_url").orElse("none"));
          return channel.variable("confab_answer_url").map(url -> new OutboundListener.Mark("confab_holder", "me:1"));
        });
    loop.await(listener::open);
    return listener;
  }

  private Socket connect(OutboundListener listener) throws IOException {
    Socket socket = new Socket("127.0.0.1", loop.run(listener::port));
    socket.setSoTimeout(60_000);
    sockets.add(socket);
    return socket;
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** Up to and with the empty line, and the body that follows it. */
  private static String command(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (head.length() < 2 || !head.substring(head.length() - 2).equals("\n\n")) {
      int c = in.read();
      if (c < 0) {
        throw new AssertionError("closed after '" + head + "'");
      }
      head.append((char) c);
    }
    int at = head.indexOf("content-length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\n", at)));
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private static void awaitClosed(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static long cutOff(LogLines log) {
    return log.lines().stream().filter(line -> line.contains("outbound.port")).count();
  }

  @Test
  void aChannelGetsTheMarkAndIsLetGo() throws IOException {
    Socket freeSwitch = connect(listener(true, 10));
    assertThat(command(freeSwitch)).isEqualTo("connect\n\n");
    say(freeSwitch, CHANNEL);
    assertThat(command(freeSwitch)).isEqualTo("sendmsg\ncall-command: execute\nexecute-app-name: set\ncontent-type: text/plain\ncontent-length: 18\n\n"
        + "confab_holder=me:1");
    say(freeSwitch, OK);
    assertThat(command(freeSwitch)).isEqualTo("exit\n\n");
    say(freeSwitch, "Content-Type: command/reply\nReply-Text: +OK bye\n\nContent-Type: text/disconnect-notice\nContent-Length: 4\n\nbye\n");
    awaitClosed(freeSwitch);
    assertThat(seen).containsExactly("c-1 http://a/");
    assertThat(loop.run(clock::pending)).as("deadlines that are left").isZero();
  }

  @Test
  void aChannelThatIsNotForUsIsLetGoAsItIs() throws IOException {
    Socket freeSwitch = connect(listener(true, 10));
    command(freeSwitch);
    say(freeSwitch, CHANNEL.replace("variable_confab_answer_url", "variable_other"));
    assertThat(command(freeSwitch)).isEqualTo("exit\n\n");
  }

  @Test
  void whoIsNotAllowedIsCutOffWithoutAWord() throws IOException {
    try (LogLines log = LogLines.open()) {
      Socket stranger = connect(listener(false, 10));
      assertThat(stranger.getInputStream().read()).isEqualTo(-1);
      log.await("about him", line -> line.startsWith("WARN") && line.contains("127.0.0.1") && line.contains("outbound.allow"));
      assertThat(cutOff(log)).isEqualTo(1);
    }
  }

  @Test
  void whoIsOneTooManyIsCutOffAndTheOthersGoOn() throws IOException {
    try (LogLines log = LogLines.open()) {
      OutboundListener listener = listener(true, 2);
      Socket first = connect(listener);
      Socket second = connect(listener);
      command(first);
      command(second);
      assertThat(connect(listener).getInputStream().read()).isEqualTo(-1);
      log.await("about him", line -> line.contains("one more than 2"));
      say(first, CHANNEL);
      assertThat(command(first)).startsWith("sendmsg");
      first.close();
      log.await("about the first", line -> line.contains("it closed the connection"));
      command(connect(listener)); // there is a place again
      assertThat(cutOff(log)).isEqualTo(2);
    }
  }

  @Test
  void whoSaysNothingOrNotEnoughIsCutOffAfterFiveSeconds() throws IOException {
    try (LogLines log = LogLines.open()) {
      OutboundListener listener = listener(true, 10);
      Socket silent = connect(listener);
      Socket slow = connect(listener);
      command(silent);
      command(slow);
      say(slow, CHANNEL);
      command(slow); // and no reply to it
      loop.advance(clock, Duration.ofMillis(4999));
      assertThat(cutOff(log)).isZero();
      loop.advance(clock, Duration.ofMillis(1));
      awaitClosed(silent);
      awaitClosed(slow);
      log.awaitCount("about both", line -> line.contains("it took longer than 5000 ms"), 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\nHost: x\n\n", "Content-Length: -1\n\n", "Content-Length: 99999999\n\n", "\u0016\u0003\u0001\n\n",
      "Content-Type: text/event-plain\nContent-Length: 2\n\n\n\n", "Content-Type: command/reply\nReply-Text: +OK\n\n"})
  void whateverIsNoFreeSwitchIsCutOffWithOneLine(String garbage) throws IOException {
    try (LogLines log = LogLines.open()) {
      Socket stranger = connect(listener(true, 10));
      command(stranger);
      say(stranger, garbage);
      awaitClosed(stranger);
      log.await("about it", line -> line.startsWith("WARN") && line.contains("is cut off"));
      assertThat(cutOff(log)).isEqualTo(1);
      assertThat(seen).isEmpty();
      assertThat(loop.run(clock::pending)).isZero();
    }
  }

  @Test
  void aHeadWithoutEndIsCutOff() throws IOException {
    try (LogLines log = LogLines.open()) {
      Socket stranger = connect(listener(true, 10));
      command(stranger);
      byte[] line = ("variable_x: " + "y".repeat(1000) + "\n").getBytes(StandardCharsets.UTF_8);
      try {
        for (int i = 0; i < 100_000; i++) {
          stranger.getOutputStream().write(line);
        }
        throw new AssertionError("took 100 MB");
      } catch (SocketException closed) {
        log.await("about it", text -> text.contains("a header block of more than 262144 bytes"));
      }
    }
  }

  @Property(tries = 100)
  void noBytesKeepAConnectionOpenOrReachAChannelTwice(@ForAll byte[] bytes) throws IOException {
    try (LogLines log = LogLines.open()) {
      Socket stranger = connect(listener(true, 10));
      command(stranger);
      stranger.getOutputStream().write(bytes);
      stranger.shutdownOutput();
      awaitClosed(stranger);
      log.await("about it", line -> line.contains("is cut off"));
      assertThat(seen).isEmpty();
    }
  }

  @Test
  void closedItLetsNobodyInAndOpensAgain() throws IOException {
    OutboundListener listener = listener(true, 10);
    Socket before = connect(listener);
    command(before);
    loop.await(listener::close);
    awaitClosed(before);
    assertThat(loop.run(listener::port)).isZero();
    loop.await(listener::open);
    command(connect(listener));
    assertThat(loop.run(() -> Optional.of(listener.port())).orElseThrow()).isPositive();
  }
}
