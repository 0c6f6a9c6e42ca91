package org.confab.call;

import io.vertx.core.Future;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.Chain;
import org.confab.plivo.PlayElement;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code <Play>} of a tone ({@code tone_stream://…}), of a file under the sounds directory, given by its path from there, or of a URL. The first
 * two FreeSWITCH plays as they are, whatever their length. What cannot be played is skipped: a call never fails for a missing sound.
 *
 * @param url for what is neither a tone nor such a file
 */
record PlayRun(Channels channels, BoxCommands box, Path sounds, Opening opening, PlayElement element, SoundRun url) implements ElementRun {

  private static final Logger LOG = LoggerFactory.getLogger(PlayRun.class);
  private static final String TONE = "tone_stream://";

  @Override
  public Future<Next> run(Call call) {
    String source = element.source();
    if (source.startsWith(TONE)) {
      return Chain.isSafe(source) && ToneText.isBounded(source.substring(TONE.length())) ? play(call, source)
          : skip(call, "is no tone but a path, is longer than ten minutes (;loops= may repeat it), or has characters that no tone has");
    }
    return file(source).map(path -> box.fileExists(path).recover(why -> Future.succeededFuture(false))
        .compose(exists -> exists ? play(call, path) : url.run(call))).orElseGet(() -> url.run(call));
  }

  /** The path of what could be such a file. */
  private Optional<String> file(String source) {
    if (source.contains("://")) {
      return Optional.empty();
    }
    try {
      Path root = sounds.toAbsolutePath().normalize();
      Path file = root.resolve(source).normalize();
      return file.startsWith(root) && !file.equals(root) ? Optional.of(file.toString()).filter(Chain::isSafe) : Optional.empty();
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  private Future<Next> play(Call call, String sound) {
    return channels.run(call, Map.of(), SoundPlan.play(opening, sound, element.loop())).map(Outcomes::afterApplication);
  }

  private Future<Next> skip(Call call, String why) {
    LOG.warn("call {}: <Play> in line {} is skipped: '{}' {}.", call, element.line(), Printable.url(element.source()), why);
    return Future.succeededFuture(Next.onward());
  }
}
