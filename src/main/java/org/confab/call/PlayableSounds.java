package org.confab.call;

import io.vertx.core.Future;
import java.util.Optional;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.Chain;
import org.confab.sound.Script;
import org.confab.sound.Sound;
import org.confab.sound.Sounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sounds as files that FreeSWITCH's user can read now. It is asked, since a missing music on hold makes it say so every 2 s for as long as anybody waits.
 */
record PlayableSounds(Sounds sounds, BoxCommands box) {

  private static final Logger LOG = LoggerFactory.getLogger(PlayableSounds.class);

  /** The file's path, of characters that are no syntax to FreeSWITCH. Never fails; empty, with a warning, if nothing of it can be heard. */
  Future<Optional<String>> path(Script script) {
    return sounds.of(script).compose(sound -> sound.map(it -> path(script, it)).orElseGet(() -> Future.succeededFuture(Optional.empty())))
        .otherwise(why -> {
          LOG.warn("{}: a sound is not heard: {}.", script.whose(), why.getMessage());
          return Optional.empty();
        });
  }

  private Future<Optional<String>> path(Script script, Sound sound) {
    String file = sound.file().toString();
    if (!Chain.isSafe(file) || file.indexOf(' ') >= 0 || file.indexOf('!') >= 0) {
      LOG.warn("{}: a sound is not heard: the path {} has characters that are syntax to FreeSWITCH; set sounds.directory to another.", script.whose(),
          sound.file());
      return Future.succeededFuture(Optional.empty());
    }
    return box.fileExists(file).map(exists -> {
      if (!exists) {
        LOG.warn("{}: a sound is not heard: FreeSWITCH's user cannot read {}. It must see sounds.directory under the same path.", script.whose(), file);
      }
      return exists ? Optional.of(file) : Optional.empty();
    });
  }
}
