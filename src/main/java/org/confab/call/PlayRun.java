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
 * {@code <Play>} of a tone ({@code tone_stream://…}) or of a file under the sounds directory, given by its path from there. What cannot be
 * played is skipped: a call never fails for a missing sound.
 */
record PlayRun(Channels channels, BoxCommands box, Path sounds, Opening opening, PlayElement element) implements ElementRun {

  private static final Logger LOG = LoggerFactory.getLogger(PlayRun.class);
  private static final String TONE = "tone_stream://";

  /** Whether it is for this class; everything else is a URL. */
  static boolean plays(PlayElement element) {
    return element.source().startsWith(TONE) || !element.source().contains("://");
  }

  @Override
  public Future<Next> run(Call call) {
    String source = element.source();
    if (source.startsWith(TONE)) {
      // mod_tone_stream reads its tones from any file that path= names
      return Chain.isSafe(source) && !source.regionMatches(true, TONE.length(), "path=", 0, 5) ? play(call, source)
          : skip(call, "is no tone but a path, or has characters that no tone has");
    }
    Optional<Path> file = file(source);
    if (file.isEmpty()) {
      return skip(call, "leads out of sounds.directory");
    }
    String path = file.get().toString();
    if (!Chain.isSafe(path)) {
      return skip(call, "has characters that FreeSWITCH would take for syntax: use letters, digits, '.', '-' and '_' in file names");
    }
    return box.fileExists(path).recover(why -> Future.succeededFuture(false)).compose(exists -> exists ? play(call, path)
        : skip(call, "is not a file that FreeSWITCH's user can read in " + sounds));
  }

  private Optional<Path> file(String source) {
    try {
      Path root = sounds.toAbsolutePath().normalize();
      Path file = root.resolve(source).normalize();
      return file.startsWith(root) && !file.equals(root) ? Optional.of(file) : Optional.empty();
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
