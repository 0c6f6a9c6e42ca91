package org.confab.sound;

/** What decoders give their sound to. */
interface Listener {

  /** Told once, before any sound. */
  void begin(int rate);

  /** One channel, -1 to 1; the array is the caller's again afterwards. False: that was enough. */
  boolean hear(float[] samples, int count);
}
