package org.confab.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.confab.config.Settings;
import org.confab.testing.Tone;

/** A voice for scenarios: whatever it is given to say, it says a tone. */
final class SpokenTone {

  /** What every Speak sounds like, for one second. */
  static final Tone VOICE = Tone.ENTER;

  private static final Path FOLDER = Path.of("target", "spoken").toAbsolutePath();

  private SpokenTone() {}

  /** Those settings, with this voice; the text comes to its standard input, as to every other. */
  static Settings in(Settings settings) {
    try {
      Files.createDirectories(FOLDER);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Settings.Sounds sounds = settings.sounds();
    return new Settings(settings.freeswitch(), settings.answer(), settings.conference(), settings.operator(), settings.accounts(),
        new Settings.Sounds(sounds.directory(), List.of("cp", VOICE.wav(FOLDER, Duration.ofSeconds(1)).toString(), "{file}"), sounds.voices(),
            sounds.maxSize(), sounds.timeout(), sounds.maxLength(), sounds.cacheSize()), settings.callbacks(), settings.http());
  }
}
