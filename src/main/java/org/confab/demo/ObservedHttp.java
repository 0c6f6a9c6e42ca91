package org.confab.demo;

import io.vertx.core.Future;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.confab.demo.Timeline.Kind;
import org.confab.http.Http;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.PlainUrl;
import org.confab.plivo.Printable;
import org.confab.terminal.Ink;

/** Shows what Confab and the application say to each other. */
final class ObservedHttp {

  /** What a person wants to know first of a request. */
  private static final List<String> MATTERS = List.of("ConferenceAction", "ConferenceName", "ConferenceFirstMember", "ConferenceLastMember", "RecordingDurationMs", "RecordUrl",
      "ConferenceExitReason", "ConferenceSize", "ConferenceDigitsMatch", "Digits", "From", "To", "CallStatus", "HangupCauseName",
      "HangupSource", "Duration");
  private static final List<String> OF_THE_CALL = List.of("From", "To", "CallStatus");

  private final Timeline timeline;
  private final People people;
  private final AtomicInteger underWay = new AtomicInteger();
  private final String origin;
  private volatile Map<String, String> last = Map.of();

  /** @param answer the answer URL: what is at the same place is shown without its scheme and host */
  ObservedHttp(Timeline timeline, People people, URI answer) {
    this.origin = answer.getScheme() + "://" + answer.getRawAuthority() + "/";
    this.timeline = timeline;
    this.people = people;
  }

  /** Requests that were not answered yet. */
  int underWay() {
    return underWay.get();
  }

  /** Everything that the latest request said. */
  List<String> lastRequest() {
    return last.entrySet().stream().map(entry -> Printable.of(entry.getKey()) + "=" + PlainUrl.printable(entry.getValue())).toList();
  }

  /** The same client, observed. Confab has several. */
  Http around(Http http) {
    return request -> send(http, request);
  }

  private Future<HttpReply> send(Http http, HttpRequest request) {
    underWay.incrementAndGet();
    String who = people.name(request.parameters().getOrDefault("CallUUID", ""));
    boolean owed = request.headers().containsKey("X-Confab-Sequence");
    Kind kind = owed ? Kind.CALLBACK : Kind.REQUEST;
    Map<String, String> all = new LinkedHashMap<>(request.parameters());
    all.putAll(request.headers());
    last = all;
    timeline.tell(kind, who, Ink.PLAIN, describe(request));
    return http.send(request).onComplete(
        reply -> {
          replied(kind, who, reply);
          underWay.decrementAndGet();
        },
        failure -> {
          timeline.tell(Kind.WARNING, who, PlainUrl.printable(String.valueOf(failure.getMessage())));
          underWay.decrementAndGet();
        });
  }

  private List<String> describe(HttpRequest request) {
    Map<String, String> parameters = request.parameters();
    boolean conference = parameters.containsKey("ConferenceAction");
    String matters = MATTERS.stream().filter(parameters::containsKey).filter(name -> !conference || !OF_THE_CALL.contains(name))
        .filter(name -> !name.equals("ConferenceAction"))
        .map(name -> name.replace("Conference", "") + "=" + Printable.of(parameters.get(name))).collect(Collectors.joining(" "));
    String what = parameters.containsKey("ConferenceAction") ? parameters.get("ConferenceAction")
        : parameters.getOrDefault("Event", "").replace("StartApp", "").toLowerCase(Locale.ROOT);
    String attempt = request.headers().getOrDefault("X-Confab-Attempt", "1");
    List<String> lines = new ArrayList<>();
    lines.add((what.isEmpty() ? "" : Printable.of(what) + "  ") + request.method() + " " + place(request.url())
        + (request.headers().containsKey("X-Confab-Sequence") ? "  no. " + request.headers().get("X-Confab-Sequence") : "")
        + (attempt.equals("1") ? "" : ", attempt " + attempt));
    if (!matters.isEmpty()) {
      lines.add(matters);
    }
    return lines;
  }

  private String place(URI url) {
    String plain = PlainUrl.of(url);
    return plain.startsWith(origin) ? plain.substring(origin.length() - 1) : plain;
  }

  private void replied(Kind kind, String who, HttpReply reply) {
    if (!reply.succeeded()) {
      timeline.tell(Kind.WARNING, who, "the application answers with status " + reply.status());
    } else if (kind == Kind.REQUEST) {
      String type = reply.header("content-type").orElse("");
      if (type.startsWith("audio/")) {
        timeline.tell(Kind.SOUND, who, Ink.DIM, List.of((reply.body().length + 500) / 1000 + " kB of " + Printable.of(type)));
      } else {
        timeline.tell(Kind.DOCUMENT, who, Ink.DIM, DocumentLines.of(reply.body(), timeline.width()));
      }
    }
  }
}
