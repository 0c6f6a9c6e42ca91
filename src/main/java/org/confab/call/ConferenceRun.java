package org.confab.call;

import io.vertx.core.Future;
import java.util.Optional;
import org.confab.conference.ConferenceKey;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.http.Link;
import org.confab.plivo.ConferenceElement;

/** {@code <Conference>}: into the room, and after it what {@link AfterConference} says. */
record ConferenceRun(Conferences conferences, Application application, CallRequests requests, ConferenceElement element, Optional<Link> action,
    ConferenceCallbacks.Target callback, ConferenceSounds sounds, ConferenceSounds.Resolution urls, int ceiling, boolean actionOnHangup) implements ElementRun {

  @Override
  public Future<Next> run(Call call) {
    ConferenceKey key = new ConferenceKey(call.account().authId(), element.name());
    AfterConference after = new AfterConference(application, requests, element, action, actionOnHangup);
    return conferences.join(call, key, JoinPlan.settings(element, ceiling), callback, sounds.of(call, key, element, urls))
        .map(stay -> after.of(call, key, stay));
  }

  @Override
  public Future<Next> resume(Call call, Future<Completed> chain) {
    ConferenceKey key = new ConferenceKey(call.account().authId(), element.name());
    if (!conferences.knows(key, call)) {
      return chain.map(Outcomes::afterApplication);
    }
    AfterConference after = new AfterConference(application, requests, element, action, actionOnHangup);
    return conferences.resume(call, key, callback, sounds.of(call, key, element, urls), chain).map(stay -> after.of(call, key, stay));
  }
}
