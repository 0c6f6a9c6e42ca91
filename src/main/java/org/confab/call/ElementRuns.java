package org.confab.call;

import io.vertx.core.Future;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.freeswitch.BoxCommands;
import org.confab.http.Link;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.Element;
import org.confab.plivo.HangupElement;
import org.confab.plivo.InvalidElement;
import org.confab.plivo.OtherElement;
import org.confab.plivo.PlayElement;
import org.confab.plivo.Printable;
import org.confab.plivo.RedirectElement;
import org.confab.plivo.Urls;
import org.confab.plivo.WaitElement;
import org.confab.sound.Sounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which class runs which element. */
record ElementRuns(Settings settings, Channels channels, BoxCommands box, Conferences conferences, Application application,
    CallRequests requests, Sounds sounds) {

  private static final Logger LOG = LoggerFactory.getLogger(ElementRuns.class);

  /** @param document the element's, to whose URL relative ones are relative */
  ElementRun of(Call call, Element element, Application.Fetched document) {
    if (element instanceof ConferenceElement it) {
      Optional<Link> callback = it.callbackUrl().flatMap(url -> absolute(call, it.line(), document, url));
      return new ConferenceRun(conferences, application, requests, it, it.action().flatMap(url -> absolute(call, it.line(), document, url)),
          new ConferenceCallbacks.Target(callback, it.callbackMethod()), new ConferenceSounds(application, requests, sounds, box),
          url -> absolute(call, it.line(), document, url), settings.conference().maxMembers(), settings.answer().actionOnHangup());
    } else if (element instanceof RedirectElement it) {
      return redirect(call, it, document);
    } else if (element instanceof HangupElement it) {
      return new HangupRun(box, it);
    } else if (element instanceof WaitElement it) {
      return new WaitRun(channels, it.length());
    } else if (element instanceof PlayElement it) {
      return new PlayRun(channels, box, settings.sounds().directory(), it);
    } else if (element instanceof OtherElement it) {
      return new OtherRun(settings.answer().unsupported(), it);
    } else if (element instanceof InvalidElement it) {
      return ignored -> {
        LOG.warn("call {}: <{}> in line {} is skipped: {}.", call, Printable.of(it.name()), it.line(), it.reason());
        return Future.succeededFuture(Next.onward());
      };
    }
    throw new IllegalStateException("no way to run " + element.getClass().getSimpleName());
  }

  private ElementRun redirect(Call call, RedirectElement element, Application.Fetched document) {
    Next next = absolute(call, element.line(), document, element.url())
        .<Next>map(link -> new Next.Document(link, element.method(), requests.redirect(call), true)).orElseGet(Next::onward);
    return ignored -> Future.succeededFuture(next);
  }

  private static Optional<Link> absolute(Call call, int line, Application.Fetched document, String reference) {
    Urls.Resolution resolution = Urls.resolve(document.base(), reference);
    if (resolution instanceof Urls.Resolution.Refused refused) {
      LOG.warn("call {}: the URL '{}' in line {} is not used: {}.", call, Printable.url(reference), line, refused.reason());
    }
    return resolution instanceof Urls.Resolution.Resolved resolved
        ? Optional.of(Link.in(document.base(), document.trusted(), resolved.url())) : Optional.empty();
  }
}
