package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Confab knows and what it owes is written in one step: a power cut after any commit leaves a file in which both agree. Each state that the file
 * ever had is made again from its write-ahead log (sqlite.org/fileformat2.html#walformat), of which nothing was moved into the file meanwhile.
 */
class CommitScenarios extends Scenario {

  private static final int WAL_HEADER = 32;
  private static final int FRAME_HEADER = 24;

  @TempDir
  Path folder;

  CommitScenarios(Switch box) {
    super(box);
  }

  @Override
  Settings settings() {
    Settings plain = super.settings();
    return new Settings(plain.freeswitch(), new Settings.Answer(plain.answer().url(), "POST", Optional.empty(), "POST",
        Optional.of(URI.create(application.url("/hangup"))), "POST", true, new Unsupported.Skip()), plain.conference(), plain.operator(),
        plain.accounts(), plain.sounds(), plain.callbacks(), plain.http(), new Settings.Store(Optional.of(file())));
  }

  private Path file() {
    return folder.resolve("confab.db");
  }

  /** What a Confab that starts with that file would know. */
  private record Known(Set<String> calls, Set<String> entered, Set<String> enters, Set<String> exits, Set<String> hangups) {}

  /** The file as every commit so far left it. */
  private List<Known> commits() {
    try {
      return readCommits();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private List<Known> readCommits() throws IOException {
    Path wal = Path.of(file() + "-wal");
    byte[] log = Files.readAllBytes(wal);
    int page = ByteBuffer.wrap(log).getInt(8);
    List<Known> all = new ArrayList<>();
    for (int frame = WAL_HEADER; frame + FRAME_HEADER + page <= log.length; frame += FRAME_HEADER + page) {
      boolean isCommit = ByteBuffer.wrap(log).getInt(frame + 4) != 0;
      if (isCommit) {
        Path cut = Files.createTempDirectory(folder, "cut").resolve("confab.db");
        Files.copy(file(), cut);
        Files.write(Path.of(cut + "-wal"), Arrays.copyOf(log, frame + FRAME_HEADER + page));
        all.add(known(cut));
      }
    }
    return all;
  }

  private static Known known(Path cut) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + cut); Statement statement = connection.createStatement()) {
      if (strings(statement, "SELECT name FROM sqlite_master WHERE name = 'state'").isEmpty()) {
        return new Known(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
      }
      Set<String> entered = new HashSet<>();
      for (String conference : strings(statement, "SELECT value FROM state WHERE kind = 'conference'")) {
        entered(new ObjectMapper().readTree(conference), entered);
      }
      String told = "SELECT json_extract(parameters, '$.CallUUID') FROM callback WHERE json_extract(parameters, '$.";
      return new Known(strings(statement, "SELECT key FROM state WHERE kind = 'call'"), entered, strings(statement, told + "ConferenceAction') = 'enter'"),
          strings(statement, told + "ConferenceAction') = 'exit'"), strings(statement, told + "Event') = 'Hangup'"));
    } catch (SQLException | IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Members whose entry the application was, or will be, told of. */
  private static void entered(JsonNode node, Set<String> found) {
    if (node.path("enterTold").asBoolean() && !node.path("phase").asText().equals("OUT")) {
      found.add(node.path("call").asText());
    }
    node.forEach(child -> entered(child, found));
  }

  private static Set<String> strings(Statement statement, String query) throws SQLException {
    Set<String> found = new HashSet<>();
    try (ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }

  @Test
  void afterAnyCommitTheFileKnowsOfAMemberWhatItOwesOfHim() {
    // nothing is taken, so that everything that was ever owed stays in the file
    application.answer("/callback", request -> FakeApplication.Answer.status(503));
    application.answer("/hangup", request -> FakeApplication.Answer.status(503));
    answers(conference("cut"));
    List<Caller> callers = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      Caller caller = box.call(Integer.toString(i));
      caller.awaitConference();
      callers.add(caller);
    }
    Service.until("all in", () -> operator().metric("confab_members_current") == 5);
    for (int left = 1; left <= 5; left++) {
      callers.get(left - 1).hangUp();
      int owed = 5 + 2 * left; // an exit and a hangup of each
      Service.until("told of " + left, () -> operator().metric("confab_callbacks_pending") == owed);
    }
    Service.until("all forgotten", () -> operator().metric("confab_calls_current") == 0);

    Set<String> everKnown = new HashSet<>();
    Set<String> uuids = new HashSet<>(callers.stream().map(Caller::callUuid).toList());
    Known end = new Known(Set.of(), Set.of(), uuids, uuids, uuids);
    List<Known> commits = new ArrayList<>();
    Service.until("written", () -> {
      commits.clear();
      commits.addAll(commits());
      return !commits.isEmpty() && commits.get(commits.size() - 1).equals(end);
    });
    for (Known now : commits) {
      Set<String> in = new HashSet<>(now.enters());
      in.removeAll(now.exits());
      assertThat(now.entered()).as("members whose enter is owed, and whose exit is not").isEqualTo(in);
      everKnown.addAll(now.calls());
      Set<String> live = new HashSet<>(everKnown);
      live.removeAll(now.hangups());
      assertThat(now.calls()).as("calls whose hangup is not owed yet").isEqualTo(live);
      assertThat(now.enters()).containsAll(now.exits());
      assertThat(uuids).containsAll(now.calls());
    }
    // a slow disk takes several steps in one commit
    assertThat(commits).as("one for the entries and one for the exits, at least").hasSizeGreaterThan(3);
  }
}
