package org.confab.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.network.Network;
import org.confab.yaml.Problem;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;
import org.confab.yaml.YamlTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final String ONE = "MAAAAAAAAAAAAAAAAAA1";
  private static final String TWO = "MAAAAAAAAAAAAAAAAAA2";

  @TempDir
  Path directory;

  @Test
  void withoutFileAndEnvironmentEveryKeyHasItsDefault() {
    Settings settings = loaded(Settings.load(Optional.empty(), Map.of("PATH", "/bin")));
    assertThat(settings.freeswitch()).isEqualTo(
        new Settings.FreeSwitch("127.0.0.1", 8021, new Secret("ClueCon"), "confab", Duration.ofSeconds(10)));
    assertThat(settings.answer()).isEqualTo(new Settings.Answer(
        Optional.empty(), "POST", Optional.empty(), "POST", Optional.empty(), "POST", true, new Unsupported.Skip()));
    assertThat(settings.conference()).isEqualTo(new Settings.Conference(20, false));
    assertThat(settings.operator()).isEqualTo(new Settings.Operator("127.0.0.1", 8081));
    assertThat(settings.sounds()).isEqualTo(new Settings.Sounds(Path.of("sounds"),
        List.of("espeak-ng", "-v", "{voice}", "-w", "{file}", "--stdin"), Map.of(), 20 << 20, Duration.ofSeconds(10), Duration.ofMinutes(10),
        500L << 20));
    assertThat(Settings.Sounds.in(Path.of("sounds"))).isEqualTo(settings.sounds());
    assertThat(settings.callbacks()).isEqualTo(new Settings.Callbacks(Duration.ofHours(1), true, 16, Duration.ofDays(7), 10_000, 64L << 20));
    assertThat(settings.store()).isEqualTo(new Settings.Store(Optional.of(Path.of("confab.db"))));
    assertThat(settings.http()).isEqualTo(new Settings.Http("127.0.0.1", 8080, Optional.empty(), List.of()));
    assertThat(settings.recordings()).isEqualTo(new Settings.Recordings(Path.of("recordings"), Duration.ofDays(30), 1L << 30, Optional.empty()));
    assertThat(Settings.Recordings.in(Path.of("recordings"))).isEqualTo(settings.recordings());
    assertThat(settings.accounts()).isEmpty();
    assertThat(settings.transcription()).isEqualTo(Settings.Transcription.NONE);
  }

  @Test
  void everyKeyOfTheFileIsRead() {
    Settings settings = loaded(load("""
        freeswitch: { host: fs.example, port: 8022, password: 0123, profile: wide.band, commandTimeout: 5s }
        answer:
          url: "https://app.example/answer?a=b#ct=500&rc=2"
          method: get
          fallbackUrl: http://10.0.0.1:8000/fallback
          fallbackMethod: GET
          hangupUrl: http://app/hangup
          hangupMethod: GET
          actionOnHangup: false
          unsupported: dialplan:*98
          lastResort: play:sorry.wav
        conference: { maxMembers: 50, rejectCallback: true }
        operator: { bind: 0.0.0.0, port: 9000 }
        accounts:
          - authId: %s
            authToken: one
          - { authId: %s, authTokens: [new, old] }
        sounds:
          directory: /var/lib/confab/sounds
          speak: [/usr/bin/piper, "--model=/voices/{voice}.onnx", "--output_file={file}"]
          voices: { WOMAN: amy, Polly.Léa: fr/lea+f2, en-GB/MAN: alan }
          maxSize: 500KB
          timeout: 30s
          maxLength: 90s
          cacheSize: 2GB
        callbacks: { retryFor: 2h, extended: false, inFlight: 3, keepDead: 2d, memory: 500, memorySize: 7MB }
        store: { path: /var/lib/confab/confab.db }
        transcription:
          auto:
            url: http://127.0.0.1:8000/v1/audio/transcriptions
            token: geheim
            model: Systran/faster-whisper-small
            language: en
            timeout: 2h
            rate: 0.0350
          hybrid: { command: [/opt/transcribe, --in, "{file}"], timeout: 30m, rate: 1 }
          atOnce: 5
          retryFor: 3h
        recordings: { directory: /var/lib/confab/recordings, keep: 7d, minFree: 500MB, user: web, password: "s:e c" }
        http: { bind: 10.20.0.1, port: 8090, publicUrl: "https://confab.example/c/", allow: [10.20.0.0/16, 192.168.1.7, "fd12:3456::/32"] }
        """.formatted(ONE, TWO)));
    assertThat(settings.freeswitch()).isEqualTo(
        new Settings.FreeSwitch("fs.example", 8022, new Secret("0123"), "wide.band", Duration.ofSeconds(5)));
    assertThat(settings.answer()).isEqualTo(new Settings.Answer(Optional.of(URI.create("https://app.example/answer?a=b#ct=500&rc=2")),
        "GET",
        Optional.of(URI.create("http://10.0.0.1:8000/fallback")), "GET", Optional.of(URI.create("http://app/hangup")), "GET", false,
        new Unsupported.Dialplan("*98"), new LastResort.Play("sorry.wav")));
    assertThat(settings.conference()).isEqualTo(new Settings.Conference(50, true));
    assertThat(settings.operator()).isEqualTo(new Settings.Operator("0.0.0.0", 9000));
    assertThat(settings.accounts()).containsExactly(
        new Account(ONE, List.of(new Secret("one"))), new Account(TWO, List.of(new Secret("new"), new Secret("old"))));
    assertThat(settings.sounds()).isEqualTo(new Settings.Sounds(Path.of("/var/lib/confab/sounds"),
        List.of("/usr/bin/piper", "--model=/voices/{voice}.onnx", "--output_file={file}"),
        Map.of("WOMAN", "amy", "Polly.Léa", "fr/lea+f2", "en-GB/MAN", "alan"), 500 << 10, Duration.ofSeconds(30), Duration.ofSeconds(90), 2L << 30));
    assertThat(settings.callbacks()).isEqualTo(new Settings.Callbacks(Duration.ofHours(2), false, 3, Duration.ofDays(2), 500, 7L << 20));
    assertThat(settings.store()).isEqualTo(new Settings.Store(Optional.of(Path.of("/var/lib/confab/confab.db"))));
    assertThat(settings.recordings()).isEqualTo(new Settings.Recordings(Path.of("/var/lib/confab/recordings"), Duration.ofDays(7), 500L << 20,
        Optional.of(new Settings.Login("web", new Secret("s:e c")))));
    assertThat(settings.http().bind()).isEqualTo("10.20.0.1");
    assertThat(settings.http().port()).isEqualTo(8090);
    assertThat(settings.http().publicUrl()).contains(URI.create("https://confab.example/c"));
    assertThat(settings.transcription()).isEqualTo(new Settings.Transcription(
        Optional.of(new TranscriptionEngine.Endpoint(URI.create("http://127.0.0.1:8000/v1/audio/transcriptions"), Optional.of(new Secret("geheim")),
            Optional.of("Systran/faster-whisper-small"), Optional.of("en"), Duration.ofHours(2), new BigDecimal("0.0350"))),
        Optional.of(new TranscriptionEngine.Command(List.of("/opt/transcribe", "--in", "{file}"), Duration.ofMinutes(30), BigDecimal.ONE)),
        Optional.empty(), 5, Duration.ofHours(3)));
    assertThat(settings.transcription().toString()).doesNotContain("geheim");
    assertThat(settings.http().allow()).extracting(Network::toString)
        .containsExactly("10.20.0.0/16", "192.168.1.7/32", "fd12:3456:0:0:0:0:0:0/32");
  }

  @Test
  void outgoingCallsAreOffUntilARuleIsSet() {
    assertThat(loaded(Settings.load(Optional.empty(), Map.of())).outgoing()).isEqualTo(Settings.Outgoing.OFF);
    Settings.Outgoing outgoing = loaded(load("""
        outgoing:
          dial: ["49900* -> refuse", "+49* -> sofia/gateway/carrier/+{to}", "sip:*@pbx.example -> sofia/external/{to}"]
          ringTimeout: 30s
          timeLimit: 1h
          atOnce: 5
          fallback: sorry XML default
        """)).outgoing();
    assertThat(outgoing).isEqualTo(new Settings.Outgoing(List.of(new DialRule("49900*", "refuse"), new DialRule("49*", "sofia/gateway/carrier/+{to}"),
        new DialRule("sip:*@pbx.example", "sofia/external/{to}")), Duration.ofSeconds(30), Duration.ofHours(1), 5, Optional.of("sorry XML default")));
    assertThat(loaded(Settings.load(Optional.empty(), Map.of("CONFAB_OUTGOING_DIAL", "1* -> a/{to}, 2* -> b/{to}"))).outgoing().dialString("23"))
        .contains("b/23");
  }

  @Test
  void shippedFileHoldsEveryKeyWithExactlyItsDefaultAndNoOther() throws IOException {
    String yaml = new String(Settings.class.getResourceAsStream("/confab.yaml").readAllBytes(), StandardCharsets.UTF_8);
    Problems problems = new Problems();
    Tree.Section root = YamlTree.parse(yaml, "confab.yaml", Settings.FILE, problems);
    Map<String, String> shipped = new java.util.TreeMap<>();
    flatten(root, "", shipped);
    Map<String, String> known = new java.util.TreeMap<>(Map.of("accounts", "[]"));
    Keys.ALL.forEach(key -> known.put(key.name(), key.defaultText()));
    assertThat(problems.list()).isEmpty();
    assertThat(shipped).isEqualTo(known);
    assertThat(loaded(load(yaml))).isEqualTo(loaded(Settings.load(Optional.empty(), Map.of())));
  }

  @Test
  void everyKeyIsDescribedInTheShippedFile() throws IOException {
    List<String> lines = new String(Settings.class.getResourceAsStream("/confab.yaml").readAllBytes(), StandardCharsets.UTF_8).lines()
        .toList();
    for (Key<?> key : Keys.ALL) {
      String last = "  ".repeat(key.name().split("\\.").length - 1) + key.name().substring(key.name().lastIndexOf('.') + 1) + ":";
      assertThat(lines).as(key.name()).anyMatch(line -> line.startsWith(last));
    }
    assertThat(lines.stream().filter(line -> line.strip().startsWith("#")).count()).isGreaterThan(20);
  }

  @Test
  void everyConstantOfTheCodeIsInTheListOfKeys() throws IllegalAccessException {
    for (var field : Keys.class.getDeclaredFields()) {
      if (field.getType() == Key.class) {
        assertThat(Keys.ALL).contains((Key<?>) field.get(null));
      } else if (field.getType() == EngineKeys.class) {
        assertThat(Keys.ALL).containsAll(((EngineKeys) field.get(null)).all());
      }
    }
  }

  @Test
  void networksInTheEnvironmentArePartedByCommasAndReplaceThoseOfTheFile() {
    Path file = write("http: { allow: [10.0.0.0/8, 192.168.0.0/16] }");
    Settings settings = loaded(Settings.load(Optional.of(file), Map.of("CONFAB_HTTP_ALLOW", "127.0.0.1, ::1/128")));
    assertThat(settings.http().allow()).containsExactly(Network.parse("127.0.0.1"), Network.parse("::1"));
    assertThat(loaded(load("http: { allow: 10.0.0.0/8 }")).http().allow()).containsExactly(Network.parse("10.0.0.0/8"));
    assertThat(loaded(load("http: { allow: }")).http().allow()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/srv/my recordings", "/srv/a+b", "rec;reload", "/srv/$x", "/srv/{a}", "/srv/rec\u00f6"})
  void recordingsDirectoryWithCharactersThatAreSyntaxToFreeSwitchIsRefused(String wrong) {
    assertThat(rejected(load("recordings: { directory: \"" + wrong + "\" }"))).singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("recordings.directory").contains("_ . / -"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"user: web", "password: secret", "user: 'a:b', password: secret"})
  void userAndPasswordOfRecordingsComeTogetherAndWithoutColon(String half) {
    assertThat(rejected(load("recordings: { " + half + " }"))).isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.toString()).contains("recordings.user").doesNotContain("secret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://confab.example/?a=b", "https://confab.example/#a", "ftp://confab.example", "confab.example"})
  void publicUrlThatNothingCanBePutBehindIsRefused(String wrong) {
    assertThat(rejected(load("http: { publicUrl: \"" + wrong + "\" }"))).singleElement().extracting(Problem::key).isEqualTo("http.publicUrl");
  }

  @Test
  void wordsAndVoicesInTheEnvironmentArePartedByCommasAndReplaceThoseOfTheFile() {
    Path file = write("sounds: { speak: [a, '{file}'], voices: { MAN: x, WOMAN: y } }");
    Settings.Sounds sounds = loaded(Settings.load(Optional.of(file),
        Map.of("CONFAB_SOUNDS_SPEAK", "say, -o, {file}", "CONFAB_SOUNDS_VOICES", "MAN=a, en-GB=b"))).sounds();
    assertThat(sounds.speak()).containsExactly("say", "-o", "{file}");
    assertThat(sounds.voices()).isEqualTo(Map.of("MAN", "a", "en-GB", "b"));
    assertThat(loaded(load("sounds: { speak: [], voices: {} }")).sounds()).isEqualTo(Settings.Sounds.in(Path.of("sounds")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-v", "--model=x", "a b", "a;b", "$(x)", "a\nb", "", "+f3", "a=b c"})
  void voiceThatCouldBeAnOptionOrSyntaxIsAProblem(String voice) {
    assertThat(rejected(load("sounds: { voices: { MAN: ok, WOMAN: \"" + voice.replace("\n", "\\n") + "\" } }"))).singleElement()
        .satisfies(problem -> {
          assertThat(problem.key()).isEqualTo("sounds.voices");
          assertThat(problem.place()).matches(".*confab.yaml:1:\\d+");
          assertThat(problem.text()).contains("begins with a letter");
        });
  }

  @Test
  void transcriptionEngineIsOneOfUrlAndCommandAndEverythingElseIsToldWithItsKey() {
    List<Problem> problems = rejected(load("""
        transcription:
          auto: { url: http://a/, command: [x, '{file}'] }
          hybrid: { command: [x], rate: -1 }
          manual: { url: http://a/, token: "a b", language: e, model: "-x", timeout: 2d, uri: x }
          automatic: {}
        """));
    assertThat(problems).extracting(Problem::key).containsExactlyInAnyOrder("transcription.auto.command", "transcription.hybrid.command",
        "transcription.hybrid.rate", "transcription.manual.token", "transcription.manual.language", "transcription.manual.model",
        "transcription.manual.timeout", "transcription.manual.uri", "transcription.automatic");
    assertThat(problems).extracting(Problem::text).anyMatch(text -> text.contains("did you mean transcription.manual.url?"))
        .noneMatch(text -> text.contains("a b"));
  }

  @Test
  void transcriptionEngineComesFromTheEnvironmentToo() {
    Path file = write("transcription: { auto: { url: http://a/, model: x } }");
    Settings settings = loaded(Settings.load(Optional.of(file), Map.of("CONFAB_TRANSCRIPTION_AUTO_URL", "http://b/",
        "CONFAB_TRANSCRIPTION_AUTO_TOKEN", "t", "CONFAB_TRANSCRIPTION_MANUAL_COMMAND", "say,{file}", "CONFAB_TRANSCRIPTION_AT_ONCE", "9")));
    assertThat(settings.transcription().auto()).contains(new TranscriptionEngine.Endpoint(URI.create("http://b/"), Optional.of(new Secret("t")),
        Optional.of("x"), Optional.empty(), Duration.ofHours(1), BigDecimal.ZERO));
    assertThat(settings.transcription().manual())
        .contains(new TranscriptionEngine.Command(List.of("say", "{file}"), Duration.ofHours(1), BigDecimal.ZERO));
    assertThat(settings.transcription().atOnce()).isEqualTo(9);
  }

  @Test
  void tokenWithoutAUrlIsAWarning() {
    Loading loading = load("transcription: { manual: { token: t, command: [x, '{file}'] } }");
    assertThat(((Loading.Loaded) loading).warnings()).singleElement().satisfies(warning -> {
      assertThat(warning.key()).isEqualTo("transcription.manual.token");
      assertThat(warning.text()).isEqualTo("has no effect without transcription.manual.url");
    });
  }

  @Test
  void speakCommandThatNamesNoFileIsAProblem() {
    assertThat(rejected(load("sounds: { speak: [say, --stdin] }"))).singleElement().extracting(Problem::text).asString().contains("{file}");
  }

  @Test
  void everyNetworkThatIsNoneIsReportedWithItsOwnPlace() {
    List<Problem> problems = rejected(load("""
        http:
          allow:
            - 10.0.0.0/8
            - 10.0.0.0/33
            - [10.1.0.0/16]
            - 10.1.2.3/8
            - app.internal
            - 0x0a000001
        """));
    assertThat(problems).extracting(Problem::place).allMatch(place -> place.matches(".*confab.yaml:[4-8]:7"));
    assertThat(problems).extracting(Problem::key).containsOnly("http.allow");
    assertThat(problems).extracting(Problem::text).containsExactly(
        "must have at most /32 after the address, not \"10.0.0.0/33\"",
        "must hold single values; this is a list",
        "must begin with the network's first address: 10.0.0.0/8, or 10.1.2.3/32 for that one alone, not \"10.1.2.3/8\"",
        "must be a network as in 10.0.0.0/8 or fd00::/8, or a single address, not \"app.internal\"",
        "must be a network as in 10.0.0.0/8 or fd00::/8, or a single address, not \"0x0a000001\"");
    assertThat(rejected(load("http: { allow: { a: b } }"))).singleElement().extracting(Problem::text)
        .isEqualTo("must be a list, not a section");
    assertThat(rejected(Settings.load(Optional.empty(), Map.of("CONFAB_HTTP_ALLOW", "10.0.0.0/8,,nonsense"))))
        .hasSize(2).extracting(Problem::place).containsOnly("CONFAB_HTTP_ALLOW");
  }

  @Test
  void environmentWinsOverTheFileForEveryKey() {
    for (Key<?> key : Keys.ALL) {
      String variable = SettingsReader.variable(key.name());
      List<Problem> problems = rejected(Settings.load(Optional.empty(), Map.of(variable, "\u0007")));
      assertThat(problems).as(variable).singleElement().satisfies(problem -> {
        assertThat(problem.place()).isEqualTo(variable);
        assertThat(problem.key()).isEqualTo(key.name());
      });
    }
    Path file = write("freeswitch: { host: 10.0.0.1, password: x }");
    Map<String, String> environment = Map.of("CONFAB_FREESWITCH_HOST", "10.0.0.2", "CONFAB_FREESWITCH_COMMANDTIMEOUT", "7s",
        "CONFAB_ANSWER_URL", "");
    Settings settings = loaded(Settings.load(Optional.of(file), environment));
    assertThat(settings.freeswitch().host()).isEqualTo("10.0.0.2");
    assertThat(settings.freeswitch().commandTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.answer().url()).isEmpty();
  }

  @Test
  void accountsComeFromTheEnvironmentByIndex() {
    Path file = write("accounts: [ { authId: " + ONE + ", authToken: old } ]");
    Settings settings = loaded(Settings.load(Optional.of(file), Map.of(
        "CONFAB_ACCOUNTS_0_AUTH_TOKENS", "new, old", "CONFAB_ACCOUNTS_1_AUTH_ID", TWO, "CONFAB_ACCOUNTS_1_AUTHTOKEN", "two")));
    assertThat(settings.accounts()).containsExactly(
        new Account(ONE, List.of(new Secret("new"), new Secret("old"))), new Account(TWO, List.of(new Secret("two"))));
    assertThat(rejected(Settings.load(Optional.empty(), Map.of("CONFAB_ACCOUNTS_1_AUTH_ID", TWO)))).singleElement()
        .extracting(Problem::place).isEqualTo("CONFAB_ACCOUNTS_1_AUTH_ID");
  }

  @Test
  void moreThanTenAccountsKeepTheirOrder() {
    Map<String, String> environment = new java.util.HashMap<>();
    for (int i = 0; i < 12; i++) {
      environment.put("CONFAB_ACCOUNTS_" + i + "_AUTH_ID", "MA" + "A".repeat(16) + (i + 10));
      environment.put("CONFAB_ACCOUNTS_" + i + "_AUTH_TOKEN", "t" + i);
    }
    assertThat(loaded(Settings.load(Optional.empty(), environment)).accounts()).extracting(account -> account.authTokens().get(0).reveal())
        .containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "t10", "t11");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceInTheOrderOfTheFile() {
    Path file = write("""
        freeswitch:
          host: fs.example
          prot: 8021
          port: 99999
        answer:
          url: ftp://app/
          method: PUT
          method: GET
        accounts:
          - { authId: MA123, authToken: geheim }
          - { authId: %s, authToken: geheim }
          - { authId: %s, authToken: "" }
        callbacks: 5
        """.formatted(ONE, ONE));
    List<Problem> problems = rejected(Settings.load(Optional.of(file), Map.of("CONFAB_OPERATOR_PORT", "zero")));
    assertThat(problems).extracting(problem -> problem.place().replace(file + ":", "") + " " + problem.key()).containsExactly(
        "2:9 freeswitch.password", "3:3 freeswitch.prot", "4:9 freeswitch.port", "6:8 answer.url", "7:11 answer.method", "8:3 method",
        "10:15 accounts[0].authId", "12:15 accounts[2].authId", "12:48 accounts[2].authToken", "13:12 callbacks",
        "CONFAB_OPERATOR_PORT operator.port");
    assertThat(problems.toString()).contains("did you mean freeswitch.port?").doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "freeswitch.hots, freeswitch.host", "frees-witch, freeswitch", "answer.fallbackURL, answer.fallbackUrl",
    "conference.max_members, conference.maxMembers",
    "acounts, accounts", "port, freeswitch.port"})
  void unknownKeyIsToldWithTheNearestKnownOne(String wrong, String right) {
    int dot = wrong.indexOf('.');
    String yaml = dot < 0 ? wrong + ": 1" : wrong.substring(0, dot) + ": { " + wrong.substring(dot + 1) + ": 1 }";
    assertThat(rejected(load(yaml))).singleElement().satisfies(problem -> {
      assertThat(problem.key()).isEqualTo(wrong);
      assertThat(problem.text()).isEqualTo("is no key; did you mean " + right + "?");
    });
  }

  @Test
  void keyLikeNoOtherIsToldWithoutAGuess() {
    assertThat(rejected(load("xyzzyplugh: 1"))).singleElement().extracting(Problem::text).isEqualTo("is no key");
  }

  @ParameterizedTest
  @CsvSource({"CONFAB_LOG_FORMAT, json", "CONFAB_LOG_FORMAT, TEXT", "CONFAB_LOG_LEVEL, debug"})
  void howTheLogIsWrittenIsForTheEnvironmentAlone(String variable, String text) {
    assertThat(Settings.load(Optional.empty(), Map.of(variable, text))).isInstanceOfSatisfying(Loading.Loaded.class,
        loaded -> assertThat(loaded.warnings()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"CONFAB_LOG_FORMAT, yaml, 'text, json'", "CONFAB_LOG_LEVEL, LOUD, 'error, warn, info, debug, trace'"})
  void aFormatOrLevelOfTheLogThatThereIsNotIsRefused(String variable, String text, String allowed) {
    assertThat(rejected(Settings.load(Optional.empty(), Map.of(variable, text)))).singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains(variable, "must be one of " + allowed));
  }

  @Test
  void unknownVariableIsAWarningSinceItMayBeSomebodyElses() {
    Loading loading = Settings.load(Optional.empty(), Map.of("CONFAB_FREESWITCH_HOTS", "x"));
    assertThat(((Loading.Loaded) loading).warnings()).singleElement().satisfies(warning -> {
      assertThat(warning.place()).isEqualTo("CONFAB_FREESWITCH_HOTS");
      assertThat(warning.text()).contains("did you mean CONFAB_FREESWITCH_HOST?");
    });
  }

  @Test
  void whateverListensListensOnLoopbackUnlessTold() {
    assertThat(Keys.ALL.stream().filter(key -> key.name().endsWith(".bind"))).isNotEmpty()
        .allSatisfy(key -> assertThat(key.defaultText()).isEqualTo("127.0.0.1"));
  }

  @Test
  void oneSettingInTwoVariablesIsAProblem() {
    Map<String, String> environment = Map.of("CONFAB_ANSWER_FALLBACK_URL", "http://a/", "CONFAB_ANSWER_FALLBACKURL", "http://b/");
    assertThat(rejected(Settings.load(Optional.empty(), environment))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "fs.example", "0.0.0.0", "127.0.0.1.example.com", "127.example", "::"})
  void wellKnownPasswordIsRefusedForAnotherMachine(String host) {
    assertThat(rejected(load("freeswitch: { host: '" + host + "' }"))).singleElement().extracting(Problem::key)
        .isEqualTo("freeswitch.password");
    loaded(load("freeswitch: { host: '" + host + "', password: other }"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.1.1", "localhost", "::1"})
  void wellKnownPasswordIsAcceptedOnThisMachine(String host) {
    assertThat(loaded(load("freeswitch: { host: '" + host + "' }")).freeswitch().host()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "freeswitch: { port: 0 }", "freeswitch: { port: 80.5 }", "freeswitch: { port: [1] }", "freeswitch: { host: 'a b' }",
    "freeswitch: { host: 'http://a' }",
    "freeswitch: { commandTimeout: 10 }", "freeswitch: { commandTimeout: 2h }", "freeswitch: { commandTimeout: 999999999d }",
    "freeswitch: { profile: 'a@b' }",
    "freeswitch: { profile: 'a+flags{x}' }", "freeswitch: { password: \"a\\nb\" }", "answer: { url: 'http://' }",
    "answer: { url: 'http://a b/' }",
    "answer: { url: 'http://my_app/' }", "answer: { url: 'http://u:p@a/' }", "answer: { url: 'javascript:x' }", "answer: { url: /answer }",
    "answer: { unsupported: maybe }", "answer: { lastResort: maybe }", "answer: { lastResort: 'play:' }", "answer: { unsupported: 'dialplan:' }", "answer: { unsupported: 'dialplan:1 XML x' }",
    "answer: { actionOnHangup: yes }",
    "conference: { maxMembers: 0 }", "conference: { maxMembers: -1 }", "conference: { maxMembers: many }", "callbacks: { retryFor: 0s }",
    "callbacks: { retryFor: { a: 1 } }", "callbacks: { inFlight: 0 }", "callbacks: { inFlight: 101 }", "callbacks: { keepDead: 1s }",
    "callbacks: { memory: 0 }", "callbacks: { memorySize: 64 }", "store: { path: \"a\\0b\" }", "store: { path: [a] }",
    "sounds: { directory: \"a\\0b\" }",
    "sounds: { maxSize: 20 }", "sounds: { maxSize: 1GB }", "sounds: { cacheSize: 10KB }", "sounds: { maxSize: -1MB }", "sounds: { voices: [a] }",
    "sounds: { voices: { MAN: [a] } }", "sounds: { speak: { a: b } }", "sounds: { speak: [''] }", "sounds: { timeout: 0s }",
    "sounds: { maxLength: 2h }", "accounts: 5", "accounts: [ 5 ]", "accounts: [ {} ]",
    "accounts: [ { authId: MAAAAAAAAAAAAAAAAAA1 } ]", "accounts: [ { authId: maaaaaaaaaaaaaaaaaa1, authToken: x } ]",
    "accounts: [ { authId: MAAAAAAAAAAAAAAAAAA1, authTokens: [] } ]",
    "accounts: [ { authId: MAAAAAAAAAAAAAAAAAA1, authToken: x, authTokens: [y] } ]",
    "accounts: [ { authId: MAAAAAAAAAAAAAAAAAA1, authToken: x, authTokne: y } ]", "accounts: { authId: x }", "[1, 2]", "text",
    "freeswitch: [1]",
    "a: 1\n---\nb: 2", "freeswitch: { host: *name }", "freeswitch: !!binary AAAA"})
  void wrongValueIsAProblemWithALine(String yaml) {
    List<Problem> problems = rejected(load(yaml));
    assertThat(problems).isNotEmpty().allSatisfy(problem -> assertThat(problem.place()).matches(".*confab\\.yaml:\\d+:\\d+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeswitch: { password: geheim", "freeswitch:\n\tpassword: geheim",
      "freeswitch:\n  password: geheim\n host: x", "password: @geheim", "a: b: geheim"})
  void brokenYamlIsToldWithItsPlaceAndWithoutQuotingTheFile(String yaml) {
    assertThat(rejected(load(yaml))).singleElement().satisfies(problem -> {
      assertThat(problem.place()).matches(".*confab\\.yaml:\\d+:\\d+");
      assertThat(problem.text()).startsWith("not valid YAML: ").doesNotContain("geheim");
    });
  }

  @Test
  void secretsAreNeverPrinted() {
    Settings settings = loaded(load("freeswitch: { password: geheim1 }\naccounts: [ { authId: " + ONE + ", authToken: geheim2 } ]"));
    assertThat(settings.toString()).contains("****").doesNotContain("geheim");
    List<Problem> problems = rejected(load("freeswitch: { password: \"geheim1\\n\" }\n"
        + "accounts: [ { authId: geheim2geheim2, authToken: \"geheim3\\0\" } ]"));
    assertThat(problems).hasSize(3);
    assertThat(problems.toString()).doesNotContain("geheim");
  }

  @Test
  void keyOfTheFileCannotForgeALine() {
    assertThat(rejected(load("\"a\\nERROR: b\": 1"))).singleElement().extracting(Problem::toString).asString().doesNotContain("\n");
  }

  @Test
  void fileThatCannotBeReadIsAProblem() throws IOException {
    assertThat(rejected(Settings.load(Optional.of(directory.resolve("none.yaml")), Map.of()))).hasSize(1);
    assertThat(rejected(Settings.load(Optional.of(directory), Map.of()))).hasSize(1);
    Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(rejected(Settings.load(Optional.of(binary), Map.of()))).hasSize(1);
    Path huge = Files.write(directory.resolve("huge"), new byte[2_000_000]);
    assertThat(rejected(Settings.load(Optional.of(huge), Map.of()))).hasSize(1);
    Path deep = Files.writeString(directory.resolve("deep"), "[".repeat(100_000));
    assertThat(rejected(Settings.load(Optional.of(deep), Map.of()))).hasSize(1);
  }

  @Test
  void emptyFileMeansDefaults() {
    loaded(load(""));
    loaded(load("# nothing\n"));
    loaded(load("freeswitch:\nanswer:\n  url:\naccounts:\n"));
  }

  private Loading load(String yaml) {
    return Settings.load(Optional.of(write(yaml)), Map.of());
  }

  private Path write(String yaml) {
    try {
      return Files.writeString(directory.resolve("confab.yaml"), yaml);
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static Settings loaded(Loading loading) {
    assertThat(loading).isInstanceOf(Loading.Loaded.class);
    return ((Loading.Loaded) loading).settings();
  }

  private static List<Problem> rejected(Loading loading) {
    assertThat(loading).isInstanceOf(Loading.Rejected.class);
    return ((Loading.Rejected) loading).problems();
  }

  private static void flatten(Tree.Section section, String prefix, Map<String, String> into) {
    section.entries().forEach((key, value) -> {
      if (value instanceof Tree.Section inner && inner.entries().isEmpty()) {
        into.put(prefix + key, "{}");
      } else if (value instanceof Tree.Section inner) {
        flatten(inner, prefix + key + ".", into);
      } else {
        into.put(prefix + key, value instanceof Tree.Scalar scalar ? scalar.text() : ((Tree.Items) value).items().stream().map(item -> ((Tree.Scalar) item).text()).toList().toString());
      }
    });
  }
}
