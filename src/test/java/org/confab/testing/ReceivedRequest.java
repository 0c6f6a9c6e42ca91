package org.confab.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that the application received.
 *
 * @param number     counts the application's requests, from 1, in the order in which they arrived
 * @param parameters of the query, then of the form body, in the order in which they were sent
 * @param headers    names in lower case
 * @param uri        path and query as they were sent
 */
public record ReceivedRequest(int number, String method, String path, String uri, List<Map.Entry<String, String>> parameters,
    Map<String, List<String>> headers, String body) {

  /** The first parameter of that name, or the empty string. */
  public String parameter(String name) {
    return find(name).orElse("");
  }

  public Optional<String> find(String name) {
    return parameters.stream().filter(each -> each.getKey().equals(name)).map(Map.Entry::getValue).findFirst();
  }

  /** The first header of that name (any case), or the empty string. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of("")).get(0);
  }

  @Override
  public String toString() {
    return number + ". " + method + " " + path + " " + parameters;
  }
}
