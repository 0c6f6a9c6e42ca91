package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.confab.conference.ConferenceKey;
import org.confab.http.Link;
import org.confab.log.About;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.RoomSound;
import org.confab.sound.Script;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** enterSound, exitSound and waitSound of an element: the document is requested as Plivo does, and what it says becomes a local file. */
record ConferenceSounds(Application application, CallRequests requests, PlayableSounds sounds) {

  private static final Logger LOG = LoggerFactory.getLogger(ConferenceSounds.class);

  /** A sound of the music on hold that is for ever goes on for so long before what precedes it is heard again. */
  private static final Duration FOREVER = Duration.ofMinutes(5);
  private static final String BEEP = "%(300,200,700)";

  /** Turns what the element names into a URL that can be requested. */
  interface Resolution {
    Optional<Link> of(String url);
  }

  MemberSounds of(Call call, ConferenceKey key, ConferenceElement element, Resolution urls) {
    Optional<Link> waiting = element.waitSound().flatMap(urls::of);
    Optional<RoomSound> entering = element.enterSound();
    Optional<RoomSound> leaving = element.exitSound();
    return new MemberSounds(
        () -> waiting.map(link -> document(call, key, "waitSound", link, FOREVER)).orElseGet(ConferenceSounds::none),
        () -> entering.map(sound -> once(call, key, "enterSound", sound, urls)).orElseGet(ConferenceSounds::none),
        () -> leaving.map(sound -> once(call, key, "exitSound", sound, urls)).orElseGet(ConferenceSounds::none));
  }

  private static Future<Optional<String>> none() {
    return Future.succeededFuture(Optional.empty());
  }

  private Future<Optional<String>> once(Call call, ConferenceKey key, String attribute, RoomSound sound, Resolution urls) {
    if (sound instanceof RoomSound.Beep beep) {
      return Future.succeededFuture(Optional.of("tone_stream://" + (beep.count() > 1 ? "L=" + beep.count() + ";" : "") + BEEP));
    }
    return sound instanceof RoomSound.Document document
        ? urls.of(document.url()).map(link -> document(call, key, attribute, link, Duration.ZERO)).orElseGet(ConferenceSounds::none)
        : none();
  }

  private Future<Optional<String>> document(Call call, ConferenceKey key, String attribute, Link link, Duration forever) {
    return application.soundDocument(call, link, requests.remoteSound(call, key, attribute))
        .compose(found -> sounds.path(new Script(found.elements(), found.base(), found.trusted(), forever, About.call(call.uuid()).says("call " + call + ": " + attribute))))
        .otherwise(why -> {
          LOG.warn("call {}: {} is not heard: {}.", call, attribute, why.getMessage());
          return Optional.empty();
        });
  }
}
