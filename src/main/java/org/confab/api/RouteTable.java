package org.confab.api;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which call of the REST API a request is. */
final class RouteTable {

  /** What was found. */
  sealed interface Found {

    /** @param names as they came, still encoded */
    record Call(Route route, Map<String, String> names) implements Found {}

    record OtherMethods(Set<String> allowed) implements Found {}

    record Nothing() implements Found {}
  }

  private final List<Route> routes;

  /** @throws IllegalArgumentException two of them are for the same requests */
  RouteTable(List<? extends Routes> all) {
    this.routes = all.stream().flatMap(each -> each.routes().stream()).toList();
    Set<String> seen = new TreeSet<>();
    for (Route route : routes) {
      if (!seen.add(route.method() + " " + route.path().text().replaceAll("\\{[^}]*}", "{}"))) {
        throw new IllegalArgumentException("there are two routes for " + route.method() + " " + route.path().text());
      }
    }
  }

  List<Route> routes() {
    return routes;
  }

  /**
   * Of routes that fit, one that says more segments itself goes first: that of {@code Conference/all/} before that of {@code
   * Conference/{name}/}.
   */
  Found find(HttpMethod method, String path) {
    List<String> segments = PathTemplate.segments(path);
    List<Found.Call> fitting = new ArrayList<>();
    for (Route route : routes) {
      route.path().match(segments).ifPresent(names -> fitting.add(new Found.Call(route, names)));
    }
    fitting.sort((one, other) -> Integer.compare(one.names().size(), other.names().size()));
    return fitting.stream().filter(each -> each.route().method().equals(method)).<Found>map(each -> each).findFirst()
        .orElseGet(() -> fitting.isEmpty() ? new Found.Nothing()
            : new Found.OtherMethods(fitting.stream().map(each -> each.route().method().name()).collect(Collectors.toCollection(TreeSet::new))));
  }
}
