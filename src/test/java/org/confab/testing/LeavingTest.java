package org.confab.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.confab.Confab;
import org.confab.clock.VertxClock;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever leaves finds FreeSWITCH as it was. */
class LeavingTest {

  private static final Path DIALPLAN = Path.of("freeswitch-conf/dialplan/public/00_confab.xml");

  /** What a person does by the README, and undoes. */
  @Test
  void vanillaFreeSwitchIsAsBeforeWhenTheDialplanFileAndConfabAreGone(@TempDir Path directory) throws Exception {
    Optional<Path> vanilla = VanillaFreeSwitch.configuration(System.getenv());
    assumeTrue(vanilla.isPresent(), "FREESWITCH_HOME names no FreeSWITCH with a vanilla configuration");
    Path box = Files.createDirectory(directory.resolve("freeswitch"));
    Path confabs = Files.createDirectory(directory.resolve("confab"));
    try (VanillaFreeSwitch freeswitch = VanillaFreeSwitch.start(box, vanilla.get())) {
      // a first call, since FreeSWITCH itself makes files at its first
      call(freeswitch, "9196", "default");
      freeswitch.fsCli("hupall");
      await("end of all calls", () -> freeswitch.fsCli("show channels count as json").contains("\"row_count\":0"));
      List<String> before = freeswitch.files();
      String dialplan = freeswitch.fsCli("xml_locate dialplan");
      String configuration = freeswitch.fsCli("xml_locate configuration");
      String variables = variables(freeswitch);
      String modules = freeswitch.fsCli("show modules");
      assertThat(dialplan).contains("name=\"public\"").doesNotContain("confab");

      Path installed = box.resolve("conf/dialplan/public").resolve(DIALPLAN.getFileName());
      Files.copy(DIALPLAN, installed);
      assertThat(freeswitch.fsCli("reloadxml")).startsWith("+OK");
      assertThat(freeswitch.fsCli("xml_locate dialplan")).contains("confab_answer_url");
      conference(freeswitch, confabs);

      Files.delete(installed);
      assertThat(freeswitch.fsCli("reloadxml")).startsWith("+OK");
      await("end of all calls", () -> freeswitch.fsCli("show channels count as json").contains("\"row_count\":0"));
      assertThat(freeswitch.files()).isEqualTo(before);
      assertThat(freeswitch.fsCli("xml_locate dialplan")).isEqualTo(dialplan);
      assertThat(freeswitch.fsCli("xml_locate configuration")).isEqualTo(configuration);
      assertThat(variables(freeswitch)).isEqualTo(variables);
      assertThat(freeswitch.fsCli("show modules")).isEqualTo(modules);
      assertThat(freeswitch.fsCli("conference json_list")).isEqualTo("[]");
      // FreeSWITCH forgets the way out of a call that is over when its 30 s are
      await("end of all tasks", () -> !freeswitch.fsCli("show tasks").contains("switch_ivr_schedule"));
    }
  }

  /** A call into a conference and out of it again, by Confab, which then ends. */
  private static void conference(VanillaFreeSwitch freeswitch, Path directory) throws IOException {
    Vertx vertx = Vertx.vertx();
    try (FakeApplication application = FakeApplication.start().on("/answer",
        request -> "<Response><Conference callbackUrl=\"/events\">leaving</Conference></Response>")) {
      Settings settings = new Settings(
          new Settings.FreeSwitch("127.0.0.1", freeswitch.port(), new Secret(VanillaFreeSwitch.PASSWORD), "confab", Duration.ofSeconds(10)),
          new Settings.Answer(Optional.of(URI.create(application.url("/answer"))), "POST", Optional.empty(), "POST", Optional.empty(), "POST", true,
              new Unsupported.Skip()),
          new Settings.Conference(20, false), new Settings.Operator("127.0.0.1", 0),
          List.of(new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("token")))), Settings.Sounds.in(directory.resolve("sounds")),
          new Settings.Callbacks(Duration.ofHours(1), true), new Settings.Http(List.of()),
          new Settings.Store(Optional.of(directory.resolve("confab.db"))));
      Confab confab = Loop.result(Confab.start(vertx, settings, settings.accounts(), new VertxClock(vertx)));
      await("connection", confab::isConnected);
      call(freeswitch, "266322", "public");
      await("member", () -> freeswitch.fsCli("conference json_list").contains("\"member_count\":\t1")
          || freeswitch.fsCli("conference json_list").replaceAll("\\s", "").contains("\"member_count\":1"));
      freeswitch.fsCli("hupall");
      await("end of the conference", () -> freeswitch.fsCli("conference json_list").equals("[]"));
      Loop.result(confab.stop());
    } finally {
      Loop.result(vertx.close());
    }
  }

  private static void call(VanillaFreeSwitch freeswitch, String number, String context) {
    String uuid = UUID.randomUUID().toString();
    String reply = freeswitch.fsCli("bgapi originate {origination_uuid=" + uuid + ",originate_timeout=60}loopback/" + number + "/" + context
        + " &park()");
    assertThat(reply).startsWith("+OK");
    await("call to " + number, () -> freeswitch.fsCli("uuid_exists " + uuid).equals("true"));
  }

  /** FreeSWITCH's global variables, without what changes by itself. */
  private static String variables(VanillaFreeSwitch freeswitch) {
    return String.join("\n", freeswitch.fsCli("global_getvar").lines().sorted().toList());
  }

  private static void await(String what, BooleanSupplier condition) {
    long patience = System.nanoTime() + Caller.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("no " + what + " within " + Caller.PATIENCE.toSeconds() + " s").isLessThan(patience);
      LockSupport.parkNanos(50_000_000);
    }
  }
}
