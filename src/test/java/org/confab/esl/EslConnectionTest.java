package org.confab.esl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import link.thingscloud.freeswitch.esl.transport.CommandResponse;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.LogLines;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EslConnectionTest {

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final NetClient client = loop.vertx().createNetClient();
  private final ManualClock clock = new ManualClock();
  /** Touched on the context only. */
  private final List<Event> events = new ArrayList<>();
  private EslOptions options = new EslOptions("127.0.0.1", server.port(), FakeEventSocket.PASSWORD, Duration.ofSeconds(5), Duration.ofSeconds(10), 100);

  @AfterEach
  void close() {
    loop.close();
  }

  private Future<EslConnection> open() {
    return EslConnection.open(client, options, clock, events::add);
  }

  private Future<EslConnection> openAt(int port) {
    return EslConnection.open(client, EslOptions.of("127.0.0.1", port, FakeEventSocket.PASSWORD), clock, events::add);
  }

  private EslConnection connected() {
    return loop.await(this::open);
  }

  private static Command status(int number) {
    return Command.api("status", Integer.toString(number));
  }

  @Test
  void anAuthenticatedConnectionSendsThePasswordAndNothingElse() {
    connected();
    assertThat(server.received()).extracting(FakeEventSocket.Received::line).containsExactly("auth ClueCon");
    assertThat(clock.pending()).as("deadlines that are left").isZero();
  }

  @Test
  void repliesBelongToTheCommandsInTheirOrder() {
    EslConnection connection = connected();
    server.onApi(call -> "answer to " + call);
    List<Future<CommandResponse>> replies = loop.run(() -> IntStream.range(0, 50).mapToObj(i -> connection.send(status(i))).toList());
    for (int i = 0; i < 50; i++) {
      assertThat(Replies.text(Loop.result(replies.get(i)))).isEqualTo("answer to status " + i);
    }
    assertThat(clock.pending()).isZero();
  }

  @Test
  void commandsArePipelined() {
    EslConnection connection = connected();
    List<FakeEventSocket.Peer> silent = new ArrayList<>();
    server.onCommand((peer, command) -> {
      silent.add(peer);
      if (silent.size() == 10) {
        for (int i = 0; i < 10; i++) {
          peer.reply("+OK " + i);
        }
      }
    });
    List<Future<CommandResponse>> replies = loop.run(() -> IntStream.range(0, 10).mapToObj(i -> connection.send(status(i))).toList());
    assertThat(replies.stream().map(reply -> Loop.result(reply).getReplyText())).containsExactlyElementsOf(
        IntStream.range(0, 10).mapToObj(i -> "+OK " + i).toList());
  }

  @Test
  void anErrorIsAReplyAndAFailureOnlyWhereASuccessIsExpected() {
    EslConnection connection = connected();
    server.onApi(call -> "-ERR No such channel!\n");
    assertThat(Replies.text(loop.await(() -> connection.send(status(1))))).isEqualTo("-ERR No such channel!");
    assertThat(loop.awaitFailure(() -> connection.expectOk(status(1)))).isInstanceOfSatisfying(EslException.Failed.class,
        failed -> assertThat(failed.reply()).isEqualTo("-ERR No such channel!"));
  }

  @Test
  void aReplyThatIsNotInTimeClosesTheConnectionAndFailsEveryCommand() {
    EslConnection connection = connected();
    server.onCommand((peer, command) -> { });
    List<Future<CommandResponse>> replies = loop.run(() -> IntStream.range(0, 5).mapToObj(i -> connection.send(status(i))).toList());
    loop.advance(clock, Duration.ofMillis(9_999));
    assertThat(replies).noneMatch(Future::isComplete);
    loop.advance(clock, Duration.ofMillis(1));
    assertThat(replies).allSatisfy(reply -> assertThat(Loop.failure(reply)).isInstanceOf(EslException.TimedOut.class)
        .hasMessage("FreeSWITCH did not answer 'status' within 10000 ms"));
    assertThat(Loop.failure(connection.closed())).isInstanceOf(EslException.TimedOut.class);
    server.awaitOpen(0);
    assertThat(clock.pending()).isZero();
    assertThat(loop.awaitFailure(() -> connection.send(status(9)))).isInstanceOf(EslException.Closed.class);
  }

  @Test
  void howEachCommandWasTakenIsHeardAndHowLongItTook() {
    List<String> heard = new ArrayList<>();
    EslConnection connection = loop.await(() -> EslConnection.open(client, options, clock, events::add, new CommandListener() {
      @Override
      public void replied(Command command, Result result, Optional<CommandResponse> reply, Duration took) {
        heard.add(result + " " + took.toMillis());
      }
    }));
    server.onCommand((peer, command) -> { });
    List<Future<CommandResponse>> replies = loop.run(() -> IntStream.range(0, 4).mapToObj(i -> connection.send(status(i))).toList());
    server.awaitReceived(it -> it.line().equals("api status 3"));
    loop.advance(clock, Duration.ofMillis(30));
    server.awaitPeer(1).apiResponse("fine\n");
    Loop.result(replies.get(0));
    loop.advance(clock, Duration.ofMillis(5));
    server.awaitPeer(1).apiResponse("-ERR No such channel!\n");
    Loop.result(replies.get(1));
    loop.advance(clock, Duration.ofMillis(9_965));
    assertThat(Loop.failure(replies.get(3))).isInstanceOf(EslException.TimedOut.class);
    // the oldest is the one that was waited for too long, the other went with the connection
    assertThat(loop.run(() -> List.copyOf(heard))).containsExactly("OK 0", "OK 30", "REFUSED 35", "LATE 10000", "LOST 10000");
  }

  @Test
  void anEventWasReadWhenItsBytesCame() {
    List<Event> told = new ArrayList<>();
    EslConnection connection = loop.await(() -> EslConnection.open(client, options, clock, event -> {
      // whoever comes behind in the same bytes waits for this, and was read before it all the same
      clock.advance(Duration.ofMillis(7));
      told.add(event);
    }));
    Instant sent = clock.now();
    String event = "Content-Length: 19\nContent-Type: text/event-plain\n\nEvent-Name: DTMF\n\n\n";
    server.awaitPeer(1).send(event + event);
    loop.await(() -> connection.expectOk(status(1)));
    assertThat(loop.run(() -> told.stream().map(Event::readAt).toList())).containsExactly(sent, sent);
  }

  @Test
  void aWrongPasswordIsRejectedAndNotRepeatedInTheError() {
    options = new EslOptions("127.0.0.1", server.port(), "geheim", Duration.ofSeconds(5), Duration.ofSeconds(10), 100);
    assertThat(loop.awaitFailure(this::open)).isInstanceOf(EslException.Rejected.class).hasMessageContaining("freeswitch.password")
        .hasMessageNotContaining("geheim");
    server.awaitOpen(0);
    assertThat(options.toString()).doesNotContain("geheim");
  }

  @Test
  void aWrongPasswordIsRejectedAlsoWhenTheNoticeComesWithTheReply() {
    server.onCommand((peer, command) -> {
      peer.send("Content-Type: command/reply\nReply-Text: -ERR invalid\n\nContent-Type: text/disconnect-notice\nContent-Length: 3\n\nbye");
      peer.close();
    });
    assertThat(loop.awaitFailure(this::open)).isInstanceOf(EslException.Rejected.class);
  }

  @Test
  void anAccessListThatKeepsUsOutIsSaid() {
    server.onConnect(peer -> {
      peer.send("Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n");
      peer.close();
    });
    assertThat(loop.awaitFailure(this::open)).isInstanceOf(EslException.Denied.class).hasMessageContaining("apply-inbound-acl");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void aServerThatAcceptsAndSaysNothingIsGivenUp() {
    server.onConnect(peer -> { });
    Future<EslConnection> opening = loop.run(this::open);
    server.awaitPeer(1);
    loop.run(() -> { });
    awaitDeadline();
    loop.advance(clock, Duration.ofSeconds(5));
    assertThat(Loop.failure(opening)).isInstanceOf(EslException.Closed.class).hasMessageContaining("did not finish the authentication within 5000 ms");
    server.awaitOpen(0);
  }

  /** The connection exists on the server's side a moment before it does on ours. */
  private void awaitDeadline() {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (clock.pending() == 0) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.onSpinWait();
    }
  }

  @Test
  void aServerThatNeverAnswersTheAuthenticationIsGivenUp() {
    server.onCommand((peer, command) -> { });
    Future<EslConnection> opening = loop.run(this::open);
    server.awaitReceived(received -> received.line().startsWith("auth"));
    loop.advance(clock, Duration.ofSeconds(5));
    assertThat(Loop.failure(opening)).hasMessageContaining("did not finish the authentication");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void aServerThatClosesInTheMiddleOfTheAuthenticationIsAnError() {
    server.onCommand((peer, command) -> peer.close());
    assertThat(loop.awaitFailure(this::open)).isInstanceOf(EslException.Closed.class).hasMessageContaining("closed");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void aServerThatClosesInTheMiddleOfTheGreetingIsAnError() {
    server.onConnect(peer -> {
      peer.send("Content-Type: auth/re");
      peer.close();
    });
    assertThat(loop.awaitFailure(this::open)).isInstanceOf(EslException.class).hasMessageContaining("Event Socket");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void nobodyListeningIsAnErrorThatNamesTheAddress() throws IOException {
    // bound, so that nobody else gets the port, and not listening
    try (SocketChannel taken = SocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
      int port = taken.socket().getLocalPort();
      assertThat(loop.awaitFailure(() -> openAt(port))).isInstanceOf(EslException.Closed.class).hasMessageContaining("127.0.0.1:" + port + " cannot be reached");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nContent-Length: x\n\n", "Content-Length: -1\n\n", "Content-Length: 99999999999\n\n"})
  void aServerThatIsNoEventSocketIsAnError(String bytes) {
    server.onConnect(peer -> peer.send(bytes));
    assertThat(loop.awaitFailure(this::open)).isInstanceOf(FrameException.class);
    server.awaitOpen(0);
  }

  @Test
  void aReplyToNoCommandClosesTheConnection() {
    EslConnection connection = connected();
    server.awaitPeer(1).reply("+OK");
    assertThat(Loop.failure(connection.closed())).isInstanceOf(FrameException.class).hasMessageContaining("a reply to no command");
    server.awaitOpen(0);
  }

  @Test
  void bytesThatAreNoFrameFailWhatIsPending() {
    EslConnection connection = connected();
    server.onCommand((peer, command) -> peer.send("Content-Length: x\n\n"));
    assertThat(loop.awaitFailure(() -> connection.send(status(1)))).isInstanceOf(FrameException.class);
    assertThat(Loop.failure(connection.closed())).isInstanceOf(FrameException.class);
  }

  @Test
  void aNoticeOfDisconnectionFailsWhatIsPending() {
    EslConnection connection = connected();
    server.onCommand((peer, command) -> peer.send("Content-Type: text/disconnect-notice\nContent-Length: 0\n\n"));
    assertThat(loop.awaitFailure(() -> connection.send(status(1)))).hasMessage("FreeSWITCH ended the Event Socket connection");
  }

  @Test
  void moreCommandsThanMayWaitFailAtOnceAndHarmNothing() {
    EslConnection connection = connected();
    List<FakeEventSocket.Peer> waiting = new ArrayList<>();
    server.onCommand((peer, command) -> {
      waiting.add(peer);
      if (waiting.size() == 100) {
        waiting.forEach(each -> each.reply("+OK"));
        server.onCommand(server::answer);
      }
    });
    List<Future<CommandResponse>> replies = loop.run(() -> {
      List<Future<CommandResponse>> all = new ArrayList<>();
      for (int i = 0; i < 99; i++) {
        all.add(connection.send(status(i)));
      }
      all.add(connection.send(status(99)));
      Future<CommandResponse> tooMany = connection.send(status(100));
      assertThat(tooMany.cause()).isInstanceOf(EslException.Overloaded.class);
      return all;
    });
    replies.forEach(Loop::result);
    assertThat(Replies.text(loop.await(() -> connection.send(status(101))))).isEqualTo("+OK");
  }

  @Test
  void closingFailsWhatIsPendingAndIsNoFailureItself() {
    EslConnection connection = connected();
    server.onCommand((peer, command) -> { });
    Future<CommandResponse> reply = loop.run(() -> connection.send(status(1)));
    loop.await(connection::close);
    assertThat(Loop.failure(reply)).isInstanceOf(EslException.Closed.class);
    Loop.result(connection.closed());
    server.awaitOpen(0);
    assertThat(clock.pending()).isZero();
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    Promise<EslConnection> opened = Promise.promise();
    List<Integer> told = new ArrayList<>();
    server.onCommand((peer, command) -> {
      peer.send("Content-Type: command/reply\nReply-Text: +OK\n\n" + event("A") + event("B"));
    });
    EslConnection connection = loop.await(() -> EslConnection.open(client, options, clock, event -> {
      told.add(told.size());
      opened.future().result().close();
    }).onSuccess(opened::complete));
    Loop.result(connection.closed());
    server.awaitOpen(0);
    assertThat(loop.run(() -> List.copyOf(told))).hasSize(1);
  }

  private static String event(String name) {
    String body = "Event-Name: " + name + "\n\n";
    return "Content-Length: " + body.length() + "\nContent-Type: text/event-plain\n\n" + body;
  }

  @Test
  void eventsAndRepliesAreToldInTheOrderOfTheWireOnTheContextThatOpened() {
    List<String> told = new ArrayList<>();
    List<Context> contexts = new ArrayList<>();
    server.onApi(call -> "reply");
    server.onCommand((peer, command) -> {
      if (command.line().startsWith("auth")) {
        server.answer(peer, command);
      } else {
        peer.event("Event-Name: BEFORE");
        server.answer(peer, command);
        peer.event("Event-Name: AFTER");
      }
    });
    Promise<Void> last = Promise.promise();
    EslConnection connection = loop.await(() -> EslConnection.open(client, options, clock, event -> {
      told.add(event.name());
      contexts.add(Vertx.currentContext());
      if (told.size() == 3) {
        last.complete();
      }
    }).onSuccess(opened -> contexts.add(Vertx.currentContext())));
    loop.run(() -> connection.send(status(1)).onSuccess(reply -> {
      told.add("reply");
      contexts.add(Vertx.currentContext());
    }));
    Loop.result(last.future());
    assertThat(told).containsExactly("BEFORE", "reply", "AFTER");
    assertThat(contexts).hasSize(4).allSatisfy(context -> assertThat(context).isSameAs(loop.context()));
  }

  @Test
  void logLinesAndUnknownFramesChangeNothing() {
    EslConnection connection = connected();
    try (LogLines log = LogLines.open()) {
      server.awaitPeer(1).send("Content-Type: log/data\nContent-Length: 4\n\nlog\n" + "Content-Type: text/x\u001b[31m\n\n" + "X: y\n\n");
      assertThat(Replies.text(loop.await(() -> connection.send(status(1))))).isEqualTo("+OK");
      log.await("of an unknown type", line -> line.startsWith("WARN") && line.contains("'text/x?[31m' ignored"));
    }
  }
}
