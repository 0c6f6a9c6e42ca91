package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.callback.Outbox.Entry;
import org.confab.clock.VertxClock;
import org.confab.store.Store;
import org.confab.testing.Loop;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersCommandTest {

  private final Shell shell = new Shell(false);

  @TempDir
  Path folder;

  private Path settings;

  @BeforeEach
  void settings() throws IOException {
    settings = Files.writeString(folder.resolve("confab.yaml"), "store: { path: " + folder.resolve("confab.db")
        + " }\naccounts: [ { authId: MAAAAAAAAAAAAAAAAAAA, authToken: the-secret-token } ]\n");
  }

  /** Confab ran, and had dead letters. */
  private void died(String conference, String url, String reason) {
    try (Loop loop = new Loop()) {
      Store store = Loop.result(Store.open(loop.context(), new VertxClock(loop.vertx()), Optional.of(folder.resolve("confab.db")),
          new Store.Options(100, 1 << 20, Duration.ofDays(7))));
      Callback callback = new Callback(UUID.randomUUID(), new Lane("MAAAAAAAAAAAAAAAAAAA/" + conference, url), "POST", url, false,
          Map.of("ConferenceName", conference, "ConferenceAction", "enter", "From", "4915112345678"), "MAAAAAAAAAAAAAAAAAAA",
          Instant.now());
      Entry entry = loop.await(() -> store.outbox().add(callback));
      loop.await(() -> store.outbox().dead(entry, reason, 3));
      Loop.result(store.close());
    }
  }

  private int deadletters(String command, String... arguments) {
    return shell.confab(Stream.concat(List.of("deadletters", command, "--config", settings.toString()).stream(),
        List.of(arguments).stream()).toArray(String[]::new));
  }

  private List<JsonNode> json() {
    assertThat(deadletters("list", "--json")).isZero();
    return shell.out().lines().map(line -> {
      try {
        return new ObjectMapper().readTree(line);
      } catch (IOException failed) {
        throw new AssertionError(failed);
      }
    }).toList();
  }

  @Test
  void listShowsWhatAndWhyAndNothingSecret() {
    died("weekly", "https://user:pass@app.example/events?token=s3cret#rc=0", "replied 404");
    assertThat(deadletters("list")).isZero();
    assertThat(shell.out()).contains("enter of weekly", "https://app.example/events\n", "replied 404, after 3 attempts", "Dead letters: 1")
        .doesNotContain("s3cret", "pass", "the-secret-token", "4915112345678", "rc=0");
    assertThat(json()).singleElement().satisfies(letter -> {
      assertThat(letter.get("conference").asText()).isEqualTo("weekly");
      assertThat(letter.get("url").asText()).isEqualTo("https://app.example/events");
      assertThat(letter.get("action").asText()).isEqualTo("enter");
      assertThat(letter.get("reason").asText()).isEqualTo("replied 404");
      assertThat(letter.get("attempts").asInt()).isEqualTo(3);
      assertThat(letter.get("replay").asBoolean()).isFalse();
      assertThat(letter.get("ageSeconds").asLong()).isBetween(0L, 3600L);
      assertThat(Instant.parse(letter.get("time").asText())).isBefore(Instant.now());
    });
    assertThat(shell.out()).doesNotContain("s3cret", "pass", "the-secret-token", "4915112345678");
  }

  @Test
  void hostileTextIsEscaped() {
    died("a\nDead letters: 0\u001b[2J\u202e", "https://app.example/e\u001b[31m", "replied\u001b]0;x\u0007 404\nx");
    assertThat(deadletters("list")).isZero();
    assertThat(shell.out()).doesNotContain("\u001b", "\u0007", "\u202e").contains("a\\u000ADead letters: 0\\u001B[2J\\u202E");
    assertThat(shell.out().lines()).hasSize(5);
    assertThat(json()).singleElement().satisfies(letter ->
        assertThat(letter.get("conference").asText()).isEqualTo("a\nDead letters: 0\u001b[2J\u202e"));
    assertThat(shell.out()).doesNotContain("\u001b", "\u0007", "\u202e");
  }

  @Test
  void replayMarksThoseThatAreNamedOrAll() {
    died("one", "http://app/", "replied 404");
    died("two", "http://app/", "replied 404");
    died("three", "http://app/", "replied 404");
    String id = json().get(1).get("id").asText();
    assertThat(deadletters("replay", id)).isZero();
    assertThat(shell.out()).contains("To be sent again: 1");
    assertThat(json()).extracting(letter -> letter.get("replay").asBoolean()).containsExactly(false, true, false);
    assertThat(deadletters("list")).isZero();
    assertThat(shell.out()).contains(id + "  (will be sent again)");
    assertThat(deadletters("replay", "--all")).isZero();
    assertThat(shell.out()).contains("To be sent again: 2");
    assertThat(json()).allMatch(letter -> letter.get("replay").asBoolean());
  }

  @Test
  void replayOfAnUnknownOneFailsAndReplaysNone() {
    died("one", "http://app/", "replied 404");
    assertThat(deadletters("replay", json().get(0).get("id").asText(), "nobody's\u001b")).isEqualTo(1);
    assertThat(shell.err()).contains("no dead letter has the id nobody's\\u001B");
    assertThat(json()).noneMatch(letter -> letter.get("replay").asBoolean());
  }

  @Test
  void withoutDeadLettersOrAFileItSaysSo() {
    assertThat(deadletters("list")).isEqualTo(1);
    assertThat(shell.err()).contains("confab.db (store.path): there is no such file");
    died("one", "http://app/", "replied 404");
    assertThat(deadletters("replay")).isEqualTo(2);
    assertThat(shell.err()).contains("either IDs or --all");
    assertThat(deadletters("replay", "--all", "x")).isEqualTo(2);
    assertThat(shell.confab("deadletters")).isEqualTo(2);
    assertThat(shell.err()).contains("list", "replay");
  }
}
