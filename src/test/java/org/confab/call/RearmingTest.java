package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.confab.sound.Sound;
import org.confab.testing.FakeEventSocket.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call whose sounds are slow stays with us: its way out, 30 s after the last thing that ran on it, does not take it. */
class RearmingTest {

  private static final Optional<Sound> SOUND = Optional.of(new Sound(Path.of("/sounds/late.wav"), Duration.ofSeconds(1)));

  private final Promise<Optional<Sound>> late = Promise.promise();
  private TestedBox box;

  @BeforeEach
  void open() {
    box = new TestedBox();
    box.rendering = script -> late.future();
  }

  @AfterEach
  void close() {
    box.close();
  }

  private void answers(String elements) {
    box.application = request -> TestedBox.replies(request, "<Response>" + elements + "</Response>");
    box.parks("a", "5");
    box.settle();
  }

  private static String body(Received chain) {
    return chain.command().body();
  }

  private void ends(Received chain, String task) {
    box.chainEnds(chain, true, Map.of("variable_last_sched_id", task));
  }

  private void comes(Optional<Sound> sound) {
    box.loop.run(() -> late.complete(sound));
    box.settle();
  }

  @Test
  void aSlowSoundHasTheWayOutArmedAnewAgainAndAgain() {
    answers("<Play>http://app/slow.mp3</Play>");
    box.advance(Duration.ofSeconds(5));
    Received armed = box.awaitChain("a", 1);
    assertThat(body(armed)).startsWith("'m:~:verbose_events:~sched_transfer:+30 " + TestedBox.WAY_OUT);
    assertThat(box.lines()).contains("api sched_del 5");
    ends(armed, "6");
    box.advance(Duration.ofSeconds(5));
    ends(box.awaitChain("a", 2), "7");
    assertThat(box.lines()).contains("api sched_del 6");
    comes(SOUND);
    assertThat(body(box.awaitChain("a", 3))).contains("answer:~playback:/sounds/late.wav~");
    box.advance(Duration.ofMinutes(1));
    assertThat(box.chains("a")).hasSize(3);
  }

  @Test
  void aSoundThatComesMeanwhileIsPlayedWhenNothingElseRuns() {
    answers("<GetDigits action=\"/pin\"><Play>http://app/slow.mp3</Play></GetDigits>");
    box.advance(Duration.ofSeconds(5));
    Received armed = box.awaitChain("a", 1);
    comes(SOUND);
    assertThat(box.chains("a")).hasSize(1);
    ends(armed, "6");
    assertThat(body(box.awaitChain("a", 2))).contains("playback:/sounds/late.wav~");
  }

  @Test
  void severalSoundsThatCannotBeHadCountTogether() {
    box.rendering = script -> {
      Promise<Optional<Sound>> none = Promise.promise();
      box.clock.schedule(Duration.ofSeconds(2), () -> none.complete(Optional.empty()));
      return none.future();
    };
    answers("<Play>http://app/1.mp3</Play><Play>http://app/2.mp3</Play><Play>http://app/3.mp3</Play>");
    for (int second = 0; second < 5; second++) {
      box.advance(Duration.ofSeconds(1));
    }
    assertThat(body(box.awaitChain("a", 1))).contains("sched_transfer:+30 ");
  }

  @Test
  void whoHangsUpMeanwhileIsLeftAlone() {
    answers("<Play>http://app/slow.mp3</Play>");
    box.hangsUp("a");
    box.advance(Duration.ofSeconds(5));
    comes(SOUND);
    assertThat(box.chains("a")).isEmpty();
  }

  @Test
  void aSoundThatIsThereIsPlayedAtOnce() {
    box.rendering = script -> Future.succeededFuture(SOUND);
    answers("<Play>http://app/quick.mp3</Play>");
    assertThat(body(box.awaitChain("a", 1))).contains("playback:/sounds/late.wav~");
    box.advance(Duration.ofMinutes(1));
    assertThat(box.chains("a")).hasSize(1);
  }
}
