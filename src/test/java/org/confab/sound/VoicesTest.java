package org.confab.sound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VoicesTest {

  private static Voices.Choice choice(Map<String, String> configured, String voice, String language) {
    return new Voices(configured).of(Optional.ofNullable(voice), Optional.ofNullable(language));
  }

  @ParameterizedTest
  @CsvSource({",, en-us+f3", "WOMAN,, en-us+f3", "MAN,, en-us+m3", "man, en-GB, en-gb+m3", ", fr-FR, fr-fr+f3", ", FR-fr, fr-fr+f3", "WOMAN, arb, ar+f3",
    "Polly.Joanna,, en-us+f3", "Polly.Matthew,, en-us+m3", "Polly.Matthew-Neural, fr-FR, en-us+m3", "polly.amy,, en-gb+f3", "Polly.Léa,, fr-fr+f4",
    "Polly.Lucia,, es+f4", "Polly.Vitória,, pt-br+f4", "Polly.Aditi, hi-IN, en-gb+f3"})
  void whatPlivoNamesHasAVoiceOfEspeak(String voice, String language, String expected) {
    assertThat(choice(Map.of(), voice, language)).isEqualTo(new Voices.Choice(expected, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"arb", "cmn-CN", "da-DK", "nl-NL", "en-AU", "en-GB", "en-IN", "en-US", "en-GB-WLS", "fr-FR", "fr-CA", "de-DE", "hi-IN", "is-IS",
    "it-IT", "ja-JP", "ko-KR", "nb-NO", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "es-ES", "es-MX", "es-US", "sv-SE", "tr-TR", "cy-GB"})
  void everyLanguageOfPlivosHasAWomanAndAMan(String language) {
    assertThat(choice(Map.of(), "WOMAN", language).warning()).isEmpty();
    assertThat(choice(Map.of(), "MAN", language).warning()).isEmpty();
    assertThat(choice(Map.of(), "MAN", language).name()).endsWith("+m3");
  }

  @Test
  void unknownVoiceBecomesTheLanguagesAndUnknownLanguageTheDefault() {
    assertThat(choice(Map.of(), "Polly.Nobody", "de-DE")).isEqualTo(new Voices.Choice("de+f3",
        Optional.of("is spoken with de+f3: the voice 'Polly.Nobody' is not known (sounds.voices can name one)")));
    assertThat(choice(Map.of(), "Polly.Nobody", null).name()).isEqualTo("en-us+f3");
    assertThat(choice(Map.of(), "MAN", "tlh")).isEqualTo(new Voices.Choice("en-us+m3",
        Optional.of("is spoken with en-us+m3: the language 'tlh' is not known (sounds.voices can name one)")));
    assertThat(choice(Map.of(), "-f /etc/passwd", "; rm\n").warning().orElseThrow()).contains("'-f /etc/passwd'").doesNotContain("\n");
  }

  @Test
  void operatorsWordGoesBeforeOursHoweverExactOursIs() {
    Map<String, String> configured = Map.of("en-GB", "british", "en-GB/MAN", "alan", "MAN", "joe", "Polly.Lea", "lea", "fr-FR", "siwis");
    assertThat(choice(configured, "WOMAN", "en-GB").name()).isEqualTo("british");
    assertThat(choice(configured, "MAN", "en-gb").name()).isEqualTo("alan");
    assertThat(choice(configured, "MAN", null).name()).isEqualTo("joe");
    assertThat(choice(configured, "Polly.Léa-Neural", null).name()).isEqualTo("lea");
    assertThat(choice(configured, "Polly.Celine", null).name()).as("a voice of a language that has one").isEqualTo("siwis");
    assertThat(choice(configured, "MAN", "de-DE").name()).isEqualTo("de+m3");
  }

  @Test
  void withADefaultOfTheOperatorsNoVoiceOfEspeaksIsUsed() {
    Map<String, String> configured = Map.of("default", "amy", "fr-FR", "siwis");
    assertThat(choice(configured, null, null)).isEqualTo(new Voices.Choice("amy", Optional.empty()));
    assertThat(choice(configured, "MAN", "en-GB").name()).isEqualTo("amy");
    assertThat(choice(configured, "Polly.Celine", null).name()).isEqualTo("siwis");
  }
}
