package org.confab.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A FreeSWITCH that is installed on this machine. */
record FreeSwitchInstallation(Path binary, String version, Optional<Path> modules) {

  private static final Pattern VERSION = Pattern.compile("FreeSWITCH version: (\\d+\\.\\d+\\.\\d+)");

  /** Below {@code FREESWITCH_HOME}, else {@code freeswitch} on the PATH. A FREESWITCH_HOME without a FreeSWITCH is an error. */
  static Optional<FreeSwitchInstallation> find(Map<String, String> environment) {
    String home = environment.getOrDefault("FREESWITCH_HOME", "");
    if (!home.isEmpty()) {
      return Optional.of(Stream.of("bin/freeswitch", "freeswitch").map(Path.of(home)::resolve).filter(Files::isExecutable).findFirst()
          .map(binary -> at(binary, Optional.of(Path.of(home, "lib/freeswitch/mod")).filter(Files::isDirectory)))
          .orElseThrow(() -> new IllegalStateException("FREESWITCH_HOME is " + home + ", where there is no bin/freeswitch")));
    }
    return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator)).filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, "freeswitch")).filter(Files::isExecutable).findFirst().map(binary -> at(binary, Optional.empty()));
  }

  private static FreeSwitchInstallation at(Path binary, Optional<Path> modules) {
    try {
      Process asked = new ProcessBuilder(binary.toString(), "-version").redirectErrorStream(true).start();
      String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher version = VERSION.matcher(said);
      if (!version.find()) {
        throw new IllegalStateException(binary + " -version said: " + said);
      }
      return new FreeSwitchInstallation(binary, version.group(1), modules);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
