package org.confab.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.call.JoinPlan;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.ConferenceRules;
import org.confab.conference.Effect;
import org.confab.conference.ExitReason;
import org.confab.conference.MemberSettings;
import org.confab.conference.Occurrence;
import org.confab.plivo.CallParameters;
import org.confab.plivo.CallStatus;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.ConferenceParameters;
import org.confab.plivo.Direction;
import org.confab.plivo.RecordingParameters;
import org.confab.plivo.RoomSound;

/** What a Conference element does: asked of the rules, for a call that is the first one. */
final class ConferenceFacts {

  private static final String NOBODY = "MAXXXXXXXXXXXXXXXXXX";

  private final ConferenceElement element;
  private final String next;
  private final Terms terms;
  private final Urls urls;
  private final List<Fact> facts = new ArrayList<>();

  private ConferenceFacts(ConferenceElement element, boolean last, Terms terms, Urls urls) {
    this.element = element;
    this.next = last ? "the end of the document" : "the next element";
    this.terms = terms;
    this.urls = urls;
  }

  static List<Fact> of(ConferenceElement element, boolean last, Terms terms, Urls urls) {
    ConferenceFacts all = new ConferenceFacts(element, last, terms, urls);
    all.join();
    all.stay();
    all.recording();
    all.callbacks();
    all.action();
    return all.facts;
  }

  private void add(String name, String text) {
    facts.add(new Fact(name, text));
  }

  private void join() {
    ConferenceKey key = new ConferenceKey(terms.authId().orElse(NOBODY), element.name());
    MemberSettings settings = JoinPlan.settings(element, terms.ceiling());
    Effect.Join join = new ConferenceRules(ConferenceRules.Options.defaults())
        .apply(Conference.of(key, 1), new Occurrence.JoinRequested("call", settings), Instant.EPOCH).effects().stream().filter(Effect.Join.class::isInstance).map(Effect.Join.class::cast).findFirst().orElseThrow();
    String room = pattern(join.room().text());
    add("room", room + (terms.authId().isPresent() ? "" : " (a digest of account and name)"));
    add("FreeSWITCH", JoinPlan.chain(join.room(), terms.profile(), join.flags()).toString().replace(join.room().text(), room)
        .replaceFirst(":", " "));
    add("admission", "while fewer than " + settings.maxMembers() + (settings.maxMembers() == 1 ? " is in it" : " are in it")
        + "; a call that finds it full goes on below, without action");
  }

  /** The room's name for any instance of the conference, and for any account where none was named. */
  private String pattern(String room) {
    String instances = room.replaceFirst("-1$", "-<n>");
    return terms.authId().isPresent() ? instances : instances.replaceFirst("-[0-9a-f]{16}-", "-<digest>-");
  }

  private void stay() {
    add("start", element.startConferenceOnEnter() ? "this member starts the conference if it waits"
        : "waits until a member with startConferenceOnEnter has come");
    heard();
    if (element.muted()) {
      add("voice", "muted: hears, and is not heard");
    }
    List<String> ways = new ArrayList<>(List.of("hanging up"));
    if (element.hangupOnStar()) {
      ways.add("pressing * (the call goes on)");
    }
    if (!element.stayAlone()) {
      ways.add("being the only one left");
    }
    add("leaves by", String.join(", ", ways));
    if (element.endConferenceOnExit()) {
      add("end", "the conference ends for everybody when this member leaves");
    }
    add("time limit", element.timeLimit().isZero() ? "none" : Durations.words(element.timeLimit())
        + " from its beginning, if this is its first member");
  }

  private void heard() {
    element.waitSound().ifPresent(url -> add("waiting", "hears what POST " + urls.of(element.line(), url)
        + " returns while the room waits or nobody else is in it; if the room has a waitSound already, that one"));
    element.enterSound().ifPresent(sound -> add("enter sound", sound(sound, "entered")));
    element.exitSound().ifPresent(sound -> add("exit sound", sound(sound, "left")));
    if (!element.digitsMatch().isEmpty()) {
      add("keys", "told when they make " + String.join(" or ", element.digitsMatch())
          + (element.relayDTMF() ? "; the others hear all but these" : "; the others hear none"));
    } else {
      add("keys", element.relayDTMF() ? "heard by the others" : "not heard by the others");
    }
  }

  private String sound(RoomSound sound, String happened) {
    String what = sound instanceof RoomSound.Document document ? "what POST " + urls.of(element.line(), document.url()) + " returns"
        : ((RoomSound.Beep) sound).count() == 1 ? "a beep" : "two beeps";
    return what + ", after this member " + happened + ", to those who are there";
  }

  private void recording() {
    if (!element.record()) {
      return;
    }
    add("recording", element.recordFileFormat().name().toLowerCase(Locale.ROOT) + ", from the moment the conference has started and has "
        + (element.recordWhenAlone() ? "a member" : "two members, paused while one is alone") + ", unless another member asked before");
    element.transcriptionUrl().ifPresent(url -> add("transcription", element.transcriptionType().map(type -> type.name().toLowerCase(Locale.ROOT))
        .orElse("") + ": " + element.transcriptionMethod() + " " + urls.of(element.line(), url)));
  }

  private void callbacks() {
    if (element.callbackUrl().isEmpty()) {
      add("callbacks", "none: there is no callbackUrl");
      return;
    }
    add("callbacks", events() + ": " + element.callbackMethod() + " " + urls.of(element.line(), element.callbackUrl().get()));
    ConferenceParameters parameters = parameters();
    Map<String, String> enter = parameters.enter(true);
    Map<String, String> exit = parameters.exit(true, ExitReason.HANGUP.word());
    add("  all with", names(enter.keySet().stream().filter(exit::containsKey).toList()));
    add("  enter", names(without(enter.keySet(), exit.keySet())));
    add("  exit", names(without(exit.keySet(), enter.keySet())));
    if (!element.digitsMatch().isEmpty()) {
      add("  digits", names(without(parameters.digits("1").keySet(), enter.keySet())));
    }
  }

  private String events() {
    return "enter" + (element.digitsMatch().isEmpty() ? "" : ", digits") + (element.floorEvent() ? ", floor" : "")
        + (element.record() ? ", record" : "") + " and exit";
  }

  private void action() {
    if (element.action().isEmpty()) {
      add("then", next);
      return;
    }
    String when = terms.actionOnHangup() ? "after leaving, after a hang-up too" : "after leaving, but not by hanging up";
    add("action", when + ": " + element.method() + " " + urls.of(element.line(), element.action().get()));
    add("  with", names(parameters().action(ExitReason.STAR.word(), recordingLink(), Optional.empty()).keySet()));
    add("then", element.redirect() ? "the document that the action returns, in place of what follows here"
        : next + "; what the action returns is ignored (redirect is false)");
  }

  private Optional<RecordingParameters.Link> recordingLink() {
    return element.record() ? Optional.of(new RecordingParameters.Link("url", "id")) : Optional.empty();
  }

  private ConferenceParameters parameters() {
    CallParameters call = CallParameters.of("call", Direction.INBOUND).from("from").to("to").callStatus(CallStatus.IN_PROGRESS)
        .callerName("name").authId(NOBODY).sessionStart(Instant.EPOCH).build();
    return new ConferenceParameters(call, element.name(), "conference", "1",
        terms.extended() ? Optional.of(new ConferenceParameters.Extended(List.of(), Instant.EPOCH)) : Optional.empty());
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    Set<String> rest = new LinkedHashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  private static String names(Collection<String> names) {
    return String.join(", ", names);
  }
}
