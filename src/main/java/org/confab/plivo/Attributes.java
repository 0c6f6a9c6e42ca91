package org.confab.plivo;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The attributes of one element, read by what they mean. Absent and empty: the default. Out of range: the nearest allowed value, with a
 * warning. Meaningless: the default, with a warning. Never asked for: a warning ({@link #warnOfTheRest}).
 */
final class Attributes {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

  private final RawElement element;
  private final Warnings warnings;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> aliased = new HashSet<>();
  private boolean childrenRead;

  Attributes(RawElement element, Warnings warnings) {
    this.element = element;
    this.warnings = warnings;
  }

  int line() {
    return element.line();
  }

  /** The element's own text, trimmed. */
  String body() {
    return element.text();
  }

  /** The element's text and, for SSML, that of all that is in it; trimmed, and white space within is one space. */
  String spoken() {
    childrenRead = true;
    return Ssml.text(element, warnings);
  }

  /** The elements in this one that can be heard. One that cannot be had as it is written is left out, with a warning; others are ignored with one. */
  List<SoundElement> sounds() {
    List<SoundElement> sounds = new ArrayList<>();
    nested(ElementReaders.SOUNDS.keySet(), child -> {
      if (child instanceof SoundElement sound) {
        sounds.add(sound);
      } else if (child instanceof InvalidElement invalid) {
        warnings.add(invalid.line(), "<" + invalid.name() + "> is skipped: " + invalid.reason());
      }
    });
    return sounds;
  }

  /** The elements in this one that have one of the names; the others are ignored, with a warning. */
  List<Element> elements(Set<String> names) {
    List<Element> elements = new ArrayList<>();
    nested(names, elements::add);
    return elements;
  }

  private void nested(Set<String> names, Consumer<Element> to) {
    childrenRead = true;
    for (RawElement child : element.children()) {
      if (names.contains(child.name())) {
        to.accept(ElementReaders.read(child, warnings));
      } else {
        ignored(child);
      }
    }
  }

  private void ignored(RawElement child) {
    warnings.add(new Warning(child.line(), "<" + Printable.of(child.name()) + "> inside <" + element.name() + "> is ignored",
        Optional.of(Printable.of(child.name())), Optional.empty()));
  }

  /** The element without what cannot be run of it. */
  InvalidElement invalid(String reason) {
    return new InvalidElement(line(), element.name(), reason);
  }

  void warn(String text) {
    warn(Optional.empty(), text);
  }

  /** Of one attribute; the text names it too. */
  void warn(String attribute, String text) {
    warn(Optional.of(attribute), text);
  }

  private void warn(Optional<String> attribute, String text) {
    warnings.add(new Warning(line(), "<" + element.name() + "> " + text, Optional.of(element.name()), attribute.map(Printable::of)));
  }

  /** {@code alias} means {@code name} where {@code name} itself is not given. */
  Attributes alias(String alias, String name) {
    if (element.attributes().containsKey(alias)) {
      aliased.add(alias);
      element.attributes().putIfAbsent(name, element.attributes().get(alias));
    }
    return this;
  }

  /** The value, trimmed; none if absent or empty. */
  Optional<String> text(String name) {
    known.add(name);
    return Optional.ofNullable(element.attributes().get(name)).map(XmlSpace::trim).filter(value -> !value.isEmpty());
  }

  /** Whether it is given, with nothing in it. */
  boolean isEmpty(String name) {
    known.add(name);
    return Optional.ofNullable(element.attributes().get(name)).filter(value -> XmlSpace.trim(value).isEmpty()).isPresent();
  }

  boolean flag(String name, boolean byDefault) {
    return oneOf(name, Map.of("true", true, "false", false)).orElse(byDefault);
  }

  HttpMethod method(String name) {
    return oneOf(name, Map.of("GET", HttpMethod.GET, "POST", HttpMethod.POST)).orElse(HttpMethod.POST);
  }

  /** The value among those allowed; another case of its letters counts, with a warning. */
  <V> Optional<V> oneOf(String name, Map<String, V> allowed) {
    Optional<String> written = text(name);
    if (written.isEmpty()) {
      return Optional.empty();
    }
    String value = written.get();
    if (allowed.containsKey(value)) {
      return Optional.of(allowed.get(value));
    }
    for (Map.Entry<String, V> entry : allowed.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(value)) {
        warn(name, quoted(name, value) + " is read as \"" + entry.getKey() + "\"");
        return Optional.of(entry.getValue());
      }
    }
    return meaningless(name, value, "it can be " + String.join(", ", allowed.keySet().stream().sorted().toList()));
  }

  int integer(String name, int byDefault, int least) {
    return integer(name, byDefault, least, Integer.MAX_VALUE);
  }

  int integer(String name, int byDefault, int least, int most) {
    Optional<String> written = text(name);
    if (written.isEmpty()) {
      return byDefault;
    }
    String value = written.get();
    if (!INTEGER.matcher(value).matches()) {
      return this.<Integer>meaningless(name, value, "it has to be a whole number").orElse(byDefault);
    }
    // longer numbers are far out of range, and BigInteger takes quadratic time for them
    String digits = value.length() > 20 ? (value.startsWith("-") ? "-" : "") + "9".repeat(20) : value;
    BigInteger number = new BigInteger(digits);
    int nearest = number.max(BigInteger.valueOf(least)).min(BigInteger.valueOf(most)).intValue();
    if (!number.equals(BigInteger.valueOf(nearest))) {
      warn(name, quoted(name, value) + " is out of range and counts as " + nearest);
    }
    return nearest;
  }

  Duration seconds(String name, int byDefault, int least) {
    return Duration.ofSeconds(integer(name, byDefault, least));
  }

  /** A URL as written, possibly relative to the document's; none if it could not be requested. */
  Optional<String> url(String name) {
    return text(name).flatMap(value -> Urls.faultOf(value)
        .map(fault -> this.<String>meaningless(name, value, fault))
        .orElse(Optional.of(value)));
  }

  /** A value that a function reads; it returns none for what means nothing. */
  <V> Optional<V> parsed(String name, Function<String, Optional<V>> reading, String rule) {
    Optional<String> written = text(name);
    return written.flatMap(reading).or(() -> written.flatMap(value -> this.<V>meaningless(name, value, rule)));
  }

  /** Comma-separated parts that match; the others are left out, with a warning. */
  List<String> list(String name, Pattern allowed, String rule) {
    Set<String> parts = new LinkedHashSet<>();
    for (String part : text(name).orElse("").split(",")) {
      String trimmed = XmlSpace.trim(part);
      if (allowed.matcher(trimmed).matches()) {
        parts.add(trimmed);
      } else if (!trimmed.isEmpty()) {
        warn(name, quoted(name, trimmed) + " is left out: " + rule);
      }
    }
    return List.copyOf(parts);
  }

  /** An attribute that some applications carry and that is never acted upon. */
  void neverUsed(String name, String why) {
    if (text(name).isPresent()) {
      warn(name, name + " has no effect: " + why);
    }
  }

  void warnOfTheRest() {
    for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
      String name = attribute.getKey();
      if (known.contains(name)) {
        NotActedUpon.warning(element.name(), name, XmlSpace.trim(attribute.getValue())).ifPresent(text -> warn(name, text));
      } else if (!aliased.contains(name) && !name.equals("xmlns") && !name.startsWith("xmlns:")) {
        warn(name, "has no attribute \"" + Printable.of(name) + "\"" + hint(name) + "; it is ignored");
      }
    }
    if (!childrenRead) {
      element.children().forEach(this::ignored);
    }
  }

  private <V> Optional<V> meaningless(String name, String value, String rule) {
    warn(name, quoted(name, value) + " means nothing and is ignored: " + rule);
    return Optional.empty();
  }

  private String hint(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return known.stream().filter(other -> other.toLowerCase(Locale.ROOT).equals(lower)).findFirst()
        .map(other -> " (did you mean \"" + other + "\"?)").orElse("");
  }

  /** What may be a URL, whatever the attribute, without what may be secret in one. */
  private static String quoted(String name, String value) {
    return name + "=\"" + Printable.of(value.contains("/") ? Printable.bare(value) : value) + "\"";
  }
}
