package org.confab.call;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.plivo.KeyInput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller is asked for keys: prompt, keys, and again if there are none. FreeSWITCH plays the prompt and then silence, piece after piece, and reports
 * each key; what they make is judged by {@link KeyCollection}. Belongs to the box's context.
 */
final class KeyDialog {

  private static final Logger LOG = LoggerFactory.getLogger(KeyDialog.class);
  /** How long a caller is left in silence at most if Confab is gone. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
  /** A piece of silence is longer than the time for the next key, so that it is ended by us. */
  private static final Duration LONGER = Duration.ofSeconds(1);
  /** A break is lost if it comes before the application has begun, or after it: it is said again until the chain is over. */
  private static final Duration AGAIN = Duration.ofMillis(250);

  private final InputRun.Parts parts;
  private final Call call;
  private final Opening opening;
  private final KeyInput input;
  private final Optional<String> prompt;
  private final Optional<String> invalidSound;
  private final Promise<Optional<String>> over = Promise.promise();
  private KeyCollection attempt;
  private boolean playing;
  private Instant playingSince = Instant.EPOCH;
  private Clock.Timer deadline = () -> { };
  private Clock.Timer nextPiece = () -> { };
  private Clock.Timer nextBreak = () -> { };

  /**
   * @param prompt       a file
   * @param invalidSound a file, heard after an invalid entry if the caller may try again
   */
  KeyDialog(InputRun.Parts parts, Call call, Opening opening, KeyInput input, Optional<String> prompt, Optional<String> invalidSound) {
    this.parts = parts;
    this.call = call;
    this.opening = opening;
    this.input = input;
    this.prompt = prompt;
    this.invalidSound = invalidSound;
    this.attempt = KeyCollection.first(input.rules());
  }

  /** Completes with a valid entry, or without; without, too, if the call is over. Fails if FreeSWITCH does not play. */
  Future<Optional<String>> start() {
    call.keys(Optional.of(this::pressed));
    play(SoundPlan.prompt(opening, prompt, input.playBeep()));
    return over.future();
  }

  private void play(Chain chain) {
    playing = true;
    playingSince = now();
    parts.channels().run(call, Map.of(), chain).onComplete(this::played);
  }

  private void played(AsyncResult<Completed> chain) {
    playing = false;
    nextBreak.cancel();
    if (chain.failed()) {
      finish();
      over.tryFail(chain.cause());
      return;
    }
    switch (chain.result().ending()) {
      case HUNG_UP, TRANSFERRED -> finish(Optional.empty());
      case FINISHED, NEVER_RAN -> {
        attempt = attempt.promptEnded(now()).at(now());
        goOn();
      }
    }
  }

  private void pressed(char key) {
    boolean duringPrompt = attempt.listening().isEmpty();
    attempt = attempt.pressed(key, now());
    watch();
    if (duringPrompt || !attempt.isOpen()) {
      stop();
    }
  }

  /** Has the next key's deadline, if there is one, end the attempt. */
  private void watch() {
    deadline.cancel();
    attempt.deadline().ifPresent(at -> deadline = parts.clock().schedule(Duration.between(now(), at), () -> {
      attempt = attempt.at(now());
      if (attempt.isOpen()) {
        watch();
      } else {
        stop();
      }
    }));
  }

  /** What plays is to end; then it goes on. */
  private void stop() {
    if (playing) {
      breakOff();
    } else {
      goOn();
    }
  }

  private void breakOff() {
    nextBreak.cancel();
    parts.box().stopApplication(call.uuid()).onFailure(why -> LOG.debug("call {}: what it hears could not be ended: {}", call, why.getMessage()));
    nextBreak = parts.clock().schedule(AGAIN, this::breakOff);
  }

  /** Nothing plays. */
  private void goOn() {
    if (call.over()) {
      finish(Optional.empty());
    } else if (attempt.isOpen()) {
      watch();
      silence();
    } else if (attempt.result() == KeyCollection.Result.COLLECTED) {
      finish(Optional.of(attempt.keys()));
    } else {
      LOG.debug("call {}: {}.", call, attempt);
      attempt.again().ifPresentOrElse(this::again, () -> finish(Optional.empty()));
    }
  }

  private void again(KeyCollection next) {
    Chain chain = SoundPlan.promptAgain(invalidSound.filter(it -> attempt.result() == KeyCollection.Result.INVALID), prompt, input.playBeep());
    attempt = next;
    if (chain.isEmpty()) {
      attempt = attempt.promptEnded(now());
      goOn();
    } else {
      play(chain);
    }
  }

  /** The next piece of it. Not one that would follow at once upon another that was over at once: that would be a storm of commands. */
  private void silence() {
    nextPiece.cancel();
    Duration since = Duration.between(playingSince, now());
    if (since.compareTo(AGAIN) < 0) {
      nextPiece = parts.clock().schedule(AGAIN.minus(since), this::piece);
    } else {
      piece();
    }
  }

  private void piece() {
    if (call.over()) {
      finish(Optional.empty());
    } else if (!playing) {
      Duration left = attempt.deadline().map(at -> Duration.between(now(), at)).orElse(Duration.ZERO).plus(LONGER);
      play(SoundPlan.silence(left.compareTo(LONGEST_SILENCE) > 0 ? LONGEST_SILENCE : left));
    }
  }

  private Instant now() {
    return parts.clock().now();
  }

  private void finish(Optional<String> keys) {
    finish();
    over.tryComplete(keys);
  }

  private void finish() {
    call.keys(Optional.empty());
    deadline.cancel();
    nextPiece.cancel();
    nextBreak.cancel();
  }
}
