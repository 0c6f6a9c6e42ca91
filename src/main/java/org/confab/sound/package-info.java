/**
 * Play, Speak and Wait become local audio that FreeSWITCH can play: mono 16-bit WAV of 16 kHz below the sounds directory. What cannot be
 * had is left out with a warning; a call never fails for a missing sound.
 */
package org.confab.sound;
