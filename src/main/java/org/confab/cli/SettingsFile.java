package org.confab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.confab.config.Loading;
import org.confab.config.Settings;
import org.confab.plivo.Printable;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.confab.yaml.Problem;

/** Loads the settings for a command. */
final class SettingsFile {

  private SettingsFile() {}

  /** The settings; warnings are printed. Throws {@link Failure} with everything that is wrong, each with its place. */
  static Settings load(Terminal terminal, Optional<Path> file, Map<String, String> environment) {
    file.filter(path -> !Files.isRegularFile(path)).ifPresent(path -> {
      throw new Failure(ConfabCommand.USAGE, Printable.of(path.toString())
          + (Files.isDirectory(path) ? " is a directory, not a settings file" : ": there is no such file"));
    });
    Loading loading = Settings.load(file, environment);
    if (loading instanceof Loading.Rejected rejected) {
      throw new Failure(ConfabCommand.USAGE, rejected.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }
    Loading.Loaded loaded = (Loading.Loaded) loading;
    loaded.warnings().forEach(warning -> terminal.err().println(terminal.paint(Ink.WARNING, "warning: ") + warning));
    return loaded.settings();
  }
}
