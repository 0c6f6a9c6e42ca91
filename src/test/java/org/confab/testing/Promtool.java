package org.confab.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Prometheus' own judge of metrics, rules and expressions. Where there is none (Debian's package prometheus has it), a test that asks is skipped. */
public final class Promtool {

  /** @param said both outputs */
  public record Verdict(int exitCode, String said) {}

  private Promtool() {}

  /** Runs it with these arguments, and that on its standard input. */
  public static Verdict run(String input, String... arguments) {
    assumeTrue(Stream.of(System.getenv("PATH").split(":")).anyMatch(each -> Files.isExecutable(Path.of(each, "promtool"))), "there is a promtool");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try {
      Path in = Files.writeString(Files.createTempFile("promtool", ".in"), input);
      Path out = Files.createTempFile("promtool", ".out");
      Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile()).redirectOutput(out.toFile()).start();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " does not end");
      }
      String said = Files.readString(out, StandardCharsets.UTF_8);
      Files.delete(in);
      Files.delete(out);
      return new Verdict(process.exitValue(), said);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
