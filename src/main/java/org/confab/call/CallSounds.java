package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.esl.EslException;
import org.confab.freeswitch.CallCommands;
import org.confab.live.CallSound;
import org.confab.live.Outcome;
import org.confab.log.About;
import org.confab.plivo.PlayElement;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SpeakElement;
import org.confab.sound.Script;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is heard on a call by order, beside what its document does. */
final class CallSounds {

  private static final Logger LOG = LoggerFactory.getLogger(CallSounds.class);
  private static final URI NOWHERE = URI.create("http://confab.invalid/");
  /** Whoever orders it is told that it begins, though it may have to be fetched for longer than he would wait. */
  private static final Duration ANSWERED_BY_THEN = Duration.ofSeconds(2);

  private final CallCommands box;
  private final PlayableSounds sounds;
  private final Settings.Answer answer;
  private final Clock clock;

  CallSounds(CallCommands box, PlayableSounds sounds, Settings.Answer answer, Clock clock) {
    this.box = box;
    this.sounds = sounds;
    this.answer = answer;
    this.clock = clock;
  }

  Future<Outcome> play(Call call, CallSound sound) {
    if (!call.answered()) {
      return Future.succeededFuture(new Outcome.Refused("the call is not answered yet"));
    }
    URI base = answer.url().orElse(NOWHERE);
    Script script = new Script(elements(sound), base, answer.url().isPresent(), Duration.ZERO,
        About.call(call.uuid()).says("call " + call));
    Promise<Outcome> outcome = Promise.promise();
    Clock.Timer late = clock.schedule(ANSWERED_BY_THEN, () -> outcome.tryComplete(done(call)));
    sounds.path(script).compose(file -> file.map(path -> start(call, sound, path)).orElseGet(() -> Future.succeededFuture(
        new Outcome.Refused("nothing of it can be heard: it cannot be fetched, or is no wav or mp3; Confab's log says more")))).onComplete(heard -> {
          late.cancel();
          outcome.tryComplete(heard.succeeded() ? heard.result() : new Outcome.Unavailable("FreeSWITCH does not play it"));
        });
    return outcome.future();
  }

  private Future<Outcome> start(Call call, CallSound sound, String path) {
    if (call.over() && !call.calledAway()) {
      return Future.succeededFuture(new Outcome.NoMember(List.of(call.uuid())));
    }
    return box.overlay(call.uuid(), path, sound.length(), sound.loop(), sound.mix()).map(done(call))
        .onFailure(why -> LOG.warn("call {}: does not hear what was ordered: {}", call, why.getMessage()));
  }

  private static Outcome done(Call call) {
    return new Outcome.Done(List.of(call.uuid()));
  }

  Future<Outcome> end(Call call) {
    return box.endOverlay(call.uuid()).map(done(call)).recover(why -> Future.succeededFuture(why instanceof EslException.Failed
        ? new Outcome.NoMember(List.of(call.uuid())) : new Outcome.Unavailable("FreeSWITCH does not answer")));
  }

  private static List<SoundElement> elements(CallSound sound) {
    if (sound instanceof CallSound.Audio audio) {
      return audio.urls().stream().<SoundElement>map(url -> new PlayElement(1, url, 1)).toList();
    }
    CallSound.Speech speech = (CallSound.Speech) sound;
    return Stream.<SoundElement>of(new SpeakElement(1, speech.text(), given(speech.voice()), given(speech.language()), 1)).toList();
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(it -> !it.isEmpty());
  }
}
