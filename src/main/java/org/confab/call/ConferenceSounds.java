package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.confab.conference.ConferenceKey;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.Chain;
import org.confab.http.Link;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.RoomSound;
import org.confab.sound.Script;
import org.confab.sound.Sound;
import org.confab.sound.Sounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** enterSound, exitSound and waitSound of an element: the document is requested as Plivo does, and what it says becomes a local file. */
record ConferenceSounds(Application application, CallRequests requests, Sounds sounds, BoxCommands box) {

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
        .compose(found -> sounds.of(new Script(found.elements(), found.base(), found.trusted(), forever, "call " + call + ": " + attribute)))
        .compose(sound -> sound.map(it -> playable(call, attribute, it)).orElseGet(ConferenceSounds::none))
        .otherwise(why -> {
          LOG.warn("call {}: {} is not heard: {}.", call, attribute, why.getMessage());
          return Optional.empty();
        });
  }

  /** A missing music on hold makes FreeSWITCH say so every 2 s for as long as anybody waits: it is asked before. */
  private Future<Optional<String>> playable(Call call, String attribute, Sound sound) {
    String file = sound.file().toString();
    if (!Chain.isSafe(file) || file.indexOf(' ') >= 0) {
      LOG.warn("call {}: {} is not heard: the path {} has characters that are syntax to FreeSWITCH; set sounds.directory to another.", call,
          attribute, sound.file());
      return none();
    }
    return box.fileExists(file).map(exists -> {
      if (!exists) {
        LOG.warn("call {}: {} is not heard: FreeSWITCH's user cannot read {}. It must see sounds.directory under the same path.", call, attribute,
            file);
      }
      return exists ? Optional.of(file) : Optional.empty();
    });
  }
}
