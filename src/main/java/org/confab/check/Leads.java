package org.confab.check;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.conference.ExitReason;
import org.confab.http.Link;
import org.confab.plivo.CallParameters;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.ConferenceParameters;
import org.confab.plivo.Element;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.InputElement;
import org.confab.plivo.PlayElement;
import org.confab.plivo.PreAnswerElement;
import org.confab.plivo.RecordingParameters;
import org.confab.plivo.RedirectElement;
import org.confab.plivo.RoomSound;
import org.confab.plivo.Urls;

/** What the elements of one document would make the service request, with the parameters that it would send. */
final class Leads {

  private final CallParameters call;
  private final Crawl.Options options;
  private final URI base;
  private final boolean trusted;
  private final int depth;
  private final List<Lead> leads = new ArrayList<>();

  private Leads(CallParameters call, Crawl.Options options, URI base, boolean trusted, int depth) {
    this.call = call;
    this.options = options;
    this.base = base;
    this.trusted = trusted;
    this.depth = depth;
  }

  /**
   * @param base    the document's URL
   * @param trusted whether that is the operator's own
   * @param depth   of what is found
   */
  static List<Lead> of(List<? extends Element> elements, CallParameters call, Crawl.Options options, URI base, boolean trusted, int depth) {
    Leads all = new Leads(call, options, base, trusted, depth);
    elements.forEach(all::element);
    return all.leads;
  }

  private void element(Element element) {
    if (element instanceof RedirectElement it) {
      add(Lead.Kind.DOCUMENT, it, Optional.empty(), it.url(), it.method(), call.toMap());
    } else if (element instanceof PlayElement it) {
      play(it);
    } else if (element instanceof PreAnswerElement it) {
      it.elements().forEach(this::element);
    } else if (element instanceof InputElement it) {
      input(it);
    } else if (element instanceof ConferenceElement it) {
      conference(it);
    }
  }

  private void play(PlayElement play) {
    if (!play.source().startsWith("tone_stream:")) {
      add(Lead.Kind.SOUND, play, Optional.empty(), play.source(), HttpMethod.GET, Map.of());
    }
  }

  private void input(InputElement element) {
    element.input().prompt().forEach(this::element);
    element.input().invalidDigitsSound()
        .ifPresent(url -> add(Lead.Kind.SOUND, element, Optional.of("invalidDigitsSound"), url, HttpMethod.GET, Map.of()));
    element.input().action().ifPresent(url -> options.keys().forEach(keys -> add(
        element.input().redirect() ? Lead.Kind.DOCUMENT : Lead.Kind.TOLD, element, Optional.of("action"), url, element.input().method(),
        element.action(call, keys))));
  }

  private void conference(ConferenceElement element) {
    ConferenceParameters parameters = new ConferenceParameters(call, element.name(), call.callUuid(), "1", options.extended()
        ? Optional.of(new ConferenceParameters.Extended(List.of(call.callUuid()), call.sessionStart().orElse(Instant.EPOCH))) : Optional.empty());
    ConferenceParameters after = new ConferenceParameters(call, element.name(), call.callUuid(), "1", options.extended()
        ? Optional.of(new ConferenceParameters.Extended(List.of(), call.sessionStart().orElse(Instant.EPOCH))) : Optional.empty());
    element.waitSound().ifPresent(url -> sounds(element, "waitSound", url, parameters));
    document(element.enterSound()).forEach(url -> sounds(element, "enterSound", url, parameters));
    element.callbackUrl().ifPresent(url -> {
      add(Lead.Kind.TOLD, element, Optional.of("callbackUrl"), url, element.callbackMethod(), parameters.enter(true));
      add(Lead.Kind.TOLD, element, Optional.of("callbackUrl"), url, element.callbackMethod(), after.exit(true, ExitReason.STAR.word()));
    });
    document(element.exitSound()).forEach(url -> sounds(element, "exitSound", url, parameters));
    Optional<RecordingParameters.Link> recording = element.record()
        ? Optional.of(new RecordingParameters.Link("http://127.0.0.1/recordings/" + call.callUuid() + ".mp3", call.callUuid())) : Optional.empty();
    element.action().ifPresent(url -> add(element.redirect() ? Lead.Kind.DOCUMENT : Lead.Kind.TOLD, element, Optional.of("action"), url,
        element.method(), after.action(ExitReason.STAR.word(), recording, Optional.empty())));
  }

  private static Stream<String> document(Optional<RoomSound> sound) {
    return sound.filter(RoomSound.Document.class::isInstance).map(it -> ((RoomSound.Document) it).url()).stream();
  }

  private void sounds(ConferenceElement element, String attribute, String url, ConferenceParameters parameters) {
    add(Lead.Kind.SOUND_DOCUMENT, element, Optional.of(attribute), url, HttpMethod.POST, parameters.remoteSound(attribute));
  }

  /** What cannot be requested is a warning of the document already. */
  private void add(Lead.Kind kind, Element element, Optional<String> attribute, String reference, HttpMethod method, Map<String, String> parameters) {
    if (Urls.resolve(base, reference) instanceof Urls.Resolution.Resolved resolved) {
      leads.add(new Lead(kind, Link.in(base, trusted, resolved.url()), method, parameters,
          Optional.of(new Visit.From(base, element.line(), Names.of(element), attribute)), depth));
    }
  }
}
