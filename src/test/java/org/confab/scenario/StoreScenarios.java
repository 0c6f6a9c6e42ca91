package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives Confab, and what happens when it cannot be written. */
class StoreScenarios extends Scenario {

  /** How many callbacks may be in memory alone. */
  private static final int HELD = 5;

  @TempDir
  Path folder;

  StoreScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    Settings.Callbacks callbacks = new Settings.Callbacks(Duration.ofHours(1), true, 16, Duration.ofDays(7), HELD, 1 << 20);
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        callbacks, plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))));
  }

  @Test
  void callbacksThatTheApplicationDidNotTakeAreSentByTheNextConfabWithTheirIdsAndNumbers() {
    application.answer("/callback", request -> FakeApplication.Answer.status(503));
    answers(conference("kept"));
    Caller anna = enters("1");
    anna.hangUp();
    String id = application.requests("/callback").get(0).header("X-Confab-Callback-Id");
    Service.until("both stored", () -> operator().metrics().contains("confab_callbacks_pending 2.0"));
    confab.kill();
    application.forget();
    application.on("/callback", request -> "");
    confab = Service.start(settings());
    exited(anna);
    List<ReceivedRequest> callbacks = application.requests("/callback");
    assertThat(callbacks).extracting(request -> request.parameter("ConferenceAction") + request.header("X-Confab-Sequence"))
        .containsExactly("enter1", "exit2");
    assertThat(callbacks.get(0).header("X-Confab-Callback-Id")).isEqualTo(id);
    assertSigned(callbacks.get(1), "first-token");
    Service.until("nothing left", () -> operator().metrics().contains("confab_callbacks_pending 0.0"));
  }

  @Test
  void withoutAStoreThatCanBeWrittenCallsGoOnAndReadySaysDegraded() throws IOException {
    confab.close();
    // nobody can make a file where a directory is
    Files.delete(folder.resolve("confab.db-lock"));
    Files.createDirectory(folder.resolve("confab.db-lock"));
    confab = Service.start(settings());
    OperatorPort.Answer ready = operator().ready();
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).contains("\"ready\":true", "\"degraded\":true", "confab.db cannot be written");
    assertThat(operator().metrics()).contains("confab_store_up 0.0");
    answers(conference("degraded"));
    Caller anna = enters("1");
    anna.hangUp();
    exited(anna);
    Files.delete(folder.resolve("confab.db-lock"));
    Service.until("whole again", () -> operator().ready().body().contains("\"degraded\":false"));
    assertThat(operator().metrics()).contains("confab_store_up 1.0");
  }

  /** Something that makes the file unwritable, or writable again. */
  private interface Disk {
    void change() throws Exception;
  }

  private void callsGoOnWithout(Disk breaks, Disk mends) throws Exception {
    answers(conference("goes on"));
    Caller anna = enters("1");
    breaks.change();
    // the very next thing that is to be written may find room that the file had already
    for (int caller = 0; operator().metric("confab_store_up") == 1; caller++) {
      assertThat(caller).as("callers until the disk was missed").isLessThan(50);
      Caller passer = enters("2");
      passer.hangUp();
      exited(passer);
    }
    OperatorPort.Answer ready = operator().ready();
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).contains("\"ready\":true", "\"degraded\":true", "confab.db cannot be written");
    Caller ben = enters("3");
    assertThat(roomOf(ben)).isEqualTo(roomOf(anna));
    ben.hangUp();
    exited(ben);
    Service.until("all of that taken", () -> operator().metric("confab_callbacks_held") == 0);

    // what is held is counted and bounded, and beyond that nobody is turned away either
    application.answer("/callback", request -> FakeApplication.Answer.status(503));
    List<Caller> more = IntStream.range(0, HELD + 2).mapToObj(i -> box.call("4" + i)).toList();
    more.forEach(Caller::awaitConference);
    Service.until("all in", () -> operator().metric("confab_members_current") == 1 + more.size());
    Service.until("dropped", () -> operator().metric("confab_callbacks_total{outcome=\"dropped\"}") == 2);
    assertThat(operator().metric("confab_callbacks_held")).isEqualTo(HELD);
    Service.until("not ready", () -> operator().ready().status() == 503);
    assertThat(operator().ready().body()).contains("\"ready\":false", "callbacks are being dropped: " + HELD);
    application.forget();
    application.on("/callback", request -> "");
    Service.until("what was held is delivered", () -> application.requests("/callback").size() == HELD);
    Service.until("ready", () -> operator().ready().status() == 200);

    mends.change();
    Service.until("whole again", () -> operator().ready().body().contains("\"degraded\":false"));
    assertThat(operator().metric("confab_store_up")).isEqualTo(1);
    assertThat(operator().metric("confab_callbacks_held")).isZero();
    // and what was decided meanwhile outlives the process
    confab.kill();
    more.get(0).hangUp();
    anna.hangUp();
    confab = Service.start(settings());
    exited(anna);
    exited(more.get(0));
    assertThat(application.requests("/callback")).extracting(request -> Integer.parseInt(request.header("X-Confab-Sequence"))).isSorted()
        .doesNotHaveDuplicates();
    assertThat(more.get(1).position()).startsWith("conference ");
  }

  @Test
  void whileTheFileTakesNothingCallsGoOnAndWhatIsHeldIsBoundedAndCounted() throws Exception {
    // every INSERT INTO callback fails, and with it its transaction
    callsGoOnWithout(() -> sql("CREATE TRIGGER broken BEFORE INSERT ON callback BEGIN INSERT INTO nowhere VALUES (1); END"),
        () -> sql("DROP TRIGGER broken"));
  }

  @Test
  void whileTheDiskIsFullCallsGoOnAndWhatIsHeldIsBoundedAndCounted() throws Exception {
    confab.close();
    boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString());
    Path filler = folder.resolve("filler");
    try {
      confab = Service.start(settings());
      Assumptions.assumeTrue(mounted, "a tmpfs can be mounted here");
      callsGoOnWithout(() -> fill(filler), () -> Files.delete(filler));
    } finally {
      box.hangUpAll();
      confab.kill();
      confab = null;
      if (mounted) {
        run("umount", "-l", folder.toString());
      }
    }
  }

  /** No file may be written any more, those that are open included. (A mount with open files cannot be made read-only by mount(8).) */
  @Test
  void whileTheFilesAreReadOnlyCallsGoOnAndWhatIsHeldIsBoundedAndCounted() throws Exception {
    String[] files = {folder.resolve("confab.db").toString(), folder.resolve("confab.db-wal").toString()};
    boolean can = run("chattr", "+i", files[0], files[1]);
    try {
      Assumptions.assumeTrue(can && run("chattr", "-i", files[0], files[1]), "files can be made immutable here");
      callsGoOnWithout(() -> assertThat(run("chattr", "+i", files[0], files[1])).isTrue(),
          () -> assertThat(run("chattr", "-i", files[0], files[1])).isTrue());
    } finally {
      run("chattr", "-i", files[0], files[1]);
    }
  }

  private static void fill(Path filler) throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(new byte[4096]);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left");
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("confab.db"));
        Statement sql = connection.createStatement()) {
      sql.execute("PRAGMA busy_timeout = 60000");
      sql.execute(statement);
    }
  }
}
