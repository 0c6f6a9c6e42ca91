package org.confab.sound;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.confab.plivo.Printable;

/**
 * The engine's voice for what a document asks for: as {@code sounds.voices} says, and else espeak-ng's. Names are compared without regard
 * to case and accents.
 */
final class Voices {

  /** What may become a word of a command: no option, no syntax. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9/_][A-Za-z0-9/_+.@-]{0,127}");
  private static final String DEFAULT = "default";
  private static final String WOMAN = "woman";
  private static final String MAN = "man";
  private static final String LANGUAGE = "en-us";

  /**
   * Plivo's languages (docs.plivo.com/docs/voice/xml/speak, /concepts/ssml) with espeak-ng's voice, and Amazon Polly's voices of that
   * language: women, then men.
   */
  private static final String SHIPPED = """
      arb         ar      Zeina | Zayd
      ar-AE       ar      Hala | Zayd
      ca-ES       ca      Arlet |
      cmn-CN      cmn     Zhiyu |
      zh-CN       cmn     |
      yue-CN      yue     Hiujin |
      da-DK       da      Naja Sofie | Mads
      nl-NL       nl      Lotte Laura | Ruben
      nl-BE       nl      Lisa |
      en-AU       en-gb   Nicole Olivia | Russell
      en-GB       en-gb   Amy Emma | Brian Arthur
      en-IE       en-gb   Niamh |
      en-IN       en-gb   Aditi Raveena Kajal |
      en-NZ       en-gb   Aria |
      en-ZA       en-gb   Ayanda |
      en-US       en-us   Joanna Danielle Ivy Kendra Kimberly Ruth Salli | Matthew Gregory Joey Justin Kevin Stephen
      en-GB-WLS   en-gb   | Geraint
      fi-FI       fi      Suvi |
      fr-FR       fr-fr   Celine Lea | Mathieu Remi
      fr-BE       fr-be   Isabelle |
      fr-CA       fr-fr   Chantal Gabrielle | Liam
      de-DE       de      Marlene Vicki | Hans Daniel
      de-AT       de      Hannah |
      hi-IN       hi      |
      is-IS       is      Dora | Karl
      it-IT       it      Carla Bianca | Giorgio Adriano
      ja-JP       ja      Mizuki Kazuha Tomoko | Takumi
      ko-KR       ko      Seoyeon |
      nb-NO       nb      Liv Ida |
      pl-PL       pl      Ewa Maja Ola | Jacek Jan
      pt-BR       pt-br   Camila Vitoria | Ricardo Thiago
      pt-PT       pt      Ines | Cristiano
      ro-RO       ro      Carmen |
      ru-RU       ru      Tatyana | Maxim
      es-ES       es      Conchita Lucia | Enrique Sergio
      es-MX       es-419  Mia | Andres
      es-US       es-419  Lupe Penelope | Miguel Pedro
      sv-SE       sv      Astrid Elin |
      tr-TR       tr      Filiz Burcu |
      cy-GB       cy      Gwyneth |
      """;

  /**
   * A voice.
   *
   * @param name    the engine's
   * @param warning if it is not what was asked for
   */
  record Choice(String name, Optional<String> warning) {
  }

  private final Map<String, String> configured = new HashMap<>();
  private final Map<String, String> shipped = new HashMap<>();
  /** The languages of named voices. */
  private final Map<String, String> languages = new HashMap<>();

  /**
   * @param configured as in {@code sounds.voices}; with a {@code default} among them, the engine is another and espeak-ng's voices
   * mean nothing to it
   */
  Voices(Map<String, String> configured) {
    configured.forEach((name, voice) -> this.configured.put(plain(name), voice));
    SHIPPED.lines().forEach(this::ship);
    if (this.configured.containsKey(DEFAULT)) {
      shipped.clear();
    }
  }

  private void ship(String line) {
    String[] parts = line.trim().split("\\s+", 3);
    String language = plain(parts[0]);
    String[] people = parts[2].split("\\|", -1);
    shipped.put(language + "/" + WOMAN, parts[1] + "+f3");
    shipped.put(language + "/" + MAN, parts[1] + "+m3");
    for (int sex = 0; sex < 2; sex++) {
      String[] names = people[sex].trim().split("\\s+");
      for (int i = 0; i < names.length && !names[i].isEmpty(); i++) {
        String name = "polly." + plain(names[i]);
        shipped.putIfAbsent(name, parts[1] + (sex == 0 ? "+f" : "+m") + (1 + (i + 2) % 4));
        languages.putIfAbsent(name, language);
      }
    }
  }

  /** Every voice that Confab knows without being told, by its plain name. */
  Map<String, String> shipped() {
    return new TreeMap<>(shipped);
  }

  /** Never fails: there is a voice for everything. */
  Choice of(Optional<String> voice, Optional<String> language) {
    String who = voice.map(Voices::plain).orElse(WOMAN);
    boolean named = !who.equals(WOMAN) && !who.equals(MAN);
    String where = language.map(Voices::plain).orElse(LANGUAGE);
    List<String> exact = new ArrayList<>();
    if (named) {
      exact.add(who);
      Optional.ofNullable(languages.get(who)).ifPresent(exact::add);
    } else {
      if (language.isEmpty()) {
        exact.add(who);
      }
      exact.add(where + "/" + who);
      exact.add(where);
      if (voice.isEmpty() && language.isEmpty()) {
        exact.add(DEFAULT);
      }
    }
    Optional<String> found = lookUp(exact);
    if (found.isPresent()) {
      return new Choice(found.get(), Optional.empty());
    }
    String name = lookUp(List.of(where + "/" + WOMAN, where))
        .or(() -> lookUp(List.of(DEFAULT, LANGUAGE + "/" + (named ? WOMAN : who)))).orElse("en-us");
    String asked = named ? "the voice '" + Printable.of(voice.orElse("")) + "'"
        : "the language '" + Printable.of(language.orElse(where)) + "'";
    return new Choice(name, Optional.of("is spoken with " + name + ": " + asked + " is not known (sounds.voices can name one)"));
  }

  /** The operator's word goes before ours, however exact ours is. */
  private Optional<String> lookUp(List<String> names) {
    return names.stream().flatMap(name -> Optional.ofNullable(configured.get(name)).stream()).findFirst()
        .or(() -> names.stream().flatMap(name -> Optional.ofNullable(shipped.get(name)).stream()).findFirst())
        .filter(voice -> SAFE.matcher(voice).matches());
  }

  /** {@code Polly.Léa-Neural} as {@code polly.lea}: which of Polly's engines shall speak means nothing here. */
  private static String plain(String name) {
    return Normalizer.normalize(name.strip(), Normalizer.Form.NFD).replaceAll("\\p{M}", "").toLowerCase(Locale.ROOT)
        .replaceFirst("^(polly\\..*)-(neural|long-form|generative)$", "$1");
  }
}
