package org.confab.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the engine for one type of transcription. @param command one word of the list */
record EngineKeys(Key<Optional<URI>> url, Key<Optional<Secret>> token, Key<Optional<String>> model, Key<Optional<String>> language,
    Key<String> command, Key<Duration> timeout, Key<BigDecimal> rate) {

  static EngineKeys of(String type) {
    String section = "transcription." + type + ".";
    return new EngineKeys(new Key<>(section + "url", "", Values::url), new Key<>(section + "token", "", Values::token),
        new Key<>(section + "model", "", Values::model), new Key<>(section + "language", "", Values::language),
        new Key<>(section + "command", "[]", Values::word),
        new Key<>(section + "timeout", "1h", Values.duration(Duration.ofSeconds(1), Duration.ofDays(1))), new Key<>(section + "rate", "0", Values::rate));
  }

  List<Key<?>> all() {
    return List.of(url, token, model, language, command, timeout, rate);
  }
}
