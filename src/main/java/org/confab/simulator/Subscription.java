package org.confab.simulator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which events one listener gets: the names it asked for, and its filters (event_handler in mod_event_socket.c). */
final class Subscription {

  private record Filter(String header, String value, boolean positive, Optional<Pattern> pattern) {

    static Filter of(String header, String value) {
      int at = 0;
      boolean positive = true;
      while (at < value.length() && "+- ".indexOf(value.charAt(at)) >= 0) {
        positive = value.charAt(at) == '+' || value.charAt(at) != '-' && positive;
        at++;
      }
      String compare = value.substring(at);
      return new Filter(header, compare, positive, value.startsWith("/") ? pattern(value) : Optional.empty());
    }

    private static Optional<Pattern> pattern(String value) {
      int end = value.lastIndexOf('/');
      String flags = end > 0 ? value.substring(end + 1) : "";
      String expression = end > 0 ? value.substring(1, end) : value.substring(1);
      try {
        return Optional.of(Pattern.compile(expression, flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0));
      } catch (PatternSyntaxException e) {
        return Optional.of(Pattern.compile("(?!)"));
      }
    }

    boolean matches(String actual) {
      return pattern.map(p -> p.matcher(actual).find()).orElseGet(() -> actual.equalsIgnoreCase(value));
    }
  }

  private record Original(String header, String value) {}

  private final Set<String> names = new HashSet<>();
  private final Set<String> subclasses = new HashSet<>();
  private final List<Filter> filters = new ArrayList<>();
  private final List<Original> originals = new ArrayList<>();
  private Event.Format format = Event.Format.PLAIN;
  private boolean all;
  private boolean listening;

  Event.Format format() {
    return format;
  }

  /** {@code event [plain|json] <names> [CUSTOM <subclasses>]}; adds to what was asked before. */
  String event(List<String> words) {
    boolean custom = false;
    int keys = 0;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (i == 0 && (word.equalsIgnoreCase("plain") || word.equalsIgnoreCase("json"))) {
        format = word.equalsIgnoreCase("json") ? Event.Format.JSON : Event.Format.PLAIN;
      } else if (custom) {
        subclasses.add(word);
      } else if (EventNames.known(word)) {
        keys++;
        all |= word.equalsIgnoreCase("ALL");
        custom = word.equalsIgnoreCase("CUSTOM");
        names.add(word.toUpperCase(Locale.ROOT));
      }
    }
    if (keys == 0) {
      return "-ERR no keywords supplied";
    }
    listening = true;
    return "+OK event listener enabled " + format.name().toLowerCase(Locale.ROOT);
  }

  /** {@code nixevent <names> [CUSTOM <subclasses>]}. */
  String nix(List<String> words) {
    boolean custom = false;
    int keys = 0;
    for (String word : words) {
      if (custom) {
        subclasses.remove(word);
      } else if (EventNames.known(word)) {
        keys++;
        if (word.equalsIgnoreCase("CUSTOM")) {
          custom = true;
        } else if (word.equalsIgnoreCase("ALL")) {
          names.clear();
          all = false;
        } else {
          if (all) {
            all = false;
            names.addAll(EventNames.all());
          }
          names.remove(word.toUpperCase(Locale.ROOT));
        }
      }
    }
    if (keys == 0) {
      return "-ERR no keywords supplied";
    }
    listening = true;
    return "+OK events nixed";
  }

  String none() {
    names.clear();
    subclasses.clear();
    all = false;
    boolean was = listening;
    listening = false;
    return was ? "+OK no longer listening for events" : "-ERR not listening for events";
  }

  /** {@code filter [add] <header> <value>} and {@code filter delete all|<header> [<value>]}. */
  String filter(String arguments) {
    String[] first = arguments.strip().split(" ", 2);
    if (first[0].equalsIgnoreCase("delete") && first.length == 2) {
      return delete(first[1]);
    }
    String[] pair = first.length == 2 && first[0].equalsIgnoreCase("add") ? first[1].split(" ", 2) : first;
    if (pair.length < 2) {
      return "-ERR invalid syntax";
    }
    filters.add(Filter.of(pair[0], pair[1]));
    originals.add(new Original(pair[0], pair[1]));
    return "+OK filter added. [" + pair[0] + "]=[" + pair[1] + "]";
  }

  private String delete(String arguments) {
    String[] pair = arguments.split(" ", 2);
    String value = pair.length == 2 ? pair[1] : "";
    for (int i = filters.size() - 1; i >= 0; i--) {
      Original original = originals.get(i);
      boolean gone = pair[0].equalsIgnoreCase("all")
          || original.header().equalsIgnoreCase(pair[0]) && (value.isEmpty() || original.value().equals(value));
      if (gone) {
        filters.remove(i);
        originals.remove(i);
      }
    }
    return "+OK filter deleted. [" + pair[0] + "][" + value + "]";
  }

  /** Whether events of that kind may be wanted at all; cheap, so that nothing is built for nobody. */
  boolean asks(String name, String subclass) {
    return listening && (all || names.contains(name) && (subclass.isEmpty() || subclasses.contains(subclass)));
  }

  /** Positive filters are alternatives, one that excludes has the last word; with any filter, what none matches is dropped. */
  boolean wants(Event event) {
    if (!asks(event.name(), event.subclass())) {
      return false;
    }
    if (filters.isEmpty()) {
      return true;
    }
    boolean send = false;
    for (Filter filter : filters) {
      if (send && filter.positive()) {
        continue;
      }
      Optional<String> value = event.header(filter.header());
      if (value.isPresent() && filter.matches(value.get())) {
        if (!filter.positive()) {
          return false;
        }
        send = true;
      }
    }
    return send;
  }
}
