package org.confab.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** A tag has the values of one enum: what a caller, a document or an application says cannot become one. */
final class Tags {

  private Tags() {}

  /** A meter for each value, made from the value's word. */
  static <E extends Enum<E>, M> Map<E, M> each(Class<E> type, BiFunction<E, String, M> meter) {
    Map<E, M> meters = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      meters.put(value, meter.apply(value, value.name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    return meters;
  }
}
