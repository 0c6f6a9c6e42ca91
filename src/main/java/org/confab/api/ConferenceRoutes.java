package org.confab.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.clock.Clock;
import org.confab.live.ConferenceView;
import org.confab.live.LiveConferences;
import org.confab.live.MemberView;
import org.confab.live.RecordOrder;
import org.confab.plivo.ConferenceName;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.RecordFileFormat;
import org.confab.plivo.TranscriptionType;

/** Conferences as a whole: seen, hung up, recorded. Numbers are strings where Plivo has strings (its SDKs' fixtures). */
public final class ConferenceRoutes implements Routes {

  private final LiveConferences conferences;
  private final Clock clock;

  public ConferenceRoutes(LiveConferences conferences, Clock clock) {
    this.conferences = conferences;
    this.clock = clock;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("Conference/", this::list),
        Route.delete("Conference/", request -> conferences.hangUpAll(request.account()).map(OutcomeAnswers::noContent)),
        Route.get("Conference/{conference_name}/", this::get),
        Route.delete("Conference/{conference_name}/", request -> conferences.hangUp(request.account(), name(request)).map(OutcomeAnswers::noContent)),
        Route.post("Conference/{conference_name}/Record/", this::record).once(this::thatConference),
        Route.delete("Conference/{conference_name}/Record/",
            request -> conferences.stopRecording(request.account(), name(request)).map(OutcomeAnswers::noContent)));
  }

  /** The name in a path means what it would mean in a document. */
  static String name(ApiRequest request) {
    return ConferenceName.normalised(request.name("conference_name"));
  }

  private Future<Answer> list(ApiRequest request) {
    return conferences.all(request.account())
        .map(all -> Answer.of(200, Map.of("conferences", all.stream().map(ConferenceView::name).toList())));
  }

  private Future<Answer> get(ApiRequest request) {
    return conferences.find(request.account(), name(request))
        .map(found -> found.map(view -> Answer.of(200, body(view, clock.now()))).orElseGet(OutcomeAnswers::noConference));
  }

  private static Map<String, Object> body(ConferenceView view, Instant now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("conference_name", view.name());
    body.put("conference_run_time", seconds(view.since(), now));
    body.put("conference_member_count", Integer.toString(view.members().size()));
    body.put("members", view.members().stream().map(member -> body(member, now)).toList());
    return body;
  }

  private static Map<String, Object> body(MemberView member, Instant now) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("muted", member.muted());
    body.put("member_id", member.id());
    body.put("deaf", member.deaf());
    body.put("from", member.from());
    body.put("to", member.to());
    body.put("caller_name", member.callerName());
    body.put("direction", member.direction().word());
    body.put("call_uuid", member.callUuid());
    body.put("join_time", seconds(member.since(), now));
    return body;
  }

  private static String seconds(Instant since, Instant now) {
    return Long.toString(Math.max(0, Duration.between(since, now).toSeconds()));
  }

  private Future<Answer> record(ApiRequest request) {
    ApiParameters given = request.parameters();
    RecordFileFormat format = given.choice("file_format", RecordFileFormat.class).orElse(RecordFileFormat.MP3);
    HttpMethod callbackMethod = given.method("callback_method", HttpMethod.POST);
    HttpMethod transcriptionMethod = given.method("transcription_method", HttpMethod.POST);
    TranscriptionType type = given.choice("transcription_type", TranscriptionType.class).orElse(TranscriptionType.AUTO);
    Optional<RecordOrder.Target> callback = given.url("callback_url").map(url -> new RecordOrder.Target(url, callbackMethod));
    Optional<RecordOrder.Transcript> transcript = given.url("transcription_url")
        .map(url -> new RecordOrder.Transcript(type, new RecordOrder.Target(url, transcriptionMethod)));
    return conferences.record(request.account(), name(request), new RecordOrder(request.apiId(), format, callback, transcript)).map(recorded -> {
      if (recorded instanceof LiveConferences.Recorded.Started started) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("message", "conference recording started");
        body.put("recording_id", started.recordingId());
        body.put("url", started.url());
        return Answer.of(202, body);
      }
      return OutcomeAnswers.noContent(((LiveConferences.Recorded.Not) recorded).why());
    });
  }

  /** A conference that has begun anew is another one. */
  private Future<Set<String>> thatConference(ApiRequest request) {
    return conferences.find(request.account(), name(request)).map(found -> found.map(view -> Set.of(view.uuid())).orElse(Set.of()));
  }
}
