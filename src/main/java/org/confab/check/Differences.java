package org.confab.check;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.DTMFElement;
import org.confab.plivo.Element;
import org.confab.plivo.InputElement;
import org.confab.plivo.PlayElement;
import org.confab.plivo.PreAnswerElement;
import org.confab.plivo.Printable;
import org.confab.plivo.RecordFileFormat;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.TranscriptionType;

/** What is right in a document, and otherwise than on Plivo all the same. docs/from-plivo.md has the whole list. */
final class Differences {

  private final Settings settings;
  private final URI url;
  private final List<Difference> all = new ArrayList<>();

  private Differences(Settings settings, URI url) {
    this.settings = settings;
    this.url = url;
  }

  static List<Difference> of(List<? extends Element> elements, Settings settings, URI url) {
    Differences differences = new Differences(settings, url);
    elements.forEach(differences::element);
    return differences.all;
  }

  private void add(Element element, String attribute, String text) {
    add(element, Optional.of(attribute), text);
  }

  private void add(Element element, Optional<String> attribute, String text) {
    all.add(new Difference(url, element.line(), Optional.of(Names.of(element)), attribute, text, false));
  }

  private void element(Element element) {
    if (element instanceof ConferenceElement it) {
      conference(it);
    } else if (element instanceof InputElement it) {
      it.input().prompt().forEach(this::element);
    } else if (element instanceof PreAnswerElement it) {
      it.elements().forEach(this::element);
    } else if (element instanceof SpeakElement it) {
      add(it, it.voice().isPresent() ? Optional.of("voice") : Optional.empty(), settings.sounds().speak().isEmpty()
          ? "nothing is heard: sounds.speak names no engine" : "the voice is that of the engine of sounds.speak");
    } else if (element instanceof PlayElement it && it.source().startsWith("tone_stream:")) {
      add(it, Optional.empty(), "a tone, which Plivo does not have");
    } else if (element instanceof PlayElement it && !it.source().contains("://")) {
      add(it, Optional.empty(), "looked for below sounds.directory first, and then as a relative URL: " + Printable.of(it.source()));
    } else if (element instanceof DTMFElement it && !it.async()) {
      add(it, "async", "goes on when all keys are sent; Plivo goes on after the first");
    }
  }

  private void conference(ConferenceElement element) {
    if (element.maxMembers() > ConferenceElement.PLIVOS_MAX_MEMBERS && settings.conference().maxMembers() > ConferenceElement.PLIVOS_MAX_MEMBERS) {
      add(element, "maxMembers", "counts as " + element.maxMembers(settings.conference().maxMembers()) + ", since conference.maxMembers allows it; Plivo's most is "
          + ConferenceElement.PLIVOS_MAX_MEMBERS);
    }
    if (element.waitSound().isPresent()) {
      add(element, "waitSound", "the room shares one: that of the first member that names one");
    }
    if (!element.stayAlone()) {
      add(element, "stayAlone", "false: a member leaves when it is left alone; Plivo's page can be read the other way round");
    }
    if (element.floorEvent()) {
      add(element, "floorEvent", "FreeSWITCH gives the floor to the first member at once, silent or not");
    }
    if (element.callbackUrl().isPresent() && settings.callbacks().extended()) {
      add(element, "callbackUrl", "has more parameters than Plivo's, unless callbacks.extended is off");
    }
    if (element.record()) {
      add(element, "record", "RecordUrl is below " + settings.http().publicUrl().map(it -> Printable.url(it.toString())).orElse("http.publicUrl, which is not set")
          + ", and kept for " + settings.recordings().keep().toDays() + " days");
      if (element.recordFileFormat() == RecordFileFormat.MP3) {
        add(element, "recordFileFormat", "mp3 needs mod_shout on FreeSWITCH; without it the file is wav, and RecordUrl says so");
      }
    }
    element.transcriptionType().ifPresent(type -> transcription(element, type));
  }

  private void transcription(ConferenceElement element, TranscriptionType type) {
    Settings.Transcription engines = settings.transcription();
    Optional<TranscriptionEngine> engine = switch (type) {
      case AUTO -> engines.auto();
      case HYBRID -> engines.hybrid();
      case MANUAL -> engines.manual();
    };
    String key = "transcription." + type.name().toLowerCase(Locale.ROOT);
    String text = element.transcriptionUrl().isEmpty() ? "nothing is transcribed without a transcriptionUrl"
        : engine.isPresent() ? "by the engine that " + key + " names" : key + " names no engine: transcriptionUrl is told an error";
    add(element, element.transcriptionUrl().isPresent() ? "transcriptionUrl" : "transcriptionType", text);
  }
}
