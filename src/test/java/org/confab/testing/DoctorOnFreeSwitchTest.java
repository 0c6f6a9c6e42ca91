package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.confab.Confab;
import org.confab.clock.VertxClock;
import org.confab.config.Loading;
import org.confab.config.Settings;
import org.confab.doctor.Doctor;
import org.confab.doctor.Finding;
import org.confab.doctor.Finding.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's first hour with a vanilla FreeSWITCH: whatever is still wrong is said, then nothing is, and the test call comes through. */
class DoctorOnFreeSwitchTest {

  private static final Path DIALPLAN = Path.of("freeswitch-conf/dialplan/public/00_confab.xml");

  @TempDir
  private Path directory;

  @Test
  void whatIsWrongIsToldAtEachStepOfTheInstallation() throws Exception {
    Optional<Path> vanilla = VanillaFreeSwitch.configuration(System.getenv());
    assumeTrue(vanilla.isPresent(), "FREESWITCH_HOME names no FreeSWITCH with a vanilla configuration");
    Path box = Files.createDirectory(directory.resolve("freeswitch"));
    Vertx vertx = Vertx.vertx();
    try (VanillaFreeSwitch freeswitch = VanillaFreeSwitch.start(box, vanilla.get());
        FakeApplication application = FakeApplication.start().on("/answer", request -> "<Response><Conference>doctor</Conference></Response>")) {
      assertThat(said(vertx, settings(freeswitch, application, "wrong"), false, "event-socket", Standing.WRONG)).contains("rejects the password");

      Settings settings = settings(freeswitch, application, VanillaFreeSwitch.PASSWORD);
      assertThat(said(vertx, settings, false, "dialplan", Standing.WRONG)).contains("no extension sets confab_answer_url");
      assertThat(said(vertx, settings, false, "mp3", Standing.DOUBTFUL)).contains("mod_shout");
      assertThat(said(vertx, settings, false, "clock", Standing.RIGHT)).contains("FreeSWITCH");
      assertThat(said(vertx, settings, false, "sounds", Standing.RIGHT)).contains("FreeSWITCH and this user");
      assertThat(said(vertx, settings, false, "recordings", Standing.RIGHT)).contains("FreeSWITCH and this user");

      Path installed = box.resolve("conf/dialplan/public").resolve(DIALPLAN.getFileName());
      Files.copy(DIALPLAN, installed);
      assertThat(said(vertx, settings, false, "dialplan", Standing.WRONG)).contains("is there and not loaded");
      Files.writeString(installed, Files.readString(DIALPLAN).replace("</extension>", "</extensio>"));
      assertThat(said(vertx, settings, false, "dialplan", Standing.WRONG)).contains("00_confab.xml, line ");
      Files.writeString(installed, Files.readString(DIALPLAN).replace("confab_fallback XML ${context}", "no_such XML ${context}"));
      assertThat(freeswitch.fsCli("reloadxml")).startsWith("+OK");
      assertThat(said(vertx, settings, false, "fallback", Standing.WRONG)).contains("no extension of context public takes that");
      Files.writeString(installed, Files.readString(DIALPLAN));
      assertThat(freeswitch.fsCli("reloadxml")).startsWith("+OK");
      assertThat(said(vertx, settings, false, "dialplan", Standing.DOUBTFUL)).contains("takes only 266322");
      assertThat(said(vertx, settings, false, "fallback", Standing.RIGHT)).contains("confab_fallback in context public");

      assertThat(freeswitch.fsCli("fsctl pause")).startsWith("+OK");
      assertThat(said(vertx, settings, false, "freeswitch-paused", Standing.WRONG)).contains("takes no call");
      assertThat(freeswitch.fsCli("fsctl resume")).startsWith("+OK");
      assertThat(freeswitch.fsCli("unload mod_tone_stream")).contains("+OK");
      assertThat(said(vertx, settings, false, "modules", Standing.WRONG)).contains("mod_tone_stream");
      assertThat(freeswitch.fsCli("load mod_tone_stream")).contains("+OK");

      Confab confab = Confab.start(vertx, settings, settings.accounts(), new VertxClock(vertx)).await(30, TimeUnit.SECONDS);
      try {
        List<Finding> calls = examine(vertx, settings, true).stream().filter(finding -> finding.check().equals("call")).toList();
        assertThat(calls).extracting(Finding::standing).as("%s", calls).containsExactly(Standing.RIGHT, Standing.RIGHT, Standing.RIGHT, Standing.RIGHT);
        assertThat(calls.get(2).text()).contains("it is in a conference");
        assertThat(freeswitch.fsCli("conference json_list")).isEqualTo("[]");
      } finally {
        Loop.result(confab.stop());
      }
    } finally {
      vertx.close().await(30, TimeUnit.SECONDS);
    }
  }

  private Settings settings(VanillaFreeSwitch freeswitch, FakeApplication application, String password) throws Exception {
    Path file = Files.writeString(directory.resolve("confab.yaml"), """
        freeswitch: { port: %d, password: "%s" }
        answer: { url: "%s" }
        accounts: [ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: token } ]
        http: { port: %d }
        operator: { port: %d }
        store: { path: "%s/confab.db" }
        sounds: { directory: "%s/sounds" }
        recordings: { directory: "%s/recordings" }
        """.formatted(freeswitch.port(), password, application.url("/answer"), 20_000 + freeswitch.port() % 10_000, 10_000 + freeswitch.port() % 10_000, directory, directory, directory));
    Loading loading = Settings.load(Optional.of(file), Map.of());
    assertThat(loading).as("%s", loading).isInstanceOf(Loading.Loaded.class);
    return ((Loading.Loaded) loading).settings();
  }

  private static List<Finding> examine(Vertx vertx, Settings settings, boolean call) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    Doctor.examine(vertx, settings, settings.accounts().stream().findFirst(),
        call ? Optional.of(new Doctor.Call(Optional.empty(), Optional.empty(), Optional.empty())) : Optional.empty(), findings::add);
    return findings;
  }

  private static String said(Vertx vertx, Settings settings, boolean call, String check, Standing standing) throws InterruptedException {
    List<Finding> findings = examine(vertx, settings, call).stream().filter(finding -> finding.check().equals(check)).toList();
    assertThat(findings).as("%s", findings).hasSize(1);
    assertThat(findings.get(0).standing()).as("%s", findings).isEqualTo(standing);
    return findings.get(0).text();
  }
}
