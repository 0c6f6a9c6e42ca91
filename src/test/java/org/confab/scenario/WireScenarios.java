package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.confab.testing.Caller;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;

/** What can happen to the connections between Confab and FreeSWITCH: it is found, and what was missed meanwhile is told once. */
class WireScenarios extends WiredScenario {

  WireScenarios(Switch box) {
    super(box);
  }

  /** Ben leaves and Cleo comes while the wire is as the test made it; how many attempts are left to Confab is up to the test. */
  private record Meanwhile(Caller anna, Caller ben, Caller cleo) {}

  private Meanwhile someoneLeavesAndSomeoneComes(Runnable fault) {
    answers(conference("cut"));
    Caller anna = enters("1");
    Caller ben = enters("2");
    fault.run();
    ben.hangUp();
    ben.awaitHangUp();
    return new Meanwhile(anna, ben, box.call("3"));
  }

  private void assertNothingWasMissed(Meanwhile who) {
    entered(who.cleo());
    exited(who.ben());
    assertThat(roomOf(who.cleo())).isEqualTo(roomOf(who.anna()));
    assertThat(callbacksOf(who.anna())).containsExactly("enter");
    assertThat(callbacksOf(who.ben())).containsExactly("enter", "exit");
    assertThat(callbacksOf(who.cleo())).containsExactly("enter");
    assertThat(wire().open()).as("one connection for events, one for commands").isEqualTo(2);
    who.cleo().hangUp();
    exited(who.cleo());
  }

  @Test
  void aResetIsMendedAtOnce() {
    assertNothingWasMissed(someoneLeavesAndSomeoneComes(wire()::reset));
  }

  @Test
  void connectionsThatFreeSwitchEndsAreMadeAgain() {
    assertNothingWasMissed(someoneLeavesAndSomeoneComes(wire()::letFreeSwitchEndThem));
  }

  @Test
  void aWireThatIsDeadForAMinuteThoughNothingIsClosedIsFoundAndMended() {
    Meanwhile who = someoneLeavesAndSomeoneComes(() -> wire().swallow(true));
    for (int seconds = 0; seconds < 60; seconds += 5) {
      confab.leap(Duration.ofSeconds(5));
      // attempts that the dead wire takes and does not answer
      Service.until("at work", () -> confab.metric("confab_event_socket_up{connection=\"events\"}") >= 0);
    }
    Service.until("given up", () -> confab.metric("confab_event_socket_up{connection=\"events\"}") == 0);
    assertThat(callbacksOf(who.ben())).containsExactly("enter");
    wire().swallow(false);
    for (int attempts = 0; !confab.isConnected(); attempts++) {
      assertThat(attempts).as("seconds in which it is connected again").isLessThan(60);
      confab.leap(Duration.ofSeconds(1));
      Service.orNot(Duration.ofMillis(200), confab::isConnected);
    }
    passes(Duration.ofSeconds(1));
    assertNothingWasMissed(who);
  }

  @Test
  void membersWhoseCallsWentWithFreeSwitchGetOneExitAndNothingElseIsMadeUp() {
    application.on("/hangup", request -> "");
    answers(conference("crash") + "<Redirect>/answer</Redirect>");
    List<Caller> members = List.of(enters("1"), enters("2"), enters("3"));
    int asked = application.requests("/answer").size();
    box.kill();
    Service.until("without FreeSWITCH", () -> !confab.isConnected());
    // so long that attempts have become as rare as they get
    for (int attempts = 0; attempts < 20; attempts++) {
      confab.leap(Duration.ofSeconds(30));
    }
    assertThat(members).allMatch(member -> callbacksOf(member).equals(List.of("enter")));
    box.startAgain();
    // within three seconds of its port's answering
    confab.leap(Duration.ofSeconds(3));
    Service.until("connected again", confab::isConnected);
    members.forEach(this::exited);
    box.awaitReady();
    Caller late = enters("4");
    passes(Duration.ofSeconds(60));
    late.hangUp();
    exited(late);
    assertThat(members).allMatch(member -> callbacksOf(member).equals(List.of("enter", "exit")));
    assertThat(application.requests("/answer")).hasSize(asked + 1);
    for (String left : List.of("confab_members_current", "confab_calls_current", "confab_conferences_current")) {
      Service.until("without " + left, () -> confab.metric(left) == 0);
    }
  }
}
