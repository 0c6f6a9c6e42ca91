package org.confab.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.confab.plivo.Urls;

/**
 * The parameters of a request, from its query and its body (which wins). Unknown ones are ignored, an empty one is absent, as Plivo has it.
 * A value that cannot be is a {@link BadRequest}, which names the parameter.
 */
final class ApiParameters {

  private final Map<String, String> values;

  ApiParameters(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
  }

  String required(String name) {
    return text(name).orElseThrow(() -> missing(name));
  }

  /** An absolute http or https URL, as it can be requested; with Plivo's options in its fragment, if it has any. */
  Optional<String> url(String name) {
    return text(name).map(text -> {
      if (Urls.parse(text) instanceof Urls.Resolution.Resolved resolved) {
        return resolved.url().toString();
      }
      throw new BadRequest(name + ": " + ((Urls.Resolution.Refused) Urls.parse(text)).reason());
    });
  }

  String requiredUrl(String name) {
    return url(name).orElseThrow(() -> missing(name));
  }

  /** GET or POST, in upper or lower case. */
  HttpMethod method(String name, HttpMethod otherwise) {
    return choice(name, HttpMethod.class).orElse(otherwise);
  }

  /** One of the type's values by its name; case does not matter. */
  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return text(name).map(text -> Arrays.stream(type.getEnumConstants()).filter(each -> each.name().equalsIgnoreCase(text.strip())).findFirst()
        .orElseThrow(() -> new BadRequest("%s has to be %s, not \"%s\"".formatted(name, Arrays.stream(type.getEnumConstants())
            .map(each -> type.equals(HttpMethod.class) ? each.name() : each.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" or ")),
            Printable.of(text)))));
  }

  int number(String name, int otherwise, int least, int most) {
    return text(name).map(text -> {
      if (text.matches("\\d{1,9}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most) {
        return Integer.parseInt(text);
      }
      throw new BadRequest("%s has to be a number from %d to %d, not \"%s\"".formatted(name, least, most, Printable.of(text)));
    }).orElse(otherwise);
  }

  /** All of them in an order of their own, each with its length, so that no two different requests have the same text. */
  String canonical() {
    return new TreeMap<>(values).entrySet().stream()
        .map(each -> each.getKey().length() + ":" + each.getKey() + each.getValue().length() + ":" + each.getValue()).collect(Collectors.joining());
  }

  private static BadRequest missing(String name) {
    return new BadRequest(name + " is missing");
  }
}
