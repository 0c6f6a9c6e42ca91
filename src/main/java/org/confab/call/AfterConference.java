package org.confab.call;

import java.util.Map;
import java.util.Optional;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect.Departure;
import org.confab.conference.ExitReason;
import org.confab.http.Link;
import org.confab.plivo.ConferenceElement;

/**
 * What follows a stay in a conference: whether its action is requested, and whether what that returns is run. A call that was not let in goes on
 * after the element without its action, as Plivo does when the conference is full.
 */
record AfterConference(Application application, CallRequests requests, ConferenceElement element, Optional<Link> action, boolean actionOnHangup) {

  Next of(Call call, ConferenceKey key, Stay stay) {
    if (call.calledAway()) {
      // the document that took over is what follows
      return new Next.Over();
    }
    if (!(stay instanceof Stay.Was was)) {
      return call.over() ? new Next.Over() : Next.onward();
    }
    Departure departure = was.departure();
    if (departure.reason() == ExitReason.TRANSFERRED) {
      return new Next.Over();
    }
    boolean hungUp = call.over() || departure.reason() == ExitReason.HANGUP;
    if (action.isEmpty() || hungUp && !actionOnHangup) {
      return hungUp ? new Next.Over() : Next.onward();
    }
    Map<String, String> parameters = requests.action(call, key, departure, was.recording());
    if (hungUp) {
      application.tellLater(call, ConferenceCallbacks.lane(key), action.get(), element.method(), parameters);
      return new Next.Over();
    }
    if (element.redirect()) {
      return new Next.Document(action.get(), element.method(), parameters, false);
    }
    application.tell(call, action.get(), element.method(), parameters);
    return Next.onward();
  }
}
