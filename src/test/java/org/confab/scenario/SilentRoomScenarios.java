package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.confab.config.Settings;
import org.confab.testing.Caller;
import org.confab.testing.LogLines;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A room of which mod_conference never lets go of the lock: the others go on, somebody is told, and nobody is forgotten. */
class SilentRoomScenarios extends WiredScenario {

  SilentRoomScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    return Service.withProfile(super.settings(), Switch.PROFILE_WITH_EXIT_SOUND);
  }

  /** Whatever becomes of the test: other tests use the same FreeSWITCH. */
  @Override
  @AfterEach
  void stop() {
    box.letGoOfLock();
    super.stop();
  }

  /** A minute, in which what hangs is asked for in vain. */
  private void minutePasses() {
    for (int i = 0; i < 12; i++) {
      passes(Duration.ofSeconds(5));
      // what can be answered has been
      Service.orNot(Duration.ofMillis(500), () -> wire().jobs() == 0);
    }
  }

  @Test
  void itsSilenceIsAlarmedAndTheOthersGoOnAndItsMembersFollowWhenItAnswersAgain() {
    application.on("/after", request -> response(conference("second")));
    answers(Map.of("1", conference("stuck"), "2", conference("stuck"), "6", conference("stuck"),
        "3", conference("other", "hangupOnStar=\"true\"", "action=\"/after\""), "4", conference("other"), "5", conference("third")));
    Caller anna = enters("1");
    Caller ben = enters("2");
    Caller cleo = enters("3");
    String stuck = roomOf(anna);
    box.holdLockAtNextLeave();
    try (LogLines log = LogLines.open()) {
      ben.hangUp();
      minutePasses();
      Service.until("in quarantine", () -> confab.metric("confab_rooms_quarantined") == 1);
      assertThat(log.lines()).filteredOn(line -> line.startsWith("ERROR") && line.contains(stuck)).hasSize(1);
      assertThat(confab.get("/health/ready").statusCode()).isEqualTo(200);
      assertThat(confab.get("/health/ready").body()).contains("\"degraded\":true").contains("does not answer for 1 rooms: " + stuck);
      // the others go on
      Caller dan = enters("4");
      assertThat(roomOf(dan)).isEqualTo(roomOf(cleo));
      enters("5");
      cleo.press("*");
      exited(cleo);
      application.awaitRequest(request -> request.parameter("ConferenceAction").equals("enter") && request.parameter("ConferenceName").equals("second"));
      // and so does the conference, in another room
      Caller fay = enters("6");
      assertThat(roomOf(fay)).isNotEqualTo(stuck);
      exited(ben);
      box.letGoOfLock();
      log.await("of the end", line -> line.contains("FreeSWITCH answers for " + stuck + " again"));
      anna.awaitNow("with Fay", ("conference " + roomOf(fay))::equals, Caller.PATIENCE);
      Service.until("without quarantine", () -> confab.metric("confab_rooms_quarantined") == 0);
      fay.hangUp();
      exited(fay);
    }
    assertThat(callbacksOf(anna)).as("one stay").containsExactly("enter");
    minutePasses();
    anna.hangUp();
    exited(anna);
    assertThat(List.of(callbacksOf(anna), callbacksOf(ben))).containsOnly(List.of("enter", "exit"));
  }
}
