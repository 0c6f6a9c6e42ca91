package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.freeswitch.BoxCommands;
import org.confab.http.Link;
import org.confab.log.About;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.DTMFElement;
import org.confab.plivo.Element;
import org.confab.plivo.HangupElement;
import org.confab.plivo.InputElement;
import org.confab.plivo.InvalidElement;
import org.confab.plivo.KeyInput;
import org.confab.plivo.OtherElement;
import org.confab.plivo.PlayElement;
import org.confab.plivo.PreAnswerElement;
import org.confab.plivo.Printable;
import org.confab.plivo.RedirectElement;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.Urls;
import org.confab.plivo.WaitElement;
import org.confab.sound.Script;
import org.confab.sound.Sounds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which class runs which element. */
record ElementRuns(Settings settings, Channels channels, BoxCommands box, Conferences conferences, Application application,
    CallRequests requests, Sounds sounds, Clock clock) {

  private static final Logger LOG = LoggerFactory.getLogger(ElementRuns.class);

  /** How long the sound of a prompt that is for ever goes on. */
  private static final Duration FOREVER = Duration.ofMinutes(2);

  /** @param document the element's, to whose URL relative ones are relative */
  ElementRun of(Call call, Element element, Application.Fetched document) {
    return of(call, element, document, Opening.ANSWER);
  }

  private ElementRun of(Call call, Element element, Application.Fetched document, Opening opening) {
    if (element instanceof ConferenceElement it) {
      Optional<Link> callback = it.callbackUrl().flatMap(url -> absolute(call, it.line(), document, url));
      return new ConferenceRun(conferences, application, requests, it, it.action().flatMap(url -> absolute(call, it.line(), document, url)),
          new ConferenceCallbacks.Target(callback, it.callbackMethod(), transcript(call, it, document)), new ConferenceSounds(application, requests, playable()),
          url -> absolute(call, it.line(), document, url), settings.conference().maxMembers(), settings.answer().actionOnHangup());
    } else if (element instanceof RedirectElement it) {
      return redirect(call, it, document);
    } else if (element instanceof HangupElement it) {
      return new HangupRun(box, it);
    } else if (element instanceof WaitElement it) {
      return new WaitRun(channels, it.length());
    } else if (element instanceof PlayElement it) {
      return new PlayRun(channels, box, settings.sounds().directory(), opening, it,
          sound(call, new PlayElement(it.line(), it.source(), 1), it.loop(), document, opening));
    } else if (element instanceof SpeakElement it) {
      return sound(call, new SpeakElement(it.line(), it.text(), it.voice(), it.language(), 1), it.loop(), document, opening);
    } else if (element instanceof InputElement it) {
      return input(call, it, document, opening);
    } else if (element instanceof DTMFElement it) {
      return new DTMFRun(channels, opening, it);
    } else if (element instanceof PreAnswerElement it) {
      return new PreAnswerRun(it.elements().stream().map(each -> of(call, each, document, Opening.EARLY_MEDIA)).toList());
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

  private static Optional<RememberedRecording.Transcript> transcript(Call call, ConferenceElement element, Application.Fetched document) {
    return element.transcriptionUrl().flatMap(url -> absolute(call, element.line(), document, url)).flatMap(link -> element.transcriptionType()
        .map(type -> new RememberedRecording.Transcript(type, link, element.transcriptionMethod())));
  }

  private PlayableSounds playable() {
    return new PlayableSounds(sounds, box);
  }

  /** FreeSWITCH does the looping, so that the sound is made and kept once. */
  private SoundRun sound(Call call, SoundElement once, int loop, Application.Fetched document, Opening opening) {
    return new SoundRun(channels, new Rearming(channels, clock), playable(), opening, script(call, List.of(once), document, Duration.ZERO), loop);
  }

  private ElementRun input(Call call, InputElement element, Application.Fetched document, Opening opening) {
    KeyInput input = element.input();
    Optional<Script> prompt = Optional.of(input.prompt()).filter(sounds -> !sounds.isEmpty())
        .map(sounds -> script(call, sounds, document, FOREVER));
    Optional<Script> invalid = input.invalidDigitsSound().map(url -> new PlayElement(element.line(), url, 1))
        .map(play -> script(call, List.of(play), document, Duration.ZERO));
    return new InputRun(new InputRun.Parts(channels, box, playable(), clock, application, requests), opening, element, prompt, invalid,
        input.action().flatMap(url -> absolute(call, element.line(), document, url)));
  }

  private static Script script(Call call, List<SoundElement> elements, Application.Fetched document, Duration forever) {
    return new Script(elements, document.base(), document.trusted(), forever, About.call(call.uuid()).says("call " + call));
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
