package org.confab.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who makes text of a recording: {@code transcription.auto}, {@code .hybrid}, {@code .manual}. */
public sealed interface TranscriptionEngine {

  /** How long one attempt may take. */
  Duration timeout();

  /** What a started minute is charged with. */
  BigDecimal rate();

  /** An HTTP endpoint with the form of OpenAI's {@code /v1/audio/transcriptions}. @param token sent as {@code Authorization: Bearer} */
  record Endpoint(URI url, Optional<Secret> token, Optional<String> model, Optional<String> language, Duration timeout, BigDecimal rate)
      implements TranscriptionEngine {}

  /** A command that prints the text. @param words {@code {file}} in them is replaced by the recording's path */
  record Command(List<String> words, Duration timeout, BigDecimal rate) implements TranscriptionEngine {
    public Command {
      words = List.copyOf(words);
    }
  }
}
