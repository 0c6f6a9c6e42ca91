package org.confab.check;

/** Whether bytes begin as a sound does that can be played; whether it can be decoded to its end is not asked. */
final class SoundSigns {

  private SoundSigns() {}

  static boolean soundLike(byte[] body) {
    return begins(body, 'R', 'I', 'F', 'F') || begins(body, 'I', 'D', '3') || body.length > 1 && (body[0] & 0xFF) == 0xFF && (body[1] & 0xE0) == 0xE0;
  }

  private static boolean begins(byte[] body, char... letters) {
    for (int i = 0; i < letters.length; i++) {
      if (body.length <= i || body[i] != letters[i]) {
        return false;
      }
    }
    return true;
  }
}
