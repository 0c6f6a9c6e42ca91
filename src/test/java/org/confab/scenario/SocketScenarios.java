package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.confab.config.Settings;
import org.confab.testing.BySocket;
import org.confab.testing.Caller;
import org.confab.testing.LogLines;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two Confabs in one {@code socket} line, at one FreeSWITCH. */
class SocketScenarios extends Scenario {

  private Service second;

  SocketScenarios(Switch box) {
    super(BySocket.of(box, 2));
  }

  @Override
  Settings settings() {
    return super.settings().withOutbound(((BySocket) box).outbound(0));
  }

  private Service startSecond() {
    second = Service.start(super.settings().withOutbound(((BySocket) box).outbound(1)));
    return second;
  }

  @AfterEach
  void stopSecond() {
    if (second != null) {
      second.close();
    }
  }

  private String holder(Caller caller) {
    return fsCli("uuid_getvar " + caller.callUuid() + " confab_holder");
  }

  private long asked(Caller caller) {
    return application.requests("/answer").stream().filter(request -> request.parameter("CallUUID").equals(caller.callUuid())).count();
  }

  @Test
  void theFirstTakesEveryCallAndTheSecondLeavesThemAlone() {
    startSecond();
    LogLines log = LogLines.open();
    answers(conference("both", "hangupOnStar=\"true\"") + "<Redirect>/again</Redirect>");
    application.on("/again", request -> response(conference("again")));
    Caller anna = enters("1");
    Caller ben = enters("2");
    log.await("that she came by socket", line -> line.contains(anna.callUuid()) && line.endsWith("handed over by socket."));
    log.await("that he came by socket", line -> line.contains(ben.callUuid()) && line.endsWith("handed over by socket."));
    log.close();
    anna.press("*");
    application.awaitRequest("/again");
    assertThat(holder(anna)).isEqualTo("confab-0");
    assertThat(holder(ben)).isEqualTo("confab-0");
    assertThat(asked(anna)).isEqualTo(1);
    assertThat(asked(ben)).isEqualTo(1);
    assertThat(roomOf(ben)).startsWith("confab-both-");
  }

  @Test
  void whenTheFirstIsDownTheSecondTakesTheCallsAndTheFirstGetsThemAgainWhenItIsBack() {
    startSecond();
    answers(conference("failover"));
    confab.close();
    confab = null;
    Caller anna;
    try (LogLines log = LogLines.open()) {
      anna = enters("1");
      log.await("that the second got her by socket", line -> line.endsWith("handed over by socket."));
    }
    assertThat(holder(anna)).isEqualTo("confab-1");
    confab = startConfab();
    // it listens as soon as FreeSWITCH is connected, at about the time that the service says so
    Service.until("listening", () -> reachable(((BySocket) box).outbound(0).port()));
    Caller ben = enters("2");
    assertThat(holder(ben)).isEqualTo("confab-0");
    assertThat(asked(anna)).isEqualTo(1);
    assertThat(asked(ben)).isEqualTo(1);
    anna.hangUp();
    exited(anna);
    assertThat(callbacksOf(anna)).containsExactly("enter", "exit");
  }

  @Test
  void aCallThatNoConfabCouldBeReachedForIsTakenByOneOfThemOnce() {
    answers(conference("claimed"));
    confab.close();
    confab = null;
    Caller anna = box.call("1");
    anna.awaitPosition("parked", "parked"::equals, Caller.PATIENCE);
    confab = startConfab();
    startSecond();
    entered(anna);
    assertThat(holder(anna)).startsWith("confab-");
    assertThat(asked(anna)).isEqualTo(1);
  }

  @Test
  void aCallWithoutSocketIsTakenOnceToo() {
    startSecond();
    answers(conference("plain"));
    Caller anna = ((BySocket) box).itself().call("1");
    entered(anna);
    assertThat(holder(anna)).startsWith("confab-");
    assertThat(asked(anna)).isEqualTo(1);
  }

  @Test
  void aCallerWhoHangsUpInTheMiddleLeavesNothingBehind() {
    answers(conference("hasty"));
    try (LogLines log = LogLines.open()) {
      Caller anna = box.call("1", Map.of("confab_answer_url", ""));
      log.await("about the missing URL", line -> line.startsWith("WARN") && line.contains("without confab_answer_url"));
      anna.hangUp();
    }
    Caller ben = enters("2");
    assertThat(holder(ben)).isEqualTo("confab-0");
  }

  private static boolean reachable(int port) {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (java.io.IOException notYet) {
      return false;
    }
  }
}
