package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.confab.clock.VertxClock;
import org.confab.esl.EslConnection;
import org.confab.esl.EslOptions;
import org.confab.esl.Event;
import org.confab.testing.Caller;
import org.confab.testing.EventSocket;
import org.confab.testing.Loop;
import org.confab.testing.OnRealFreeSwitch;
import org.confab.testing.RealFreeSwitch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What else happens on the box is none of our business, and does not reach us. */
@OnRealFreeSwitch
class ForeignTrafficTest {

  private final RealFreeSwitch box;
  private final Loop loop = new Loop();

  ForeignTrafficTest(RealFreeSwitch box) {
    this.box = box;
  }

  @AfterEach
  void everybodyHangsUp() {
    box.hangUpAll();
    loop.close();
  }

  @Test
  void nothingOfTheOtherTrafficArrivesAndEverythingOfOurCallDoes() throws IOException, InterruptedException {
    LinkedBlockingQueue<Event> arriving = new LinkedBlockingQueue<>();
    EslOptions options = EslOptions.of(box.host(), box.eventSocketPort(), box.password());
    EslConnection ours = loop.await(() -> EslConnection.open(loop.vertx().createNetClient(), options, new VertxClock(loop.vertx()), arriving::add));
    Subscription.commands().forEach(command -> loop.await(() -> ours.expectOk(command)));
    List<String> everything = new ArrayList<>();
    LinkedBlockingQueue<Map<String, String>> unfiltered = new LinkedBlockingQueue<>();
    try (EventSocket witness = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), unfiltered::add)) {
      witness.command("event plain CHANNEL_PARK CHANNEL_PROGRESS CHANNEL_PROGRESS_MEDIA CHANNEL_ANSWER CHANNEL_EXECUTE_COMPLETE CHANNEL_HOLD CHANNEL_UNHOLD CHANNEL_HANGUP_COMPLETE DTMF"
          + " BACKGROUND_JOB CUSTOM conference::maintenance");
      Caller one = box.callOtherConference("491801", 1);
      Caller two = box.callOtherConference("491802", 1);
      one.awaitAnswered();
      two.awaitAnswered();
      Caller mine = box.call("491803");
      mine.awaitParked();
      one.press("1234");
      two.press("99");
      one.hold();
      one.unhold();
      String member = box.fsCli("conference other-1 list").lines().findFirst().orElseThrow().split(";")[0];
      box.fsCli("conference other-1 mute " + member);
      box.fsCli("bgapi status");
      awaitWitness(unfiltered, everything, event -> event.get("Event-Name").equals("DTMF"), 6);
      one.hangUp();
      two.hangUp();
      one.awaitHangUp();
      two.awaitHangUp();
      mine.hangUp();
      mine.awaitHangUp();
      String uuid = mine.callUuid();
      awaitWitness(unfiltered, everything, event -> event.get("Event-Name").equals("CHANNEL_HANGUP_COMPLETE") && uuid.equals(event.get("Unique-ID")), 1);
      List<String> mineSeen = awaitHangUp(arriving, uuid);
      assertThat(everything.stream().filter(event -> !event.endsWith(uuid)).count()).as("other events on the box: %s", everything).isGreaterThan(15);
      assertThat(everything).anyMatch(event -> event.startsWith("CUSTOM")).anyMatch(event -> event.startsWith("BACKGROUND_JOB"));
      assertThat(mineSeen).isEqualTo(everything.stream().filter(event -> event.endsWith(uuid)).map(event -> event.split(" ")[0]).toList())
          .contains("CHANNEL_PARK", "CHANNEL_HANGUP_COMPLETE");
    }
  }

  /** Reads on until that many events fulfil the condition. */
  private static void awaitWitness(LinkedBlockingQueue<Map<String, String>> from, List<String> all, Predicate<Map<String, String>> wanted, int count)
      throws InterruptedException {
    for (int found = 0; found < count; ) {
      Map<String, String> event = from.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("%d of %d, after %s", found, count, all).isNotNull();
      all.add(event.get("Event-Name") + " " + event.getOrDefault("Unique-ID", "-"));
      found += wanted.test(event) ? 1 : 0;
    }
  }

  /** The names of our call's events; one of anything else but a heartbeat fails. */
  private static List<String> awaitHangUp(LinkedBlockingQueue<Event> arriving, String call) throws InterruptedException {
    List<String> names = new ArrayList<>();
    List<Event> foreign = new ArrayList<>();
    while (!names.contains("CHANNEL_HANGUP_COMPLETE")) {
      Event event = arriving.poll(60, TimeUnit.SECONDS);
      assertThat(event).as("after %s", names).isNotNull();
      if (event.text("Unique-ID").equals(call)) {
        names.add(event.name());
      } else if (!event.name().equals("HEARTBEAT")) {
        foreign.add(event);
      }
    }
    assertThat(foreign).as("events that are none of ours").isEmpty();
    return names;
  }
}
