package org.confab.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One call of the REST API. */
public final class Route {

  /**
   * What it does. May throw {@link BadRequest} before it has done anything; the future fails, or this throws another exception, only by a
   * defect, which is 500. What takes longer than 3.5 s is answered 503, and goes on.
   */
  @FunctionalInterface
  interface Work {
    Future<Answer> answer(ApiRequest request);
  }

  /** What a request would concern if it came now. */
  @FunctionalInterface
  interface Concern extends Function<ApiRequest, Future<Set<String>>> {}

  private final HttpMethod method;
  private final PathTemplate path;
  private final Work work;
  private final Optional<Concern> concern;

  private Route(HttpMethod method, PathTemplate path, Work work, Optional<Concern> concern) {
    this.method = method;
    this.path = path;
    this.work = work;
    this.concern = concern;
  }

  private static Route of(HttpMethod method, String template, Work work) {
    return new Route(method, new PathTemplate("/v1/Account/{auth_id}/" + template), work, Optional.empty());
  }

  /** @param template what follows {@code /v1/Account/{auth_id}/}, with a slash at its end */
  static Route get(String template, Work work) {
    return of(HttpMethod.GET, template, work);
  }

  static Route post(String template, Work work) {
    return of(HttpMethod.POST, template, work);
  }

  static Route delete(String template, Work work) {
    return of(HttpMethod.DELETE, template, work);
  }

  /** Said twice, it would be done twice: a repetition gets the first one's answer ({@link Repetitions}). */
  Route once() {
    return once(request -> Future.succeededFuture(Set.of()));
  }

  /** As {@link #once()}, but a request that would concern something that the first did not is no repetition. */
  Route once(Concern by) {
    return new Route(method, path, work, Optional.of(by));
  }

  HttpMethod method() {
    return method;
  }

  PathTemplate path() {
    return path;
  }

  Work work() {
    return work;
  }

  Optional<Concern> concern() {
    return concern;
  }
}
