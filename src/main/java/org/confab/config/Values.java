package org.confab.config;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may stand after a key. Each refuses with a text that says what would be right; none repeats what may be secret. */
final class Values {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern PROFILE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern EXTENSION = Pattern.compile("[A-Za-z0-9_.+*#-]{1,64}");
  private static final Pattern EXTENSION_IN_CONTEXT = Pattern.compile("[A-Za-z0-9_.+*#-]{1,64} XML [A-Za-z0-9_.-]{1,64}");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KB|MB|GB)");
  private static final Pattern VOICE_NAME = Pattern.compile("[\\p{L}0-9._/-]{1,64}");
  private static final Pattern VOICE = Pattern.compile("[A-Za-z0-9/_][A-Za-z0-9/_+.@-]{0,127}");
  private static final Pattern MODEL = Pattern.compile("[\\p{L}0-9][\\p{L}0-9 ._:/@+-]{0,127}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");
  private static final Pattern RATE = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,4096}");
  private static final Pattern AUTH_ID = Pattern.compile("MA[A-Z0-9]{18}");

  private static final int LEAST_PASSWORD = 8;

  private Values() {}

  static String host(String text) {
    return matching(HOST, text, "a host name or an address, without port");
  }

  static int port(String text) {
    return number(1, 65535).apply(text);
  }

  static Function<String, Integer> number(int from, int to) {
    return text -> {
      int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
      if (number < from || number > to) {
        throw new IllegalArgumentException("must be a whole number from " + from + " to " + to + ", not " + quoted(text));
      }
      return number;
    };
  }

  static boolean yesOrNo(String text) {
    return matching(Pattern.compile("true|false"), text, "true or false").equals("true");
  }

  static String method(String text) {
    return matching(Pattern.compile("GET|POST"), text.toUpperCase(Locale.ROOT), "GET or POST");
  }

  static Function<String, Duration> duration(Duration from, Duration to) {
    return text -> {
      Matcher matcher = DURATION.matcher(text);
      Duration duration = matcher.matches() ? times(Long.parseLong(matcher.group(1)), matcher.group(2)) : Duration.ZERO;
      if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
        throw new IllegalArgumentException(
            "must be a time from " + words(from) + " to " + words(to) + " (as in 500ms, 30s, 5m, 1h, 30d), not " + quoted(text));
      }
      return duration;
    };
  }

  /** In bytes; a KB is 1024 of them. */
  static Function<String, Long> size(String from, String to) {
    return text -> {
      long size = bytes(text);
      if (size < bytes(from) || size > bytes(to)) {
        throw new IllegalArgumentException("must be a size from " + from + " to " + to + " (as in 500KB, 20MB, 2GB), not " + quoted(text));
      }
      return size;
    };
  }

  private static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    return !matcher.matches() ? -1 : Long.parseLong(matcher.group(1)) << (switch (matcher.group(2)) {
      case "KB" -> 10;
      case "MB" -> 20;
      default -> 30;
    });
  }

  /** A word of a command that is started without a shell. */
  static String word(String text) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must be a list of words, none of them empty or with control characters");
    }
    return text;
  }

  /** What a document calls it, and what the engine does; the latter becomes a word of a command, and must not look like an option. */
  static Map.Entry<String, String> voice(String text) {
    String[] sides = text.split("=", 2);
    if (sides.length != 2 || !VOICE_NAME.matcher(sides[0].trim()).matches() || !VOICE.matcher(sides[1].trim()).matches()) {
      throw new IllegalArgumentException("must be names of voices or languages, each with the engine's voice for it, which begins with a letter, "
          + "a digit, / or _ and goes on with these and + . @ - (as in en-GB: en-gb+f3), not " + quoted(text));
    }
    return Map.entry(sides[0].trim(), sides[1].trim());
  }

  static Optional<URI> url(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException broken) {
      throw new IllegalArgumentException("is no URL: " + broken.getReason() + " at character " + (broken.getIndex() + 1));
    }
    if (url.getScheme() == null || !url.getScheme().toLowerCase(Locale.ROOT).matches("https?")) {
      throw new IllegalArgumentException("must be a URL that begins with http:// or https://");
    }
    if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
      throw new IllegalArgumentException("must be a URL without user and password; requests are signed instead");
    }
    if (url.getHost() == null || url.getPort() == 0 || url.getPort() > 65535) {
      throw new IllegalArgumentException("must be a URL with a host (letters, digits, hyphens, dots) and, if any, a port up to 65535");
    }
    return Optional.of(url);
  }

  /** What other paths are put behind: without a slash at its end. */
  static Optional<URI> publicUrl(String text) {
    Optional<URI> url = url(text);
    if (url.isPresent() && (url.get().getRawQuery() != null || url.get().getRawFragment() != null)) {
      throw new IllegalArgumentException("must be a URL without ? and #: paths are put behind it");
    }
    return url.map(with -> URI.create(with.toString().replaceFirst("/+$", "")));
  }

  /** RFC 7617: a colon would end it. */
  static String user(String text) {
    if (text.indexOf(':') >= 0 || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must not hold a colon or control characters");
    }
    return text;
  }

  static Optional<Secret> anySecret(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(secret(text));
  }

  static String holder(String text) {
    if (!text.matches("[A-Za-z0-9_.:-]{0,64}")) {
      throw new IllegalArgumentException("must be at most 64 letters, digits and _ . : -");
    }
    return text;
  }

  /** A name that follows {@code @} in a FreeSWITCH command. */
  static String profile(String text) {
    return matching(PROFILE, text, "a profile's name of letters, digits, _ . -");
  }

  static Path directory(String text) {
    return path(text, "directory");
  }

  static Path file(String text) {
    return path(text, "file");
  }

  private static Path path(String text, String what) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must not hold control characters");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException broken) {
      throw new IllegalArgumentException("is no " + what + "'s name: " + broken.getReason());
    }
  }

  static LastResort lastResort(String text) {
    if (text.equals("hangup")) {
      return new LastResort.HangUp();
    }
    if (text.equals("fallback")) {
      return new LastResort.Fallback();
    }
    String sound = text.startsWith("play:") ? text.substring("play:".length()) : "";
    if (sound.isEmpty() || sound.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must be hangup, fallback or play:<file below sounds.directory>, not " + quoted(text));
    }
    return new LastResort.Play(sound);
  }

  static Unsupported unsupported(String text) {
    if (text.equals("skip")) {
      return new Unsupported.Skip();
    }
    if (text.equals("fallback")) {
      return new Unsupported.Fallback();
    }
    String extension = text.startsWith("dialplan:") ? text.substring("dialplan:".length()) : "";
    if (!EXTENSION.matcher(extension).matches()) {
      throw new IllegalArgumentException(
          "must be skip, fallback or dialplan:<extension> (letters, digits, _ . + * # -), not " + quoted(text));
    }
    return new Unsupported.Dialplan(extension);
  }

  /** Where the dialplan leads a call. */
  static Optional<String> extensionInContext(String text) {
    return text.isEmpty() ? Optional.empty()
        : Optional.of(matching(EXTENSION_IN_CONTEXT, text, "<extension> XML <context>, as in sorry XML default"));
  }

  static Secret secret(String text) {
    if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must not be empty or hold control characters");
    }
    return new Secret(text);
  }

  /** What a person has to know, and nobody may guess by trying. The text is not repeated. */
  static Optional<Secret> password(String text) {
    if (!text.isEmpty() && (text.length() < LEAST_PASSWORD || text.chars().anyMatch(Character::isISOControl))) {
      throw new IllegalArgumentException("must have at least " + LEAST_PASSWORD + " characters, none of them a control character");
    }
    return anySecret(text);
  }

  /** Goes into a header as it is. The text is not repeated. */
  static Optional<Secret> token(String text) {
    if (!text.isEmpty() && !TOKEN.matcher(text).matches()) {
      throw new IllegalArgumentException("must be a token of at most 4096 visible ASCII characters, without spaces");
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(new Secret(text));
  }

  static Optional<String> model(String text) {
    return text.isEmpty() ? Optional.empty()
        : Optional.of(matching(MODEL, text, "a model's name of letters, digits, spaces and . _ : / @ + -"));
  }

  static Optional<String> language(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(matching(LANGUAGE, text, "a language as in en or pt-BR"));
  }

  static BigDecimal rate(String text) {
    return new BigDecimal(matching(RATE, text, "an amount as in 0.05, not negative, with at most six digits on either side of the point"));
  }

  /** The text is not repeated: whoever confuses id and token would find the token in the log. */
  static String authId(String text) {
    if (!AUTH_ID.matcher(text).matches()) {
      throw new IllegalArgumentException("must be MA and 18 capital letters or digits; this has " + text.length() + " characters");
    }
    return text;
  }

  private static String matching(Pattern pattern, String text, String expected) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("must be " + expected + ", not " + quoted(text));
    }
    return text;
  }

  private static String quoted(String text) {
    String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
    return "\"" + shown.replaceAll("\\p{C}", "?") + "\"";
  }

  private static Duration times(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  private static String words(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + "d";
    }
    return duration.toMinutes() > 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
  }
}
