package org.confab.recording;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * A recording as it is on the disk.
 *
 * @param length as its samples or frames say, not as its header promises; zero if there is no sound in it
 */
public record FoundFile(Path path, long bytes, Duration length, Instant lastModified) {}
