package org.confab.config;

import java.util.function.Function;

/**
 * A key with one value, or of {@link Keys#LISTS}.
 *
 * @param name as in {@code freeswitch.host}
 * @param defaultText what stands in the shipped confab.yaml; also what an empty value means
 * @param parser throws {@link IllegalArgumentException} with a text for operators
 */
record Key<T>(String name, String defaultText, Function<String, T> parser) {}
