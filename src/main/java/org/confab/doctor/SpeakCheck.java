package org.confab.doctor;

import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.plivo.Printable;
import org.confab.sound.SoundsTrial;

/** Whether {@code <Speak>} is heard: the command of {@code sounds.speak} says a word. */
final class SpeakCheck {

  private SpeakCheck() {}

  static Finding examine(Settings.Sounds settings, Clock clock) throws InterruptedException {
    String command = Printable.of(settings.speak().get(0));
    return new SoundsTrial(settings, clock).speak()
        .map(why -> Finding.wrong("speak", "<Speak> is not heard: what is said to " + command + " " + why,
            "apt install espeak-ng, or a command of your own in sounds.speak that writes a WAV file to {file}"))
        .orElseGet(() -> Finding.right("speak", command + " speaks"));
  }
}
