package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.TranscriptionEngine;
import org.confab.config.Unsupported;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.LogLines;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody is to read: not in any line of the log however talkative, not in health or metrics, not in a trace, not in a request to somebody else. */
class SecretScenarios extends Scenario {

  private static final String TOKEN = "geheim-token";
  private static final String OLD_TOKEN = "geheim-old-token";
  private static final String WRONG_PASSWORD = "geheim-wrong-password";
  private static final String ENGINE_TOKEN = "geheim-engine-token";
  private static final String RECORDINGS_PASSWORD = "geheim-recordings-password";
  /** In queries, options and user info of URLs; what follows it says of which. */
  private static final String KEY = "geheim-key-";
  private static final String DIGITS = "9182736450";
  /** Of so many keys that no port, UUID, nonce or time of day holds them by chance, as it may hold four. */
  private static final String PATTERN = DIGITS.substring(0, 9);
  private static final String SENT_DIGITS = "5647382910";

  @TempDir
  Path folder;

  private Optional<LogLines> log = Optional.empty();

  SecretScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    // from before the first line
    log = log.or(() -> Optional.of(LogLines.everything()));
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(),
        new Settings.Answer(url("/answer", "answer"), "POST", url("/fallback", "fallback"), "POST", url("/hangup", "hangup"), "GET", true,
            new Unsupported.Skip()),
        new Settings.Conference(20, true), plain.operator(),
        List.of(new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret(TOKEN), new Secret(OLD_TOKEN)))), plain.sounds(), plain.callbacks(), plain.http(),
        new Settings.Store(Optional.of(folder.resolve("confab.db"))), new Settings.Recordings(plain.recordings().directory(), Duration.ofDays(1), 1 << 20,
            Optional.of(new Settings.Login("operator", new Secret(RECORDINGS_PASSWORD)))), new Settings.Transcription(Optional.of(
                new TranscriptionEngine.Endpoint(url("/engine", "engine").orElseThrow(), Optional.of(new Secret(ENGINE_TOKEN)), Optional.empty(),
                    Optional.empty(), Duration.ofMinutes(1), BigDecimal.ONE)), Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(1)));
  }

  @Override
  @AfterEach
  void stop() {
    try {
      super.stop();
    } finally {
      log.ifPresent(LogLines::close);
    }
  }

  private Optional<URI> url(String path, String of) {
    return Optional.of(URI.create(application.url(path + query(of))));
  }

  private static String query(String of) {
    return "?key=" + KEY + of;
  }

  private String callbacks(String attributes, String name) {
    return "<Conference callbackUrl=\"/callback" + query("callback") + "\" " + attributes + ">" + name + "</Conference>";
  }

  private List<String> shown() {
    return List.of(operator().metrics(), operator().ready().body(), operator().get("/health/live").body());
  }

  /** Everything that went well, and everything that went wrong. */
  @Test
  void noSecretIsSaidToAnybody() {
    List<String> said = new ArrayList<>();
    application.on("/answer", request -> response("<GetDigits action=\"/keys" + query("keys") + "\" numDigits=\"10\"/>"));
    application.on("/keys", request -> response("<DTMF>" + SENT_DIGITS + "</DTMF>"
        + callbacks("enterSound=\"/gone.xml" + query("sound") + "\" exitSound=\"ftp://me:" + KEY + "user@host/x" + query("sound")
            + "\" waitSound=\"//me:" + KEY + "user@[/x" + query("sound") + "\" digitsMatch=\"" + PATTERN + "\" relayDTMF=\"true\" "
            + "record=\"true\" recordFileFormat=\"wav\" transcriptionUrl=\"/transcription" + query("transcription") + "\" "
            + "hangupOnStar=\"true\" action=\"/after" + query("after") + "\"", "secrets")));
    application.answer("/gone.xml", request -> FakeApplication.Answer.status(404));
    application.on("/after", request -> response("<Play>/gone.wav" + query("play") + "</Play><Play>http://me:" + KEY + "user@127.0.0.1/a.wav"
        + query("play") + "</Play><Speak>Hello</Speak><Redirect>/moved" + query("moved") + "</Redirect>"));
    application.answer("/engine", request -> FakeApplication.Answer.status(401));
    application.answer("/gone.wav", request -> FakeApplication.Answer.status(500));
    // a document that is refused, at the end of a redirect; then the fallback, which goes in a circle, and the last resort
    application.answer("/moved", request -> FakeApplication.Answer.redirect(302, "/refused" + query("refused")));
    application.on("/refused", request -> "<Response><Conference callbackUrl=\"/callback?a=1&key=" + KEY + "refused\">x</Conference></Response>");
    application.answer("/fallback", request -> FakeApplication.Answer.redirect(302, "/fallback" + query("fallback")));
    application.on("/plain", request -> response(callbacks("", "secrets")));
    Caller cleo = box.call("4915100003", Map.of("confab_answer_url", application.url("/plain") + query("answer")));
    entered(cleo);
    Caller anna = box.call("4915100001");
    Service.until("asked", () -> anna.position().startsWith("playback silence"));
    anna.press(DIGITS);
    entered(anna);
    anna.press(DIGITS);
    ReceivedRequest pattern = application.awaitCallback("/callback", "digits", anna.callUuid());
    cleo.press(DIGITS);
    said.addAll(shown());
    // of a room that ends before FreeSWITCH has opened the file there is no recording, and so nothing to be told of
    Service.until("recorded", () -> operator().metric("confab_recordings_current") == 1);
    anna.press("*");
    assertThat(anna.awaitHangUp()).isEqualTo("NORMAL_TEMPORARY_FAILURE");
    application.awaitRequest(request -> request.path().equals("/hangup") && request.parameter("CallUUID").equals(anna.callUuid()));

    cleo.hangUp();
    ReceivedRequest record = application.awaitCallback("/callback", "record", anna.callUuid());
    assertThat(application.awaitRequest("/transcription").parameter("error")).isNotEmpty();
    URI recording = URI.create(record.parameter("RecordUrl"));
    for (String login : List.of("operator:" + WRONG_PASSWORD, "operator:" + RECORDINGS_PASSWORD)) {
      assertThat(fetched(recording, login)).isEqualTo(login.endsWith(WRONG_PASSWORD) ? 401 : 200);
    }

    // URLs of the dialplan's that cannot be requested, for each reason that there is
    String dead = NOBODY + "/dead" + query("dead");
    List<String> urls = List.of(dead, "http://me:" + KEY + "user@127.0.0.1/" + query("user"), "http://127.0.0.1/a b" + query("blank"),
        "http://[" + query("bracket"), KEY + "none", "http://127.0.0.1:" + application.port() + "/plain|" + query("pipe"),
        "http://169.254.169.254/" + query("metadata"), "http://name.invalid/" + query("unknown"),
        "https://127.0.0.1:" + application.port() + "/" + query("tls"), application.url("/plain") + query("option") + "#" + KEY + "option&token=" + KEY + "option&rc=1");
    for (String each : urls) {
      Caller caller = box.call("4915100002", Map.of("confab_answer_url", each, "confab_fallback_url", each, "confab_hangup_url", each));
      if (each.contains("#")) {
        entered(caller);
        caller.hangUp();
      }
      caller.awaitHangUp();
    }
    // callbacks that are refused, and that nobody takes
    for (String each : List.of("/refusing" + query("callback"), dead.replace("dead?", "dead-callback?"), "http://name.invalid/" + query("callback"))) {
      application.answer("/refusing", request -> FakeApplication.Answer.status(404));
      application.on("/plain", request -> response("<Conference action=\"" + each + "\" callbackUrl=\"" + each + "\">refused</Conference>"));
      Caller ben = box.call("4915100002", Map.of("confab_answer_url", application.url("/plain") + query("answer")));
      ben.awaitConference();
      ben.hangUp();
      ben.awaitHangUp();
    }
    Service.until("dead letters", () -> operator().metric("confab_callbacks_total{outcome=\"dead\"}") >= 3);
    said.addAll(shown());
    confab.close();
    // the wrong password, and nobody at FreeSWITCH's port
    Settings plain = settings();
    for (int port : new int[] {box.eventSocketPort(), 1}) {
      Settings.FreeSwitch freeSwitch = new Settings.FreeSwitch(box.host(), port, new Secret(WRONG_PASSWORD), "confab", Duration.ofSeconds(10));
      confab = Service.startUnconnected(new Settings(freeSwitch, plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
          plain.callbacks(), plain.http(), plain.store(), plain.recordings(), plain.transcription()));
      Service.until("told why", () -> operator().ready().body().contains(port == box.eventSocketPort() ? "rejects" : "cannot be reached"));
      said.addAll(shown());
      confab.close();
    }
    confab = null;
    List<String> traced = traced();
    assertThat(traced).as("what was traced").anyMatch(line -> line.contains("\"kind\":\"answered\"") && line.contains("<GetDigits"))
        .anyMatch(line -> line.contains("send_dtmf")).anyMatch(line -> line.contains(" dtmf ")).anyMatch(line -> line.contains("ConferenceDigitsMatch"));
    said.addAll(traced);

    List<String> lines = log.orElseThrow().lines();
    assertThat(lines).as("debug lines of Confab's own").anyMatch(line -> line.startsWith("DEBUG") && line.contains("; delivered"));
    said.addAll(lines);
    for (String secret : List.of("geheim", box.password(), DIGITS, PATTERN, SENT_DIGITS)) {
      assertThat(said.stream().flatMap(String::lines).filter(line -> line.contains(secret))).as("what holds %s", secret).isEmpty();
    }
    assertThat(application.requests()).hasSizeGreaterThan(15).allSatisfy(request -> {
      String whole = request.uri() + request.headers() + request.body();
      assertThat(whole).doesNotContain(TOKEN, OLD_TOKEN, box.password(), RECORDINGS_PASSWORD);
      assertThat(request.path().equals("/engine") || !whole.contains(ENGINE_TOKEN)).as("the engine's token in %s", request).isTrue();
      // no URL's key comes to another URL
      assertThat(whole.replaceAll("key=" + KEY + keyOf(request.path()), "")).doesNotContain(KEY);
      boolean told = request.path().equals("/keys") || request.equals(pattern);
      assertThat(told || !whole.contains(PATTERN)).as("keys in %s", request).isTrue();
      assertThat(whole).doesNotContain(SENT_DIGITS);
    });
    assertThat(pattern.parameter("ConferenceDigitsMatch")).isEqualTo(PATTERN);
    assertThat(pattern.body()).doesNotContain(DIGITS);
  }

  /** What confab trace would find. */
  private List<String> traced() {
    try (Stream<Path> files = Files.list(folder.resolve("confab.db-trace"))) {
      List<String> lines = new ArrayList<>();
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
      return lines;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static int fetched(URI url, String login) {
    try {
      HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
      connection.setRequestProperty("Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
      return connection.getResponseCode();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Which key a path of the application was given. */
  private static String keyOf(String path) {
    return switch (path) {
      case "/gone.xml" -> "sound";
      case "/gone.wav" -> "play";
      case "/refusing" -> "callback";
      case "/plain" -> "(answer|option)";
      default -> path.substring(1);
    };
  }

  @Test
  void theOperatorsPortIsNotOpenToTheNetwork() throws IOException {
    Optional<InetAddress> ours = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress() && !address.isLinkLocalAddress()).findFirst();
    Assumptions.assumeTrue(ours.isPresent(), "this machine has an address on a network");
    try (Socket socket = new Socket()) {
      assertThat(catchThrowable(() -> socket.connect(new InetSocketAddress(ours.get(), confab.operatorPort()), 60_000)))
          .isInstanceOf(ConnectException.class);
    }
    assertThat(operator().get("/health/live").status()).isEqualTo(200);
  }
}
