package org.confab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.confab.Confab;
import org.confab.clock.Clock;
import org.confab.clock.VertxClock;
import org.confab.config.Loading;
import org.confab.config.Settings;
import org.confab.doctor.Finding.Standing;
import org.confab.simulator.SimulatedFreeSwitch;
import org.confab.simulator.SimulatorOptions;
import org.confab.testing.FakeApplication;
import org.confab.testing.FakeApplication.Answer;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.Loop;
import org.confab.testing.Validator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test breaks one thing, and finds the line that says so; everything else stays right. */
class DoctorTest {

  private static final String DOCUMENT = "<Response><Conference>one</Conference></Response>";
  private static final String TOKEN = "a-token";

  @TempDir
  private Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> yaml = new LinkedHashMap<>();
  private Duration ahead = Duration.ZERO;
  private SimulatedFreeSwitch freeswitch;
  private FakeApplication application;
  private Path surroundings;

  @BeforeEach
  void healthy() throws IOException {
    Clock clock = new VertxClock(vertx);
    freeswitch = Loop.result(SimulatedFreeSwitch.start(vertx, SimulatorOptions.defaults(new Clock() {
      @Override
      public java.time.Instant now() {
        return clock.now().plus(ahead);
      }

      @Override
      public Timer schedule(Duration delay, Runnable task) {
        return clock.schedule(delay, task);
      }
    })));
    application = FakeApplication.start().answer("/answer", request -> Validator.acceptsV3(request, TOKEN) ? Answer.of(DOCUMENT) : Answer.status(403));
    freeswitch.dialplan(dialplan(shipped()));
    Path conf = Files.createDirectories(directory.resolve("conf/dialplan/public")).getParent().getParent();
    freeswitch.configurationDirectory(conf.toString());
    surroundings = Files.createDirectory(directory.resolve("root"));
    limits("self", 65_536);
    yaml.put("freeswitch", "{ port: " + freeswitch.port() + ", password: ClueCon }");
    yaml.put("answer", "{ url: \"" + application.url("/answer") + "\" }");
    yaml.put("accounts", "[ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: " + TOKEN + " } ]");
    yaml.put("http", "{ port: " + freePort() + " }");
    yaml.put("operator", "{ port: " + freePort() + " }");
    yaml.put("store", "{ path: \"" + directory.resolve("confab.db") + "\" }");
    yaml.put("sounds", "{ directory: \"" + directory.resolve("sounds") + "\", speak: [ \"" + speaker("cp '" + sound() + "' \"$1\"") + "\", \"{file}\" ] }");
    yaml.put("recordings", "{ directory: \"" + directory.resolve("recordings") + "\", minFree: 1MB }");
  }

  @AfterEach
  void close() {
    application.close();
    Loop.result(freeswitch.stop().compose(stopped -> vertx.close()));
  }

  private static String shipped() throws IOException {
    return Files.readString(Path.of("freeswitch-conf/dialplan/public/00_confab.xml")).replaceAll("(?s)<!--.*?-->", "").replace("^266322$", "^4930123456$");
  }

  private static String dialplan(String include) {
    return "<section name=\"dialplan\"><context name=\"public\">" + include.replaceAll("</?include>", "") + "</context></section>";
  }

  /** A command that speaks by doing that. */
  private Path speaker(String does) throws IOException {
    Path script = Files.writeString(directory.resolve("speaker"), "#!/bin/sh\n" + does + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private Path sound() throws IOException {
    byte[] wav = new byte[44 + 3200];
    byte[] head = ("RIFF\u00a4\f\0\0WAVEfmt \u0010\0\0\0\u0001\0\u0001\0@\u001f\0\0\u0080>\0\0\u0002\0\u0010\0data\u0080\f\0\0").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    System.arraycopy(head, 0, wav, 0, head.length);
    return Files.write(directory.resolve("word.wav"), wav);
  }

  private void limits(String pid, int openFiles) throws IOException {
    Path process = Files.createDirectories(surroundings.resolve("proc").resolve(pid));
    Files.writeString(process.resolve("limits"), "Limit                     Soft Limit           Hard Limit           Units     \n"
        + "Max processes             1                    1                    processes \nMax open files            " + openFiles + "                 524288               files     \n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Settings settings() throws IOException {
    StringBuilder text = new StringBuilder();
    yaml.forEach((key, value) -> text.append(key).append(": ").append(value).append('\n'));
    Path file = Files.writeString(directory.resolve("confab.yaml"), text);
    Loading loading = Settings.load(Optional.of(file), Map.of());
    assertThat(loading).as("%s", loading).isInstanceOf(Loading.Loaded.class);
    return ((Loading.Loaded) loading).settings();
  }

  private List<Finding> examine() throws Exception {
    List<Finding> findings = new ArrayList<>();
    Settings settings = settings();
    Doctor.examine(vertx, settings, settings.accounts().stream().findFirst(), Optional.empty(), new Surroundings(surroundings), findings::add);
    return findings;
  }

  private static List<Finding> without(List<Finding> findings, String... checks) {
    return findings.stream().filter(finding -> !List.of(checks).contains(finding.check())).toList();
  }

  /** The one finding that is not right, besides who runs the test and that no Confab runs. */
  private Finding broken() throws Exception {
    List<Finding> notRight = without(examine(), "user", "confab").stream().filter(finding -> finding.standing() != Standing.RIGHT).toList();
    assertThat(notRight).hasSize(1);
    return notRight.get(0);
  }

  private void wrong(String check, String text, String remedy) throws Exception {
    expect(Standing.WRONG, check, text, remedy);
  }

  private void doubtful(String check, String text, String remedy) throws Exception {
    expect(Standing.DOUBTFUL, check, text, remedy);
  }

  private void expect(Standing standing, String check, String text, String remedy) throws Exception {
    Finding finding = broken();
    assertThat(finding.standing()).as("%s", finding).isEqualTo(standing);
    assertThat(finding.check()).as("%s", finding).isEqualTo(check);
    assertThat(finding.text()).contains(text);
    assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains(remedy));
  }

  @Test
  void whatIsWellIsSaidToBeRightThingByThing() throws Exception {
    List<Finding> findings = examine();
    assertThat(without(findings, "user", "confab")).allSatisfy(finding -> assertThat(finding.standing()).as("%s", finding).isEqualTo(Standing.RIGHT));
    assertThat(findings).extracting(Finding::check).containsExactly("user", "event-socket", "freeswitch", "modules", "dialplan", "fallback", "sounds", "recordings", "mp3", "speak",
        "answer-url", "answer-url-signature", "confab", "public-url", "clock", "disk", "open-files");
    assertThat(findings).allSatisfy(finding -> assertThat(finding.text()).doesNotContain("\n").doesNotContain(TOKEN));
  }

  @Test
  void nothingOfTheTrialStays() throws Exception {
    examine();
    assertThat(directory.resolve("sounds")).doesNotExist();
    assertThat(directory.resolve("recordings")).doesNotExist();
  }

  @Test
  void confabThatRunsIsSeenToBeReadyAndItsDirectoriesStay() throws Exception {
    Settings settings = settings();
    Confab confab = Confab.start(vertx, settings, settings.accounts(), new VertxClock(vertx)).await(30, TimeUnit.SECONDS);
    try {
      for (long until = System.nanoTime() + 30_000_000_000L; !confab.isConnected() && System.nanoTime() < until; ) {
        Thread.onSpinWait();
      }
      List<Finding> findings = examine();
      assertThat(without(findings, "user")).allSatisfy(finding -> assertThat(finding.standing()).as("%s", finding).isEqualTo(Standing.RIGHT));
      assertThat(findings).anySatisfy(finding -> assertThat(finding.text()).isEqualTo("Confab runs, and is ready"));
      assertThat(directory.resolve("recordings")).isDirectory();
    } finally {
      Loop.result(confab.stop());
    }
  }

  @Test
  void confabThatDoesNotRunIsDoubtful() throws Exception {
    assertThat(examine()).filteredOn(finding -> finding.check().equals("confab")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.DOUBTFUL);
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("confab run"));
    });
  }

  @Test
  void anotherProgramAtTheOperatorsPortIsWrong() throws Exception {
    yaml.put("operator", "{ port: " + application.port() + " }");
    assertThat(examine()).filteredOn(finding -> finding.check().equals("confab")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.WRONG);
      assertThat(finding.text()).contains("another program answers");
    });
  }

  @Test
  void eachConditionThatConfabDoesNotMeetIsTold() throws Exception {
    application.answer("/health/ready", request -> new Answer(503, "{\"ready\":false,\"conditions\":[{\"name\":\"freeswitch\",\"met\":false,\"needed\":true,\"reason\":\"lost\"},"
        + "{\"name\":\"store\",\"met\":true,\"needed\":false,\"reason\":\"fine\"}]}", Map.of()));
    yaml.put("operator", "{ port: " + application.port() + " }");
    assertThat(examine()).filteredOn(finding -> finding.check().equals("confab")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.WRONG);
      assertThat(finding.text()).isEqualTo("Confab says of freeswitch: lost");
    });
  }

  @Test
  void freeSwitchThatIsNotThere() throws Exception {
    yaml.put("freeswitch", "{ port: " + freePort() + ", password: ClueCon }");
    List<Finding> findings = examine();
    assertThat(findings).filteredOn(finding -> finding.standing() == Standing.WRONG).singleElement().satisfies(finding -> {
      assertThat(finding.check()).isEqualTo("event-socket");
      assertThat(finding.text()).contains("nothing answers at 127.0.0.1:");
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("systemctl status freeswitch").contains("listen-port"));
    });
    assertThat(findings).filteredOn(finding -> finding.standing() == Standing.UNKNOWN).extracting(Finding::check)
        .containsExactly("freeswitch", "modules", "dialplan", "fallback", "sounds", "recordings", "mp3");
    assertThat(findings).filteredOn(finding -> finding.check().equals("answer-url")).singleElement().extracting(Finding::standing).isEqualTo(Standing.RIGHT);
  }

  @Test
  void wrongPassword() throws Exception {
    yaml.put("freeswitch", "{ port: " + freeswitch.port() + ", password: secret-and-wrong }");
    assertThat(examine()).filteredOn(finding -> finding.standing() == Standing.WRONG).singleElement().satisfies(finding -> {
      assertThat(finding.text()).contains("rejects the password").doesNotContain("secret-and-wrong");
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("freeswitch.password").contains("reload mod_event_socket"));
    });
  }

  @Test
  void accessListThatKeepsUsOut() throws Exception {
    FakeEventSocket socket = new FakeEventSocket(vertx).onConnect(peer -> {
      peer.send("Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n");
      peer.close();
    });
    yaml.put("freeswitch", "{ port: " + socket.port() + ", password: ClueCon }");
    assertThat(examine()).filteredOn(finding -> finding.standing() == Standing.WRONG).singleElement().satisfies(finding ->
        assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("apply-inbound-acl")));
    socket.close();
  }

  @Test
  void portOfAnotherProgram() throws Exception {
    yaml.put("freeswitch", "{ port: " + application.port() + ", password: ClueCon, commandTimeout: 1s }");
    assertThat(examine()).filteredOn(finding -> finding.standing() == Standing.WRONG).singleElement().satisfies(finding ->
        assertThat(finding.text()).contains("does not speak Event Socket"));
  }

  @Test
  void eventSocketThatListensToAllWithTheVanillaPassword() throws Exception {
    freeswitch.eventSocketConfiguration("<configuration><settings><param name=\"listen-ip\" value=\"::\"/><param name=\"password\" value=\"ClueCon\"/></settings></configuration>");
    doubtful("event-socket-open", "listens at ::", "listen-ip 127.0.0.1");
  }

  @Test
  void versionThatIsTooOld() throws Exception {
    freeswitch.versionText("1.8.7");
    doubtful("freeswitch", "FreeSWITCH 1.8.7 is older than 1.10.10", "upgrade");
  }

  @Test
  void freeSwitchThatIsPaused() throws Exception {
    freeswitch.pause(true);
    wrong("freeswitch-paused", "takes no call", "fs_cli -x \"fsctl resume\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mod_conference", "mod_dptools", "mod_commands", "mod_sndfile", "mod_tone_stream", "mod_dialplan_xml"})
  void moduleThatIsNotLoaded(String module) throws Exception {
    freeswitch.module(module, false);
    wrong("modules", "has not loaded " + module, "fs_cli -x \"load " + module + "\"");
  }

  @Test
  void boxWithoutMp3() throws Exception {
    freeswitch.module("mod_shout", false);
    doubtful("mp3", "mod_shout", "load mod_shout");
  }

  @Test
  void dialplanWithoutTheFile() throws Exception {
    freeswitch.dialplan("<section name=\"dialplan\"><context name=\"public\"/></section>");
    wrong("dialplan", "no extension sets confab_answer_url", "cp freeswitch-conf/dialplan/public/00_confab.xml " + directory.resolve("conf"));
  }

  @Test
  void fileThatIsThereAndNotLoaded() throws Exception {
    freeswitch.dialplan("<section name=\"dialplan\"><context name=\"public\"/></section>");
    Files.writeString(directory.resolve("conf/dialplan/public/00_confab.xml"), shipped());
    wrong("dialplan", "is there and not loaded", "fs_cli -x reloadxml");
  }

  @Test
  void fileThatIsThereAndBroken() throws Exception {
    freeswitch.dialplan("<section name=\"dialplan\"><context name=\"public\"/></section>");
    Files.writeString(directory.resolve("conf/dialplan/public/00_confab.xml"), "<include>\n  <extension name=\"confab\">\n</include>\n");
    wrong("dialplan", "00_confab.xml, line 3, column ", "mend that line, then fs_cli -x reloadxml");
  }

  @Test
  void numberThatIsStillTheExamples() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replace("^4930123456$", "^266322$")));
    doubtful("dialplan", "takes only 266322", "marked EDIT");
  }

  @Test
  void extensionThatDoesNotPark() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replace("<action application=\"park\"/>", "")));
    wrong("dialplan", "does not park", "<action application=\"park\"/>");
  }

  @Test
  void extensionWithParkTimeout() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replace("<action application=\"park\"/>", "<action application=\"set\" data=\"park_timeout=30\"/><action application=\"park\"/>")));
    wrong("dialplan", "park_timeout", "take that line out");
  }

  @Test
  void extensionWithoutAWayOut() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replaceAll("<action application=\"sched_transfer\"[^>]*/>", "")));
    wrong("fallback", "has no way out", "sched_transfer");
  }

  @Test
  void extensionThatNamesNoFallback() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replaceAll("<action application=\"set\" data=\"confab_fallback=[^>]*/>", "")));
    wrong("fallback", "sets no confab_fallback", "confab_fallback=confab_fallback XML ${context}");
  }

  @Test
  void fallbackThatLeadsNowhere() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replace("confab_fallback=confab_fallback XML ${context}", "confab_fallback=voicemail XML default")));
    wrong("fallback", "no extension of context default takes that", "set confab_fallback to an extension that is there");
  }

  @Test
  void fallbackThatCannotBeFollowed() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replace("confab_fallback=confab_fallback XML ${context}", "confab_fallback=${mailbox} XML default")));
    doubtful("fallback", "cannot be followed from here", "call while Confab is stopped");
  }

  @Test
  void soundsThatFreeSwitchCannotRead() throws Exception {
    freeswitch.readable(false);
    wrong("sounds", "FreeSWITCH's user cannot read " + directory.resolve("sounds/cache"), "chmod o+x");
  }

  @Test
  void recordingsThatFreeSwitchCannotWrite() throws Exception {
    freeswitch.writable(false);
    wrong("recordings", "FreeSWITCH cannot write in " + directory.resolve("recordings"), "chgrp");
  }

  @Test
  void soundsThatThisUserCannotMake() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    yaml.put("sounds", yaml.get("sounds").replace(directory.resolve("sounds").toString(), file.resolve("sounds").toString()));
    List<Finding> findings = examine();
    assertThat(findings).filteredOn(finding -> finding.standing() == Standing.WRONG).singleElement().satisfies(finding -> {
      assertThat(finding.check()).isEqualTo("sounds");
      assertThat(finding.text()).contains("cannot be used");
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("sounds.directory"));
    });
  }

  @Test
  void directoryWhoseNameIsSyntaxToFreeSwitch() throws Exception {
    yaml.put("sounds", yaml.get("sounds").replace(directory.resolve("sounds").toString(), directory.resolve("my sounds").toString()));
    wrong("sounds", "has characters that are syntax to FreeSWITCH", "set sounds.directory");
  }

  @Test
  void directoryThatSeLinuxKeepsFreeSwitchFrom() throws Exception {
    freeswitch.writable(false);
    process("system_u:system_r:freeswitch_t:s0", 0);
    Files.createDirectories(surroundings.resolve("sys/fs/selinux"));
    Files.writeString(surroundings.resolve("sys/fs/selinux/enforce"), "1");
    wrong("recordings", "SELinux confines FreeSWITCH", "ausearch -m avc");
  }

  @Test
  void directoryThatAppArmorKeepsFreeSwitchFrom() throws Exception {
    freeswitch.readable(false);
    process("freeswitch (enforce)\n", 0);
    wrong("sounds", "AppArmor confines FreeSWITCH", "/etc/apparmor.d/local/");
  }

  @Test
  void directoryThatRightsKeepFreeSwitchFrom() throws Exception {
    freeswitch.writable(false);
    process("unconfined", 4711);
    Path recordings = Files.createDirectory(directory.resolve("recordings"));
    Files.setPosixFilePermissions(directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(recordings, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-x---"));
    wrong("recordings", "recordings (rwxr-x--- ", "chmod 2770 " + recordings);
  }

  @Test
  void directoryThatFreeSwitchsServiceDoesNotSee() throws Exception {
    freeswitch.writable(false);
    process("unconfined", 0);
    for (String pid : List.of("42", "self")) {
      Files.createSymbolicLink(Files.createDirectories(surroundings.resolve("proc").resolve(pid).resolve("ns")).resolve("mnt"), Path.of("mnt:[" + pid + "]"));
    }
    wrong("recordings", "sees other files than this process", "ReadWritePaths=");
  }

  /** FreeSWITCH's, as the system shows it. */
  private void process(String label, int user) throws IOException {
    Path process = Files.createDirectories(surroundings.resolve("proc/42/attr")).getParent();
    Files.writeString(process.resolve("comm"), "freeswitch\n");
    Files.writeString(process.resolve("status"), "Name:\tfreeswitch\nUid:\t" + user + "\t" + user + "\t" + user + "\t" + user + "\nGid:\t4711\t4711\t4711\t4711\nGroups:\t4711 4712 \n");
    Files.writeString(process.resolve("attr/current"), label);
    limits("42", 65_536);
  }

  @Test
  void speakCommandThatIsNotInstalled() throws Exception {
    yaml.put("sounds", "{ directory: \"" + directory.resolve("sounds") + "\", speak: [ \"/nowhere/espeak\", \"{file}\" ] }");
    wrong("speak", "cannot be started", "apt install espeak-ng");
  }

  @Test
  void speakCommandThatFails() throws Exception {
    speaker("echo no such voice >&2; exit 3");
    wrong("speak", "ended with status 3: no such voice", "sounds.speak");
  }

  @Test
  void speakCommandThatWritesNoSound() throws Exception {
    speaker("echo '<html>' > \"$1\"");
    wrong("speak", "is neither WAV nor MP3", "sounds.speak");
  }

  @Test
  void applicationThatIsDown() throws Exception {
    yaml.put("answer", "{ url: \"http://127.0.0.1:" + freePort() + "/answer\" }");
    wrong("answer-url", "the application does not answer", "answer.url");
  }

  @Test
  void applicationThatRefusesOurSignature() throws Exception {
    yaml.put("accounts", "[ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: another } ]");
    wrong("answer-url", "refuses the request (403), which is signed", "authToken");
  }

  @Test
  void applicationThatTakesAnybodysWord() throws Exception {
    application.on("/answer", request -> DOCUMENT);
    doubtful("answer-url-signature", "answers without a signature, too", "X-Plivo-Signature-V3");
  }

  @Test
  void applicationThatFails() throws Exception {
    application.answer("/answer", request -> Answer.status(500));
    wrong("answer-url", "answers with the status 500", "the application's own log");
  }

  @Test
  void applicationWhoseAnswerIsNoDocument() throws Exception {
    application.on("/answer", request -> "<Response>\n<Conference></Response>");
    wrong("answer-url", "is no document: line 2, column", "confab check");
  }

  @Test
  void answerUrlThatTheDialplanWantsAndNobodyNamed() throws Exception {
    yaml.remove("answer");
    assertThat(examine()).filteredOn(finding -> finding.check().equals("answer-url")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.WRONG);
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("answer: { url:"));
    });
  }

  @Test
  void answerUrlOfTheDialplanIsAskedToo() throws Exception {
    application.answer("/other", request -> Answer.status(404));
    freeswitch.dialplan(dialplan(shipped().replace("confab_answer_url=default", "confab_answer_url=" + application.url("/other"))));
    wrong("answer-url", "/other answers with the status 404", "log");
  }

  @Test
  void fallbackUrlThatIsDown() throws Exception {
    yaml.put("answer", "{ url: \"" + application.url("/answer") + "\", fallbackUrl: \"http://127.0.0.1:" + freePort() + "/fallback\" }");
    wrong("fallback-url", "the application does not answer", "answer.fallbackUrl");
  }

  @Test
  void publicUrlThatIsSomebodyElses() throws Exception {
    yaml.put("http", "{ port: " + freePort() + ", publicUrl: \"" + application.url("") + "\" }");
    wrong("public-url", "does not lead to this machine: somebody else answers", "pass every path on");
  }

  @Test
  void publicUrlThatLeadsHere() throws Exception {
    int port = freePort();
    yaml.put("http", "{ port: " + port + ", publicUrl: \"http://localhost:" + port + "\" }");
    assertThat(examine()).filteredOn(finding -> finding.check().equals("public-url")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.RIGHT);
      assertThat(finding.text()).endsWith("leads to this machine");
    });
  }

  @Test
  void publicPortThatIsTaken() throws Exception {
    yaml.put("http", "{ port: " + application.port() + ", publicUrl: \"http://localhost:" + application.port() + "\" }");
    wrong("public-url", "its port 127.0.0.1:" + application.port() + " cannot be used", "ss -ltnp");
  }

  @Test
  void recordingsThatADistantApplicationCannotFetch() throws Exception {
    yaml.put("answer", "{ url: \"http://192.0.2.1/answer?x=y#ct=1&rt=1\" }");
    assertThat(examine()).filteredOn(finding -> finding.check().equals("public-url")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.DOUBTFUL);
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("publicUrl"));
    });
  }

  @Test
  void recordingsWhoseUrlsAreNobodysAddress() throws Exception {
    yaml.put("http", "{ bind: 0.0.0.0, port: " + freePort() + " }");
    doubtful("public-url", "which is no address that anybody can reach", "publicUrl");
  }

  @Test
  void linkToADirectoryThatIsNotThereStays() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("recordings"), directory.resolve("not-mounted"));
    examine();
    assertThat(link).isSymbolicLink();
  }

  @Test
  void rightsThatKeepFreeSwitchOutBehindALink() throws Exception {
    freeswitch.writable(false);
    process("unconfined", 4711);
    Path closed = Files.createDirectory(directory.resolve("closed"));
    Path recordings = Files.createDirectory(closed.resolve("there"));
    Files.createSymbolicLink(directory.resolve("recordings"), recordings);
    Files.setPosixFilePermissions(directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(closed, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(recordings, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    wrong("recordings", "closed (rwx------ ", "chmod o+x " + closed);
  }

  /** Says the beginning of an answer, and goes on as told. */
  private static ServerSocket server(String begins, boolean endless) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> {
      List<Socket> open = new ArrayList<>();
      try {
        while (true) {
          Socket client = server.accept();
          open.add(client);
          Thread one = new Thread(() -> {
            try {
              client.getInputStream().read(new byte[8192]);
              client.getOutputStream().write(begins.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
              byte[] more = new byte[1 << 16];
              while (endless) {
                client.getOutputStream().write(more);
              }
            } catch (IOException gone) {
              return;
            }
          });
          one.setDaemon(true);
          one.start();
        }
      } catch (IOException closed) {
        return;
      }
    });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  @Test
  @Timeout(60)
  void publicUrlWhoseAnswerNeverEnds() throws Exception {
    for (boolean endless : List.of(false, true)) {
      try (ServerSocket server = server("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n{", endless)) {
        yaml.put("http", "{ port: " + freePort() + ", publicUrl: \"http://127.0.0.1:" + server.getLocalPort() + "\" }");
        wrong("public-url", endless ? "somebody else answers" : "no whole answer within 5 s", "publicUrl");
      }
    }
  }

  @Test
  void webServerThatTriesTheConnectionFirst() throws Exception {
    int port = freePort();
    try (ServerSocket front = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread proxy = new Thread(() -> {
        try (Socket client = front.accept()) {
          for (int probe = 0; probe < 3; probe++) {
            Socket probing = new Socket(InetAddress.getLoopbackAddress(), port);
            probing.setSoLinger(true, 0);
            probing.close();
          }
          byte[] request = new byte[8192];
          int length = client.getInputStream().read(request);
          try (Socket back = new Socket(InetAddress.getLoopbackAddress(), port)) {
            back.getOutputStream().write(request, 0, length);
            back.getInputStream().transferTo(client.getOutputStream());
          }
        } catch (IOException gone) {
          return;
        }
      });
      proxy.setDaemon(true);
      proxy.start();
      yaml.put("http", "{ port: " + port + ", publicUrl: \"http://127.0.0.1:" + front.getLocalPort() + "\" }");
      assertThat(examine()).filteredOn(finding -> finding.check().equals("public-url")).singleElement()
          .satisfies(finding -> assertThat(finding.standing()).as("%s", finding).isEqualTo(Standing.RIGHT));
    }
  }

  @Test
  void answerUrlOfTheDialplanThatIsNone() throws Exception {
    freeswitch.dialplan(dialplan(shipped().replace("confab_answer_url=default", "confab_answer_url=http://a b/{x}&#x9;[")));
    wrong("answer-url", "does not answer", "mend");
  }

  @Test
  void whatTakesLongBetweenTwoLooksAtTheClockIsNoErrorOfTheClock() throws Exception {
    application.answer("/answer", request -> {
      LockSupport.parkNanos(4_000_000_000L);
      return Answer.of(DOCUMENT);
    });
    assertThat(examine()).filteredOn(finding -> finding.check().equals("clock")).singleElement()
        .satisfies(finding -> assertThat(finding.standing()).as("%s", finding).isEqualTo(Standing.RIGHT));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 4, 9, 12, 15})
  @Timeout(60)
  void freeSwitchThatDiesWhileItIsAskedIsOneWrongLine(int answers) throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (FakeEventSocket socket = new FakeEventSocket(vertx)) {
      socket.onCommand((peer, command) -> {
        if (asked.getAndIncrement() >= answers) {
          peer.close();
        } else {
          socket.answer(peer, command);
        }
      });
      yaml.put("freeswitch", "{ port: " + socket.port() + ", password: ClueCon, commandTimeout: 1s }");
      List<Finding> findings = examine();
      assertThat(findings).filteredOn(finding -> finding.standing() != Standing.RIGHT).anySatisfy(finding -> assertThat(finding.check()).isEqualTo("event-socket"));
      assertThat(findings).extracting(Finding::check).contains("answer-url", "disk");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\nbgapi system x", "1 2", "1;2", "", "1\u001b[2J"})
  void keysThatAreNone(String keys) throws Exception {
    List<Finding> findings = new ArrayList<>();
    Settings settings = settings();
    Doctor.examine(vertx, settings, settings.accounts().stream().findFirst(), Optional.of(new Doctor.Call(Optional.empty(), Optional.empty(), Optional.of(keys))),
        new Surroundings(surroundings), findings::add);
    assertThat(findings).filteredOn(finding -> finding.check().equals("call")).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.WRONG);
      assertThat(finding.text()).contains("are no keys").doesNotContain("\n").doesNotContain("\u001b");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\nbgapi system x", "^(a+)+$", "1/default/XML &system(x)", "\u001b[2J"})
  void numberOrContextThatIsNone(String hostile) throws Exception {
    for (Doctor.Call call : List.of(new Doctor.Call(Optional.of(hostile), Optional.of("public"), Optional.empty()),
        new Doctor.Call(Optional.of("4930123456"), Optional.of(hostile), Optional.empty()))) {
      List<Finding> findings = new ArrayList<>();
      Settings settings = settings();
      Doctor.examine(vertx, settings, settings.accounts().stream().findFirst(), Optional.of(call), new Surroundings(surroundings), findings::add);
      assertThat(findings).filteredOn(finding -> finding.check().equals("call")).singleElement().satisfies(finding -> {
        assertThat(finding.text()).contains("is not a number and a context").doesNotContain("\n").doesNotContain("\u001b");
        assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).doesNotContain("mod_loopback").contains("--number"));
      });
    }
  }

  @Test
  void clockOfFreeSwitchThatIsWrong() throws Exception {
    ahead = Duration.ofSeconds(90);
    Finding finding = broken();
    assertThat(finding.check()).isEqualTo("clock");
    assertThat(finding.standing()).isEqualTo(Standing.WRONG);
    assertThat(finding.text()).containsPattern("FreeSWITCH's clock is (8[0-9]|90) s ahead of this one");
    assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("timedatectl"));
  }

  @Test
  void diskThatIsFull() throws Exception {
    yaml.put("recordings", "{ directory: \"" + directory.resolve("recordings") + "\", minFree: 2GB }");
    List<Finding> findings = DiskCheck.examine(settings(), path -> 1_610_612_736L);
    assertThat(findings).singleElement().satisfies(finding -> {
      assertThat(finding.standing()).isEqualTo(Standing.WRONG);
      assertThat(finding.text()).startsWith("1.5 GiB are free at ").contains("(recordings.directory), and 2.0 GiB are needed");
      assertThat(finding.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("recordings.minFree"));
    });
    assertThat(DiskCheck.examine(settings(), path -> 10_000L)).hasSize(3).extracting(Finding::standing).containsOnly(Standing.WRONG);
  }

  @Test
  void diskThatIsNearlyFull() throws Exception {
    assertThat(DiskCheck.examine(settings(), path -> 500L << 20)).hasSize(3).extracting(Finding::standing).containsOnly(Standing.DOUBTFUL);
  }

  @Test
  void storeThatCannotBe() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    yaml.put("store", "{ path: \"" + file.resolve("confab.db") + "\" }");
    wrong("store", "is no directory", "another store.path");
  }

  @Test
  void tooFewOpenFilesForConfab() throws Exception {
    limits("self", 1024);
    doubtful("open-files", "may have 1024 files open", "LimitNOFILE");
  }

  @Test
  void tooFewOpenFilesForFreeSwitch() throws Exception {
    process("unconfined", 0);
    limits("42", 1024);
    doubtful("open-files", "FreeSWITCH takes 1000 sessions, and may have 1024 files open", "systemctl edit freeswitch");
  }

  @Test
  void rootIsToldThatOthersMayLess() {
    assertThat(UserCheck.examine("root").standing()).isEqualTo(Standing.DOUBTFUL);
    assertThat(UserCheck.examine("confab").standing()).isEqualTo(Standing.RIGHT);
  }
}
