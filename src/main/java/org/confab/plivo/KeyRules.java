package org.confab.plivo;

import java.time.Duration;
import java.util.Optional;

/**
 * What counts as an entry of keys, each of {@code 0-9}, {@code *}, {@code #} and {@code A-D}.
 *
 * @param numDigits an entry of so many keys is complete
 * @param finishOnKey keys any of which completes an entry, and is not part of it; may be empty
 * @param validDigits an entry with any other key is invalid
 * @param timeout for the first key, from the end of the prompt
 * @param digitTimeout for each further key, from the one before; then the entry is complete
 * @param limit for the whole of an entry, from the end of the prompt; none: there is none
 * @param retries how often the prompt is heard at most, until there is a valid entry; at least 1
 */
public record KeyRules(int numDigits, String finishOnKey, String validDigits, Duration timeout, Duration digitTimeout, Optional<Duration> limit,
    int retries) {
}
