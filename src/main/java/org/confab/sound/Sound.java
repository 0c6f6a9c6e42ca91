package org.confab.sound;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Audio that FreeSWITCH can play now: one file.
 *
 * @param file   absolute, below the sounds directory, of characters that are no syntax to FreeSWITCH; stays for as long as somebody may
 *     play it
 * @param length of the whole file
 */
public record Sound(Path file, Duration length) {
}
