package org.confab.live;

/** What can be done to members. Said twice, it is done once, except what is heard. */
public sealed interface Order {

  /** Their calls end. */
  record HangUp() implements Order {}

  /** They leave the conference, and go on with what follows its element. */
  record Kick() implements Order {}

  /** They are not heard any more, or again. */
  record Mute(boolean muted) implements Order {}

  /** They hear nothing any more, or again. */
  record Deaf(boolean deaf) implements Order {}

  /** They hear a sound: a URL of audio, as {@code <Play>} has it. */
  record Play(String url) implements Order {}

  /** They hear a text, as {@code <Speak>} has it; voice and language are empty where none is named. */
  record Speak(String text, String voice, String language) implements Order {}

  /** What {@link Play} or {@link Speak} lets them hear ends; said for the same members as that was. */
  record StopSound() implements Order {}
}
