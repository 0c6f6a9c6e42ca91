package org.confab.apptest;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.apptest.Requests.Requested;
import org.confab.apptest.Step.Expected;
import org.confab.apptest.Step.Wanted;
import org.confab.http.PlainUrl;

/** A request that is expected, held against those that came. */
final class RequestMatch {

  private static final int LONGEST = 120;
  /** What people look at first. */
  private static final List<String> MATTERS = List.of("ConferenceAction", "ConferenceName", "Event", "CallStatus", "Digits", "From", "To", "ConferenceDigitsMatch",
      "ConferenceFirstMember", "ConferenceLastMember", "HangupCause", "Duration");

  private final World world;

  RequestMatch(World world) {
    this.world = world;
  }

  boolean fits(Expected expected, Requested came) {
    return differences(expected, came).isEmpty();
  }

  /** In what it differs, each in a line; the place comes first. */
  List<String> differences(Expected expected, Requested came) {
    List<String> differences = new ArrayList<>();
    URI wanted = world.resolved(expected.to());
    if (!isPlace(expected.to(), wanted, came.url())) {
      String query = expected.to().contains("?") && came.url().getRawQuery() != null ? "?" + came.url().getRawQuery() : "";
      differences.add("it went to " + shortened(PlainUrl.of(came.url()) + query));
    }
    expected.method().filter(method -> !method.equals(came.method())).ifPresent(method -> differences.add("it was a " + came.method() + ", not a " + method));
    expected.caller().filter(caller -> !came.callUuid().map(world::nameOf).filter(caller::equals).isPresent())
        .ifPresent(caller -> differences.add("it was about " + came.callUuid().map(world::nameOf).orElse("no call") + ", not " + caller));
    for (Map.Entry<String, Wanted> each : expected.with().entrySet()) {
      String value = came.parameters().get(each.getKey());
      if (value == null) {
        differences.add(each.getKey() + " was missing, and should be " + shortened(each.getValue().text()) + " (line " + each.getValue().line() + ")");
      } else if (!each.getValue().fits(value)) {
        differences.add(each.getKey() + " was " + shortened(value) + ", and should be " + shortened(each.getValue().text()) + " (line " + each.getValue().line() + ")");
      }
    }
    expected.without().stream().filter(came.parameters()::containsKey).forEach(name -> differences.add(name + " was there: " + shortened(came.parameters().get(name))));
    return differences;
  }

  private static boolean isPlace(String to, URI wanted, URI url) {
    boolean query = to.contains("?");
    return wanted.getScheme().equals(url.getScheme()) && wanted.getRawAuthority().equals(url.getRawAuthority()) && path(wanted).equals(path(url))
        && (!query || String.valueOf(wanted.getRawQuery()).equals(String.valueOf(url.getRawQuery())));
  }

  private static String path(URI url) {
    return url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
  }

  /** The one that is most like it, if one went to the same place or is about the same thing. */
  Optional<Requested> nearest(Expected expected, List<Requested> came) {
    return came.stream().filter(request -> likeness(expected, request) > 0)
        .max(Comparator.comparingInt((Requested request) -> likeness(expected, request)).thenComparing(request -> -request.number()));
  }

  private int likeness(Expected expected, Requested came) {
    int place = isPlace(expected.to(), world.resolved(expected.to()), came.url()) ? 3 : 0;
    int caller = expected.caller().isPresent() && came.callUuid().map(world::nameOf).equals(expected.caller()) ? 1 : 0;
    int values = (int) expected.with().entrySet().stream().filter(each -> Optional.ofNullable(came.parameters().get(each.getKey())).filter(each.getValue()::fits).isPresent()).count();
    return place + 2 * values + (place + values > 0 ? caller : 0);
  }

  /** For people, in one line. */
  String words(Expected expected) {
    StringBuilder words = new StringBuilder(expected.method().orElse("a request")).append(" to ").append(shortened(expected.to()));
    expected.caller().ifPresent(caller -> words.append(", about ").append(caller));
    expected.with().forEach((name, value) -> words.append("  ").append(name).append('=').append(shortened(value.text())));
    expected.without().forEach(name -> words.append("  without ").append(name));
    return words.toString();
  }

  /** For people, in one line. */
  String words(Requested came) {
    StringBuilder words = new StringBuilder(Times.of(came.at())).append("  ").append(came.method()).append(' ').append(shortened(place(came.url())));
    came.callUuid().ifPresent(uuid -> words.append("  ").append(world.nameOf(uuid)));
    MATTERS.stream().filter(came.parameters()::containsKey).forEach(name -> words.append("  ").append(name).append('=').append(shortened(came.parameters().get(name))));
    String result = came.result().get();
    if (!result.startsWith("2")) {
      words.append("  → ").append(result.isEmpty() ? "no answer yet" : result);
    }
    return words.toString();
  }

  private String place(URI url) {
    String plain = PlainUrl.of(url);
    URI answer = world.resolved("/");
    String origin = answer.getScheme() + "://" + answer.getRawAuthority();
    return plain.startsWith(origin + "/") ? plain.substring(origin.length()) : plain;
  }

  private static String shortened(String value) {
    return value.isEmpty() ? "\"\"" : value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
  }
}
