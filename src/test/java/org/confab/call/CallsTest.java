package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Unsupported;
import org.confab.http.HttpReply;
import org.confab.testing.FakeEventSocket.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of calls when events, replies and connections come at the worst moment. */
class CallsTest {

  private static final String CONFERENCE = "<Conference callbackUrl=\"http://app/callback\" action=\"http://app/action\">x</Conference>";

  private Optional<TestedBox> opened = Optional.empty();

  private TestedBox open() {
    opened = Optional.of(new TestedBox());
    return opened.get();
  }

  @AfterEach
  void close() {
    opened.ifPresent(TestedBox::close);
  }

  private static void answers(TestedBox box, String elements) {
    box.application = request -> TestedBox.replies(request, request.url().getPath().equals("/answer") ? "<Response>" + elements + "</Response>"
        : "<Response/>");
  }

  @Test
  void aMemberGetsOneEnterAndOneExit() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    Received chain = box.awaitChain("a", 1);
    assertThat(box.lines()).contains("api sched_del 5");
    box.maintenance("a", "add-member", TestedBox.room(chain), Map.of());
    box.maintenance("a", "del-member", TestedBox.room(chain), Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
  }

  @Test
  void anEntryThatWasMissedIsToldAfterTheConnectionIsBack() {
    TestedBox box = open();
    answers(box, CONFERENCE);
    box.parks("a", "5");
    String room = TestedBox.room(box.awaitChain("a", 1));
    box.settle();
    box.disconnects();
    box.channels.get("a").put("variable_current_application", "conference");
    box.channels.get("a").put("variable_conference_call_key", "key");
    box.rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room
        + "\",\"members\":[{\"uuid\":\"a\",\"id\":7}]}]";
    box.reconnects();
    box.settle();
    assertThat(box.conferenceActions()).containsExactly("enter");
    box.maintenance("a", "del-member", room, Map.of("Answer-State", "hangup"));
    box.hangsUp("a");
    assertThat(box.conferenceActions()).containsExactly("enter", "exit");
    assertThat(box.requests("/action")).hasSize(1);
  }
}
