package org.confab.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.live.ConferenceView;
import org.confab.testing.FakeConferences;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BoardTest {

  private final Vertx vertx = Vertx.vertx();
  private final FakeConferences conferences = new FakeConferences();
  private final Board board = new Board(new Feed(vertx, new ManualClock()));

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Optional<ObjectNode> change() {
    List<ConferenceView> now = conferences.all().result();
    return board.change(Optional.of(now), Map.of());
  }

  @Test
  void aNewConferenceIsToldWhole() {
    conferences.open("Weekly call", "anna", "ben");
    JsonNode conference = change().orElseThrow().get("conferences").get(0);
    assertThat(conference.get("name").asText()).isEqualTo("Weekly call");
    assertThat(conference.get("started").asBoolean()).isTrue();
    assertThat(conference.get("members")).hasSize(2);
    assertThat(conference.get("members").get(0).get("name").asText()).isEqualTo("anna");
    assertThat(change()).isEmpty();
  }

  @Test
  void ofAMemberWhoTalksNothingIsToldButThat() {
    conferences.open("Weekly call", "anna", "ben");
    conferences.open("Another", "cleo");
    change();
    conferences.changeMember("Weekly call", "ben", member -> FakeConferences.with(member, false, false, false, true, false));
    JsonNode changed = change().orElseThrow();
    assertThat(Json.text(changed)).matches(
        "\\{\"conferences\":\\[\\{\"key\":\"[^\"]+\",\"members\":\\[\\{\"key\":\"[^\"]+\",\"talking\":true\\}\\]\\}\\]\\}");
  }

  @Test
  void whoEntersAndWhoLeavesIsTold() {
    conferences.open("Weekly call", "anna", "ben");
    change();
    conferences.enter("Weekly call", "cleo");
    conferences.leave("Weekly call", "anna");
    JsonNode conference = change().orElseThrow().get("conferences").get(0);
    assertThat(conference.get("members")).hasSize(1);
    assertThat(conference.get("members").get(0).get("name").asText()).isEqualTo("cleo");
    assertThat(conference.get("gone")).hasSize(1);
    assertThat(conference.has("name")).isFalse();
  }

  @Test
  void aConferenceThatIsOverIsTold() {
    conferences.open("Weekly call", "anna");
    String key = change().orElseThrow().get("conferences").get(0).get("key").asText();
    conferences.end("Weekly call");
    assertThat(Json.text(change().orElseThrow())).isEqualTo("{\"ended\":[\"" + key + "\"]}");
    assertThat(board.snapshot().get("conferences")).isEmpty();
  }

  @Test
  void aRecordingAndItsPauseAreTold() {
    conferences.open("Weekly call", "anna");
    change();
    conferences.change("Weekly call", view -> FakeConferences.recorded(view, Optional.of(new ConferenceView.RecordingView("1", "http://x", true))));
    JsonNode conference = change().orElseThrow().get("conferences").get(0);
    assertThat(conference.get("recording").asBoolean()).isTrue();
    assertThat(conference.get("paused").asBoolean()).isTrue();
    assertThat(Json.text(conference)).doesNotContain("http://x");
  }

  @Test
  void whatIsNotKnownNowStaysAsItWas() {
    conferences.open("Weekly call", "anna");
    change();
    assertThat(board.change(Optional.empty(), Map.of())).isEmpty();
    assertThat(board.snapshot().get("conferences")).hasSize(1);
  }
}
