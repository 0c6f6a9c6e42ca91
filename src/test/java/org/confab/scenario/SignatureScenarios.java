package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.config.Unsupported;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.confab.testing.Tone;
import org.confab.testing.Validator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of request that Confab sends is signed, with each of the account's tokens, and an application's validator accepts it. */
class SignatureScenarios extends Scenario {

  private static final String NEW = "new-token-0123456789";
  private static final String OLD = "old-token-9876543210";
  /** A query of the URL's own, which is signed, too: unsorted, with a name twice, an empty value, and characters that are encoded. */
  private static final String QUERY = "?tenant=b&Zeta=%2B1+2%20%C3%A9&tenant=a&empty=";

  private static final Set<String> UNSIGNED = Set.of("/sound.wav", "/engine");

  @TempDir
  Path folder;

  private String method = "POST";

  SignatureScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(),
        new Settings.Answer(url("/answer"), method, url("/fallback"), method, url("/hangup"), method, true, new Unsupported.Skip()),
        new Settings.Conference(20, true), plain.operator(),
        List.of(new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret(NEW), new Secret(OLD)))), plain.sounds(), plain.callbacks(), plain.http(),
        new Settings.Store(Optional.of(folder.resolve("confab.db"))), plain.recordings(), new Settings.Transcription(Optional.of(
            new TranscriptionEngine.Endpoint(URI.create(application.url("/engine")), Optional.of(new Secret("engine-token")), Optional.empty(),
                Optional.empty(), Duration.ofMinutes(1), BigDecimal.ONE)), Optional.empty(), Optional.empty(), 2, Duration.ofMinutes(5)));
  }

  private Optional<URI> url(String path) {
    return Optional.of(URI.create(application.url(path + QUERY)));
  }

  private String conference(String kind, String name, String attributes) {
    return "<Conference callbackUrl=\"/callback" + kind + xml(QUERY) + "\" callbackMethod=\"" + method + "\" method=\"" + method + "\" " + attributes + ">"
        + name + "</Conference>";
  }

  private static String xml(String text) {
    return text.replace("&", "&amp;");
  }

  private String action(String kind) {
    return "action=\"/action-" + kind + xml(QUERY) + "\"";
  }

  private void starts(String with) {
    confab.close();
    method = with;
    confab = Service.start(settings());
  }

  private String kind(ReceivedRequest request) {
    return request.path().equals("/callback") ? "callback " + request.parameter("ConferenceAction") : request.path().substring(1);
  }

  private Caller enters(String from, Map<String, String> variables) {
    Caller caller = box.call(from, variables);
    entered(caller);
    return caller;
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST"})
  void everyRequestIsSignedWithEveryToken(String with) {
    starts(with);
    String again = " method=\"" + with + "\"";
    AtomicInteger tries = new AtomicInteger();
    application.on("/sound.wav", "audio/wav", Tone.MUSIC.wav(Duration.ofSeconds(1)));
    for (String sound : List.of("/waitSound", "/enterSound", "/exitSound")) {
      application.on(sound, request -> response("<Play>/sound.wav</Play>"));
    }
    application.answer("/engine", request -> new FakeApplication.Answer(200, "{\"text\":\"Grüß Gott.\"}", Map.of("content-type", "application/json")));
    application.answer("/answer", request -> FakeApplication.Answer.status(500));
    String room = "Zoë + Söhne &amp; Co = 100% 😀"; // what an encoding can get wrong
    application.on("/fallback", request -> response(request.parameter("From").equals("4915100001")
        ? "<Redirect" + again + ">/redirect" + xml(QUERY) + "</Redirect>" : conference("", room, "")));
    application.answer("/redirect", request -> FakeApplication.Answer.redirect(307, "/hop-307" + QUERY));
    application.answer("/hop-307", request -> FakeApplication.Answer.redirect(302, "/hop-302" + QUERY));
    application.on("/hop-302", request -> response(
        "<GetDigits " + action("digits") + again + " numDigits=\"1\"/>"));
    application.on("/action-digits", request -> response("<GetInput " + action("input") + again
        + " inputType=\"dtmf\" numDigits=\"1\" redirect=\"false\"/>"
        + conference("", room, "waitSound=\"/waitSound" + xml(QUERY) + "\" enterSound=\"/enterSound" + xml(QUERY)
            + "\" exitSound=\"/exitSound" + xml(QUERY) + "\" record=\"true\" recordFileFormat=\"wav\" transcriptionUrl=\"/transcription"
            + xml(QUERY) + "\" transcriptionMethod=\"" + with + "\" digitsMatch=\"12#\" floorEvent=\"true\" hangupOnStar=\"true\" redirect=\"false\" "
            + action("told"))
        + conference("", "second", "hangupOnStar=\"true\" maxMembers=\"1\" " + action("run"))));
    application.on("/action-run", request -> response(conference("", "third", action("after-hangup"))));
    application.answer("/callback", request -> request.parameter("ConferenceName").equals("third") && tries.incrementAndGet() <= 1
        ? FakeApplication.Answer.status(503) : FakeApplication.Answer.status(200));

    Map<String, String> variables = Map.of("confab_param_Greeting", "Grüß Gott + 1% & more=", "confab_answer_method", with);
    Caller cleo = enters("4915100003", variables);
    cleo.talks(Tone.SECOND_VOICE);
    cleo.fallsSilent();
    Caller anna = box.call("4915100001", variables);
    Service.until("asked for digits", () -> timesAsked(anna) == 1);
    anna.press("1");
    application.awaitRequest("/action-digits");
    Service.until("asked for input", () -> timesAsked(anna) == 2);
    anna.press("2");
    application.awaitRequest("/action-input");
    entered(anna);
    anna.press("12#");
    application.awaitCallback("/callback", "digits", anna.callUuid());
    anna.talks(Tone.VOICE);
    application.awaitCallback("/callback", "floor", anna.callUuid());
    anna.fallsSilent();
    anna.listens().listenUntil(Duration.ofMillis(1500)); // a recording of no length is not transcribed
    anna.press("*");
    application.awaitRequest("/action-told");
    application.awaitRequest("/exitSound");
    application.awaitRequest(request -> request.parameter("ConferenceName").equals("second") && request.parameter("ConferenceAction").equals("enter"));
    cleo.hangUp();
    application.awaitRequest("/transcription");
    // the conference is for one: the next one is turned away, and hangs up
    application.on("/fallback", request -> response(conference("", "second", "maxMembers=\"1\"")));
    Caller ben = box.call("4915100002", variables);
    application.awaitCallback("/callback", "reject", ben.callUuid());
    ben.awaitHangUp();
    anna.press("*");
    application.awaitRequest("/action-run");
    application.awaitRequests(2, request -> request.parameter("ConferenceName").equals("third"));
    anna.hangUp();
    application.awaitRequest("/action-after-hangup");
    application.awaitRequest(request -> request.path().equals("/hangup") && request.parameter("CallUUID").equals(anna.callUuid()));

    Set<String> expected = new TreeSet<>(Set.of("waitSound POST", "enterSound POST", "exitSound POST", "hop-302 GET", "sound.wav GET", "engine POST"));
    for (String kind : List.of("answer", "fallback", "redirect", "hop-307", "action-digits", "action-input", "action-told", "action-run",
        "action-after-hangup", "hangup", "callback enter", "callback exit", "callback digits", "callback floor", "callback reject",
        "callback record", "transcription")) {
      expected.add(kind + " " + with);
    }
    // a redirect of a GET is a GET
    assertThat(kinds()).isEqualTo(expected);
    List<ReceivedRequest> all = application.requests().stream().filter(request -> !UNSIGNED.contains(request.path())).toList();
    assertThat(all).hasSizeGreaterThan(20).allSatisfy(request -> assertSignedWithBoth(request));
    assertThat(new HashSet<>(all.stream().map(request -> request.header("X-Plivo-Signature-V3-Nonce")).toList())).as("nonces").hasSameSizeAs(all);
    // the engine is no application of the account's
    assertThat(application.requests("/engine").get(0).headers().keySet()).noneMatch(name -> name.startsWith("x-plivo") || name.startsWith("x-confab"));
    // a sound is fetched for many calls, of whatever account: nobody's token signs that, and nothing of the call is in it
    assertThat(application.requests("/sound.wav")).isNotEmpty().allSatisfy(request -> {
      assertThat(request.headers().keySet()).noneMatch(name -> name.startsWith("x-plivo") || name.startsWith("x-confab"));
      assertThat(request.parameters()).isEmpty();
    });
  }

  private static long timesAsked(Caller caller) {
    return caller.positions().stream().filter(at -> at.startsWith("playback silence")).count();
  }

  private Set<String> kinds() {
    Set<String> kinds = new TreeSet<>();
    application.requests().forEach(request -> kinds.add(kind(request) + " " + request.method()));
    return kinds;
  }

  private static void assertSignedWithBoth(ReceivedRequest request) {
    for (String token : List.of(NEW, OLD)) {
      assertThat(Validator.acceptsV3(request, token)).as("V3 with %s of %s %s %s", token, request, request.uri(), request.headers()).isTrue();
    }
    assertThat(Validator.acceptsV2(request, NEW)).as("V2 of %s", request).isTrue();
    assertThat(request.header("X-Plivo-Signature-Ma-V3")).isEqualTo(request.header("X-Plivo-Signature-V3"));
    assertThat(request.header("X-Plivo-Signature-Ma-V2")).isEqualTo(request.header("X-Plivo-Signature-V2"));
    assertThat(Validator.acceptsV3(request, "another-token")).isFalse();
    assertThat(Validator.acceptsV2(request, "another-token")).isFalse();
  }

  @Test
  void whatWasChangedOnTheWayIsNotAccepted() {
    answers(super.conference("changed"));
    Caller anna = enters("1", Map.of());
    ReceivedRequest enter = entered(anna);
    assertSignedWithBoth(enter);
    assertThat(Validator.acceptsV3(changed(enter, "POST", enter.uri(), enter.body().replace("ConferenceAction=enter", "ConferenceAction=exit")), NEW))
        .isFalse();
    assertThat(Validator.acceptsV3(changed(enter, "POST", enter.uri(), enter.body() + "&More=1"), NEW)).isFalse();
    assertThat(Validator.acceptsV3(changed(enter, "POST", enter.uri() + "?tenant=c", enter.body()), NEW)).isFalse();
    assertThat(Validator.acceptsV3(changed(enter, "GET", enter.uri(), enter.body()), NEW)).isFalse();
    assertThat(Validator.acceptsV2(changed(enter, "POST", "/other", enter.body()), NEW)).isFalse();
  }

  private static ReceivedRequest changed(ReceivedRequest request, String method, String uri, String body) {
    assertThat(request.method() + request.uri() + request.body()).isNotEqualTo(method + uri + body);
    return new ReceivedRequest(request.number(), method, request.path(), uri, request.parameters(), request.headers(), body);
  }

  @Test
  void callbacksThatWereStoredAreSignedWithTheTokensOfTheDayOnWhichTheyAreSent() {
    application.answer("/callback", request -> FakeApplication.Answer.status(503));
    answers(super.conference("rotated"));
    Caller anna = box.call("1");
    application.awaitCallback("/callback", "enter", anna.callUuid());
    confab.kill();
    application.forget();
    application.on("/callback", request -> "");
    Settings old = settings();
    confab = Service.start(new Settings(old.freeswitch(), old.answer(), old.conference(), old.operator(),
        List.of(new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("newest-token")))), old.sounds(), old.callbacks(), old.http(), old.store()));
    ReceivedRequest enter = application.awaitCallback("/callback", "enter", anna.callUuid());
    assertThat(Validator.acceptsV3(enter, "newest-token")).isTrue();
    assertThat(Validator.acceptsV3(enter, NEW)).isFalse();
    anna.hangUp();
    Map<String, ReceivedRequest> exits = new LinkedHashMap<>(Map.of("exit", exited(anna)));
    assertThat(exits.values()).allMatch(exit -> Validator.acceptsV3(exit, "newest-token"));
  }
}
