package org.confab.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9}, ten times on the same file: what was said to be stored is there, what was said to be delivered is not, and nothing is
 * half done.
 */
class KilledProcessTest {

  private static final int KILLS = 10;
  private static final int LANES = 3;

  @TempDir
  Path folder;

  private final List<TreeSet<Long>> added = new ArrayList<>();
  private final List<TreeSet<Long>> delivering = new ArrayList<>();
  private final List<TreeSet<Long>> delivered = new ArrayList<>();

  KilledProcessTest() {
    for (int lane = 0; lane < LANES; lane++) {
      added.add(new TreeSet<>());
      delivering.add(new TreeSet<>());
      delivered.add(new TreeSet<>());
    }
  }

  @Test
  @Timeout(180)
  void whatWasStoredIsThereAfterAnyKill() throws Exception {
    Path file = folder.resolve("confab.db");
    Random random = new Random(20261122);
    long before = 0;
    for (int kill = 1; kill <= KILLS; kill++) {
      runAndKill(file, kill, 50 + random.nextInt(3000));
      check(file);
      long now = added.stream().mapToLong(TreeSet::size).sum();
      assertThat(now).as("added by process " + kill).isGreaterThan(before);
      before = now;
    }
    assertThat(delivered.stream().mapToInt(TreeSet::size).sum()).isGreaterThan(100);
  }

  private void runAndKill(Path file, long seed, int lines) throws IOException, InterruptedException {
    String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp", classpath,
        BusyProcess.class.getName(), file.toString(), Long.toString(seed)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      int heard = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        hear(line);
        if (++heard == lines) {
          // by its handle, which leaves what it said before to be read
          process.toHandle().destroyForcibly();
        }
      }
      assertThat(heard).as("lines before the end").isGreaterThanOrEqualTo(lines);
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("killed, not ended").isEqualTo(137);
  }

  /** A line is one write to a pipe, so none is cut. */
  private void hear(String line) {
    String[] words = line.split(" ");
    List<TreeSet<Long>> of = switch (words[0]) {
      case "added" -> added;
      case "delivering" -> delivering;
      case "delivered" -> delivered;
      default -> throw new AssertionError("unexpected: " + line);
    };
    of.get(Integer.parseInt(words[1])).add(Long.parseLong(words[2]));
  }

  private void check(Path file) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(numbers(connection, "SELECT 1 FROM pragma_integrity_check WHERE integrity_check != 'ok'")).isEmpty();
      long all = 0;
      for (int lane = 0; lane < LANES; lane++) {
        List<Long> there = numbers(connection, "SELECT sequence FROM callback JOIN lane ON lane.id = callback.lane WHERE conference = '"
            + BusyProcess.lane(lane).conference() + "' ORDER BY sequence");
        List<Long> last = numbers(connection, "SELECT last FROM lane WHERE conference = '" + BusyProcess.lane(lane).conference() + "'");
        assertThat(last).hasSize(1);
        all += last.get(0);
        for (int i = 1; i < there.size(); i++) {
          assertThat(there.get(i)).as("no gap in lane " + lane).isEqualTo(there.get(i - 1) + 1);
        }
        if (!there.isEmpty()) {
          assertThat(there.get(there.size() - 1)).isEqualTo(last.get(0));
        }
        TreeSet<Long> expected = new TreeSet<>(added.get(lane));
        expected.removeAll(delivering.get(lane));
        assertThat(there).as("lane " + lane).containsAll(expected).doesNotContainAnyElementsOf(delivered.get(lane));
        assertThat(added.get(lane).last()).isLessThanOrEqualTo(last.get(0));
      }
      assertThat(numbers(connection, "SELECT CAST(value AS INTEGER) FROM state WHERE kind = 'count'")).as("counted in the same steps")
          .containsExactly(all);
    }
  }

  private static List<Long> numbers(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
      List<Long> numbers = new ArrayList<>();
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
      return numbers;
    }
  }
}
