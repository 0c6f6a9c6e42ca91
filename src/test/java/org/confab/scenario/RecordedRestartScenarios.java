package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.RecordedFile;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Confab or FreeSWITCH ends while a conference is being recorded: the file is found, and told of once. */
class RecordedRestartScenarios extends Scenario {

  @TempDir
  Path folder;

  RecordedRestartScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(),
        plain.callbacks(), plain.http(), new Settings.Store(Optional.of(folder.resolve("confab.db"))), Settings.Recordings.in(Path.of("target", "recordings")));
  }

  private void killed() {
    confab.kill();
    confab = null;
  }

  private void startsAgain() {
    confab = Service.start(settings());
  }

  private String recorded(String name) {
    return conference(name, "record=\"true\" recordFileFormat=\"wav\"");
  }

  /** Records it, for a while. */
  private Caller[] inARecordedConference(String name) {
    answers(recorded(name));
    Caller anna = enters("1");
    Caller ben = enters("2");
    String room = roomOf(anna);
    Service.until("recorded", () -> fsCli("conference " + room + " recording check").contains(".wav"));
    anna.listens().listenUntil(Duration.ofSeconds(1));
    return new Caller[] {anna, ben};
  }

  private ReceivedRequest told(Caller anna) {
    return application.awaitCallback("/callback", "record", anna.callUuid());
  }

  private static void isAsLongAsItsFile(ReceivedRequest record) {
    String url = record.parameter("RecordUrl");
    try {
      byte[] file = Files.readAllBytes(Path.of("target", "recordings", url.substring(url.lastIndexOf('/') + 1)));
      assertThat(Long.parseLong(record.parameter("RecordingDurationMs"))).isCloseTo(RecordedFile.length(file).toMillis(), within(100L));
    } catch (IOException missing) {
      throw new AssertionError(missing);
    }
  }

  @Test
  void aRecordingThatEndedWhileConfabWasAwayIsFoundAndToldOnce() {
    Caller[] both = inARecordedConference("ended");
    String room = roomOf(both[0]);
    killed();
    both[0].hangUp();
    both[1].hangUp();
    Service.until("over", () -> fsCli("conference " + room + " recording check").contains("not found"));
    startsAgain();
    ReceivedRequest record = told(both[0]);
    isAsLongAsItsFile(record);
    assertThat(Long.parseLong(record.parameter("RecordingDurationMs"))).isGreaterThan(500);
    exited(both[0]);
    exited(both[1]);
    assertThat(callbacksOf(both[0])).containsOnlyOnce("record", "exit");
    assertThat(callbacksOf(both[1])).containsOnlyOnce("exit").doesNotContain("record");
  }

  @Test
  void aRecordingThatGoesOnIsTheNextConfabs() {
    Caller[] both = inARecordedConference("goes on");
    killed();
    startsAgain();
    both[0].listens().listenUntil(Duration.ofSeconds(1));
    both[0].hangUp();
    exited(both[0]);
    both[1].hangUp();
    ReceivedRequest record = told(both[0]);
    isAsLongAsItsFile(record);
    assertThat(Long.parseLong(record.parameter("RecordingDurationMs"))).isGreaterThan(1500);
    assertThat(callbacksOf(both[0])).containsOnlyOnce("record");
  }

  @Test
  void whatAFreeSwitchThatDiedHadWrittenIsTold() {
    Caller[] both = inARecordedConference("died");
    box.kill();
    Service.until("without FreeSWITCH", () -> !confab.isConnected());
    box.startAgain();
    box.awaitReady();
    Service.until("connected again", confab::isConnected);
    exited(both[0]);
    exited(both[1]);
    Path directory = Path.of("target", "recordings");
    ReceivedRequest record = told(both[0]);
    String url = record.parameter("RecordUrl");
    assertThat(directory.resolve(url.substring(url.lastIndexOf('/') + 1))).exists();
    assertThat(Long.parseLong(record.parameter("RecordingStartMs"))).isLessThanOrEqualTo(Long.parseLong(record.parameter("RecordingEndMs")));
    assertThat(callbacksOf(both[0])).containsOnlyOnce("record");
  }
}
