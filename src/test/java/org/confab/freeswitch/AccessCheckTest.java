package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.confab.esl.BackgroundJobs;
import org.confab.esl.EslException;
import org.confab.testing.LogLines;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessCheckTest {

  private static final SwitchEvent CONNECTED = new SwitchEvent.Connected(new SwitchVersion(1, 11, 1), "core");
  private static final SwitchEvent DISCONNECTED = new SwitchEvent.Disconnected("gone");

  private final ManualClock clock = new ManualClock();
  private final LogLines log = LogLines.open();
  private final BoxCommands commands = new BoxCommands(new BackgroundJobs(clock, "confab-"), new Applications("confab-", ended -> { }), clock, event -> { });
  private final Deque<Future<Optional<String>>> answers = new ArrayDeque<>();
  private final List<BoxCommands> asked = new ArrayList<>();
  private final AccessCheck check = new AccessCheck("recordings.directory", commands, clock, box -> {
    asked.add(box);
    return answers.remove();
  });

  @AfterEach
  void close() {
    log.close();
  }

  private void answers(String... problems) {
    for (String problem : problems) {
      answers.add(Future.succeededFuture(Optional.of(problem).filter(text -> !text.isEmpty())));
    }
  }

  @Test
  void itIsAskedAfterEachConnectAndNotBefore() {
    assertThat(check.problem()).isEmpty();
    assertThat(check.standing()).contains("not been asked");
    answers("", "");
    check.onEvent(CONNECTED);
    check.onEvent(DISCONNECTED);
    check.onEvent(CONNECTED);
    assertThat(asked).containsExactly(commands, commands);
    assertThat(check.standing()).isEqualTo("FreeSWITCH can use it");
    assertThat(clock.pending()).isZero();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void whileSomethingIsWrongItIsAskedEachMinuteAndToldOnce() {
    answers("no right", "no right", "", "");
    check.onEvent(CONNECTED);
    assertThat(check.problem()).contains("no right");
    clock.advance(Duration.ofMinutes(1));
    assertThat(asked).hasSize(2);
    clock.advance(Duration.ofMinutes(10));
    assertThat(asked).hasSize(3);
    assertThat(check.problem()).isEmpty();
    assertThat(log.lines()).containsExactly("ERROR recordings.directory: no right.", "INFO recordings.directory: FreeSWITCH can use it now.");
  }

  @Test
  void whatCouldNotBeAskedIsToldAndChangesNothing() {
    answers("no right");
    answers.add(Future.failedFuture(new EslException.Failed("originate", "-ERR CHAN_NOT_IMPLEMENTED")));
    check.onEvent(CONNECTED);
    clock.advance(Duration.ofMinutes(1));
    assertThat(check.problem()).contains("no right");
    assertThat(log.lines()).last().asString().startsWith("WARN recordings.directory: ").contains("CHAN_NOT_IMPLEMENTED");
    answers("");
    clock.advance(Duration.ofMinutes(1));
    assertThat(check.problem()).isEmpty();
  }

  @Test
  void answerOfAnEarlierConnectionIsNone() {
    Promise<Optional<String>> late = Promise.promise();
    answers.add(late.future());
    answers("");
    check.onEvent(CONNECTED);
    check.onEvent(DISCONNECTED);
    check.onEvent(CONNECTED);
    late.complete(Optional.of("no right"));
    assertThat(check.problem()).isEmpty();
    assertThat(clock.pending()).isZero();
  }

  @Test
  void nothingIsAskedWhileThereIsNoConnection() {
    answers("no right");
    check.onEvent(CONNECTED);
    check.onEvent(DISCONNECTED);
    clock.advance(Duration.ofHours(1));
    assertThat(asked).hasSize(1);
    assertThat(check.problem()).contains("no right");
  }
}
