package org.confab.config;

/** What becomes of a call for which no document can be had, neither from its answer URL nor from a fallback URL: {@code answer.lastResort}. */
public sealed interface LastResort {

  /** It is hung up, with a temporary failure. */
  record HangUp() implements LastResort {}

  /** It goes to the extension that the dialplan named as its way out; without one it is hung up. */
  record Fallback() implements LastResort {}

  /** It hears something, and is hung up. @param sound what a Play may name: a file below sounds.directory, a tone, a URL */
  record Play(String sound) implements LastResort {}
}
