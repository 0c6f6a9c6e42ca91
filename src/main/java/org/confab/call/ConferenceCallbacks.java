package org.confab.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Delivery;
import org.confab.callback.Lane;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.http.Link;
import org.confab.log.About;
import org.confab.log.Subject;
import org.confab.metrics.Meters;
import org.confab.plivo.ConferenceParameters;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.RecordingParameters;
import org.confab.plivo.UrlOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the rules want told into callbacks, each to the URL that the member's own element named. */
final class ConferenceCallbacks {

  private static final Logger LOG = LoggerFactory.getLogger(ConferenceCallbacks.class);

  /**
   * Where a member's events go; nowhere if its element named no callbackUrl.
   *
   * @param transcript where the text of a recording goes that this member asked for
   */
  record Target(Optional<Link> link, HttpMethod method, Optional<RememberedRecording.Transcript> transcript) {}

  private record Addressee(Call call, Target target) {}

  private final BoxContext context;
  private final Delivery delivery;
  private final CallRequests requests;
  private final Clock clock;
  private final boolean tellRejects;
  private final Meters meters;
  private final Map<String, Addressee> addressees = new HashMap<>();

  ConferenceCallbacks(BoxContext context, Delivery delivery, CallRequests requests, Clock clock, boolean tellRejects, Meters meters) {
    this.context = context;
    this.delivery = delivery;
    this.requests = requests;
    this.clock = clock;
    this.tellRejects = tellRejects;
    this.meters = meters;
  }

  /** The lane's name for a conference: its account and its name. */
  static String lane(ConferenceKey key) {
    return key.account() + "/" + key.name();
  }

  /** From now on what concerns the call goes there, until its exit or its refusal. */
  void entering(Call call, Target target) {
    addressees.put(call.uuid(), new Addressee(call, target));
    target.link().ifPresent(link -> UrlOptions.of(link.url()).warnings().forEach(warning -> LOG.warn("call {}: {}.", call, warning)));
  }

  void enter(ConferenceKey key, Effect.TellEnter enter) {
    Optional.ofNullable(addressees.get(enter.call())).ifPresent(to -> send(key, to, requests
        .conference(to.call(), key, enter.conferenceUuid(), enter.memberId(), enter.members(), enter.at()).enter(enter.first())));
  }

  void exit(ConferenceKey key, Effect.TellExit exit) {
    Optional.ofNullable(addressees.remove(exit.call())).ifPresent(to -> send(key, to, requests
        .conference(to.call(), key, exit.departure().conferenceUuid(), exit.departure().memberId(), exit.members(), exit.at())
        .exit(exit.last(), exit.departure().reason().word())));
  }

  void digits(ConferenceKey key, Effect.TellDigits digits) {
    Optional.ofNullable(addressees.get(digits.call())).ifPresent(to -> send(key, to, requests
        .conference(to.call(), key, digits.conferenceUuid(), digits.memberId(), digits.members(), digits.at()).digits(digits.pattern())));
  }

  void floor(ConferenceKey key, Effect.TellFloor floor) {
    Optional.ofNullable(addressees.get(floor.call())).ifPresent(to -> send(key, to, requests
        .conference(to.call(), key, floor.conferenceUuid(), floor.memberId(), floor.members(), floor.at()).floor()));
  }

  /** @param members who is in the conference that did not let the call in */
  void refused(ConferenceKey key, Call call, Effect.Refusal reason, List<String> members) {
    meters.joinRefused(switch (reason) {
      case FULL -> Meters.JoinRefusal.FULL;
      case REJECTED -> Meters.JoinRefusal.SWITCH;
      case GONE -> Meters.JoinRefusal.CALLER_GONE;
    });
    Optional.ofNullable(addressees.remove(call.uuid())).filter(to -> tellRejects && reason != Effect.Refusal.GONE).ifPresent(to -> {
      ConferenceParameters parameters = requests.conference(to.call(), key, "", "", members, clock.now());
      send(key, to, parameters.reject(reason.word()));
    });
  }

  /** @param members who is in the room still */
  void recorded(RememberedRecording recording, RememberedRecording.Asking asking, Call call, RecordingParameters parameters, List<String> members) {
    send(recording.key(), new Addressee(call, new Target(asking.callbackUrl(), asking.callbackMethod(), Optional.empty())), requests
        .conference(call, recording.key(), recording.conferenceUuid(), asking.memberId(), members, parameters.end()).record(parameters));
  }

  /** As Plivo tells whoever ordered a recording by its API. */
  void recorded(RememberedRecording recording, RememberedRecording.Ordering order, RecordingParameters parameters) {
    order.callbackUrl().ifPresent(link -> send(recording.key(), link, order.callbackMethod(),
        parameters.ordered(order.apiId(), recording.key().name()), About.recording(recording.file().id()).says("recording " + recording.file().name())));
  }

  /** Nothing more will be told of this conference until it begins anew. */
  void over(ConferenceKey key) {
    delivery.ended(lane(key)).onFailure(why -> LOG.warn("The lanes of a conference that is over could not be closed: {}", why.getMessage(),
        About.conference(key.name())));
  }

  private void send(ConferenceKey key, Addressee to, Map<String, String> parameters) {
    to.target().link().ifPresent(link -> send(key, link, to.target().method(), parameters,
        About.call(to.call().uuid()).says("call " + to.call())));
  }

  private void send(ConferenceKey key, Link link, HttpMethod method, Map<String, String> parameters, Subject whose) {
    Callback callback = new Callback(UUID.randomUUID(), new Lane(lane(key), link.url()), method.name(), link.url(), link.trusted(), parameters,
        key.account(), context.happenedAt());
    delivery.add(callback).onFailure(why -> LOG.error("{}: callback {} ({}) is lost: {}", whose, About.callback(callback.id().toString()),
        parameters.getOrDefault("ConferenceAction", "record"), why.getMessage(), About.conference(key.name())));
  }
}
