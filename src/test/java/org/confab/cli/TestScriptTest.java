package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What scripts/confab does around Java when tests are run; Java is a script here, that writes the archive at its end as Java does. */
class TestScriptTest {

  private static final String JAVA = """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit 0; fi
      for word in "$@"; do case $word in -XX:ArchiveClassesAtExit=*) archive=${word#*=} ;; esac; done
      finish() { echo half > "$archive"; echo ended > "%1$s/ended"; exit 143; }
      trap finish TERM INT
      echo begun > "%1$s/begun"
      %2$s
      echo classes > "$archive"
      exit 1
      """;

  @TempDir
  private Path directory;

  private Process run(String meanwhile) throws Exception {
    Path home = Files.createDirectories(directory.resolve("home"));
    Files.createDirectories(home.resolve("scripts"));
    Files.createDirectories(home.resolve("target"));
    Files.writeString(home.resolve("target/confab.jar"), "");
    Path script = Files.copy(Path.of("scripts/confab"), home.resolve("scripts/confab"));
    Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
    Files.writeString(java, JAVA.formatted(directory, meanwhile));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder("sh", script.toString(), "test", "a.yaml").redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile());
    builder.environment().put("JAVA_HOME", directory.resolve("java").toString());
    builder.environment().remove("CI"); // there no archive is made
    return builder.start();
  }

  private Stream<String> archives() throws Exception {
    try (Stream<Path> files = Files.list(directory.resolve("home/target"))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.contains("jsa")).toList().stream();
    }
  }

  @Test
  void firstRunKeepsTheArchiveAndJavasExitCode() throws Exception {
    Process process = run("");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(archives()).containsExactly("confab.jsa");
  }

  @Test
  void scriptThatIsStoppedStopsJavaAndLeavesNoArchive() throws Exception {
    Process process = run("while :; do sleep 0.1; done");
    for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !Files.exists(directory.resolve("begun")) && System.nanoTime() < until;) {
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    assertThat(directory.resolve("ended")).exists();
    assertThat(archives()).isEmpty();
  }
}
