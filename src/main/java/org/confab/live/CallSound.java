package org.confab.live;

import java.time.Duration;
import java.util.List;

/** What somebody is to hear on a call, over what his document does. */
public sealed interface CallSound {

  /** How long at most; zero: to its end. */
  Duration length();

  /** Again and again. */
  boolean loop();

  /** Together with the call, or in its place. */
  boolean mix();

  /** One after the other. @param urls of audio, absolute */
  record Audio(List<String> urls, Duration length, boolean loop, boolean mix) implements CallSound {
    public Audio {
      urls = List.copyOf(urls);
    }
  }

  /** As {@code <Speak>} has it; voice and language are empty where none is named. */
  record Speech(String text, String voice, String language, Duration length, boolean loop, boolean mix) implements CallSound {}
}
