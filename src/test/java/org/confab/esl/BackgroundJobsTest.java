package org.confab.esl;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundJobsTest {

  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Loop loop = new Loop();
  private final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  private final ManualClock clock = new ManualClock();
  private final List<String> heard = new ArrayList<>();
  private final BackgroundJobs jobs = new BackgroundJobs(clock, "confab-", new CommandListener() {
    @Override
    public void jobEnded(Job job, Result result, String printed, Duration took) {
      heard.add(result + " " + took.toMillis());
    }
  });
  private final EslConnection connection = loop.await(() -> EslConnection.open(loop.vertx().createNetClient(),
      EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD).withCommandTimeout(Duration.ofSeconds(60)), clock, jobs::completed));

  @AfterEach
  void close() {
    loop.close();
  }

  private Future<String> run() {
    return jobs.run(connection, "conference", "confab-a hup all", DEADLINE);
  }

  private static void result(FakeEventSocket.Peer peer, String job, String text) {
    peer.event("Event-Name: BACKGROUND_JOB", "Job-UUID: " + job, "Content-Length: " + text.length(), "", text);
  }

  @Test
  void aJobRunsUnderAnIdOfOursAndCompletesWithWhatItPrinted() {
    server.onCommand((peer, command) -> {
      server.answer(peer, command);
      result(peer, command.headers().get("job-uuid"), "+OK hup\n");
    });
    assertThat(loop.await(this::run)).isEqualTo("+OK hup");
    assertThat(server.awaitReceived(it -> it.line().startsWith("bgapi")).command().headers().get("job-uuid")).startsWith("confab-");
    assertThat(clock.pending()).isZero();
  }

  @Test
  void aResultThatComesBeforeTheReplyIsTheResult() {
    server.onCommand((peer, command) -> {
      if (command.line().startsWith("bgapi")) {
        result(peer, command.headers().get("job-uuid"), "fast");
      }
      server.answer(peer, command);
    });
    assertThat(loop.await(this::run)).isEqualTo("fast");
    loop.await(() -> connection.expectOk(Command.api("status", "")));
    assertThat(connection.closed().isComplete()).isFalse();
    assertThat(clock.pending()).isZero();
  }

  @Test
  void resultsMayComeInAnyOrderAndThoseOfOthersAreIgnored() {
    List<String> ids = new ArrayList<>();
    server.onCommand((peer, command) -> {
      server.answer(peer, command);
      ids.add(command.headers().get("job-uuid"));
      if (ids.size() == 2) {
        result(peer, "somebody-elses", "no");
        result(peer, ids.get(1), "second");
        result(peer, ids.get(0), "first");
        result(peer, ids.get(0), "again");
      }
    });
    List<Future<String>> both = loop.run(() -> List.of(run(), run()));
    assertThat(Loop.result(both.get(0))).isEqualTo("first");
    assertThat(Loop.result(both.get(1))).isEqualTo("second");
  }

  @Test
  void howEachJobEndedIsHeardAndHowLongItTook() {
    List<Future<String>> all = loop.run(() -> List.of(run(), run(), run()));
    loop.await(() -> connection.expectOk(Command.api("status", "")));
    List<String> ids = server.received().stream().filter(it -> it.line().startsWith("bgapi")).map(it -> it.command().headers().get("job-uuid")).toList();
    loop.advance(clock, Duration.ofMillis(40));
    result(server.awaitPeer(1), ids.get(1), "-ERR Conference not found");
    result(server.awaitPeer(1), ids.get(0), "+OK");
    Loop.result(all.get(0));
    loop.advance(clock, DEADLINE.minusMillis(40));
    assertThat(Loop.failure(all.get(2))).isInstanceOf(EslException.TimedOut.class);
    Future<String> last = loop.run(this::run);
    loop.run(() -> jobs.failAll(new EslException.Closed("gone")));
    assertThat(Loop.failure(last)).isInstanceOf(EslException.Closed.class);
    assertThat(heard).containsExactly("REFUSED 40", "OK 40", "LATE 20000", "LOST 0");
  }

  @Test
  void aJobThatDoesNotEndFailsAloneAndItsLateResultIsDropped() {
    Future<String> hanging = loop.run(this::run);
    String id = server.awaitReceived(it -> it.line().startsWith("bgapi")).command().headers().get("job-uuid");
    loop.await(() -> connection.expectOk(Command.api("status", "")));
    loop.advance(clock, DEADLINE);
    assertThat(Loop.failure(hanging)).isInstanceOf(EslException.TimedOut.class).hasMessageContaining("'conference confab-a hup'");
    result(server.awaitPeer(1), id, "late");
    loop.await(() -> connection.expectOk(Command.api("status", "")));
    assertThat(connection.closed().isComplete()).isFalse();
  }

  @Test
  void aJobThatFreeSwitchRefusesFails() {
    server.onCommand((peer, command) -> peer.reply("-ERR command not found"));
    assertThat(loop.awaitFailure(this::run)).isInstanceOf(EslException.Failed.class);
    assertThat(clock.pending()).isZero();
  }

  @Test
  void aLostConnectionFailsTheJobWhoseReplyIsPending() {
    server.onCommand((peer, command) -> peer.close());
    assertThat(loop.awaitFailure(this::run)).isInstanceOf(EslException.Closed.class);
  }

  @Test
  void allJobsCanBeFailedAtOnce() {
    List<Future<String>> both = loop.run(() -> List.of(run(), run()));
    loop.await(() -> connection.expectOk(Command.api("status", "")));
    loop.run(() -> jobs.failAll(new EslException.Closed("gone")));
    both.forEach(job -> assertThat(Loop.failure(job)).hasMessage("gone"));
    assertThat(clock.pending()).isZero();
  }
}
