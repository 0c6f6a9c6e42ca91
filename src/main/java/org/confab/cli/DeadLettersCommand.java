package org.confab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.confab.config.Settings;
import org.confab.http.PlainUrl;
import org.confab.plivo.Printable;
import org.confab.store.DeadLetter;
import org.confab.store.DeadLetters;
import org.confab.store.StoreRefused;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code confab deadletters}: the callbacks that the application refused, or never took. */
@Command(name = "deadletters", description = "Callbacks that your application refused or never took: what they were, and once more.",
    mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class, synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the store cannot be used, or has no such dead letter", "2:the settings or the arguments are wrong"},
    footer = {"", "Works beside a Confab that runs, and without one. Each dead letter is kept as long as callbacks.keepDead says."})
final class DeadLettersCommand implements Callable<Integer> {

  private static final Path USUAL_FILE = Path.of("confab.yaml");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  @Spec
  private CommandSpec spec;

  /** The command with its own commands. */
  static CommandLine on(Terminal terminal) {
    return new CommandLine(new DeadLettersCommand()).addSubcommand(new ListCommand(terminal)).addSubcommand(new ReplayCommand(terminal));
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ConfabCommand.USAGE;
  }

  private static int with(Terminal terminal, Optional<Path> config, ToIntFunction<DeadLetters> work) {
    Settings settings = SettingsFile.load(terminal, config.or(() -> Optional.of(USUAL_FILE).filter(Files::exists)), System.getenv());
    try (DeadLetters letters = DeadLetters.open(settings.store().path().orElseThrow())) {
      return work.applyAsInt(letters);
    } catch (StoreRefused refused) {
      throw new Failure(ConfabCommand.FAILED, PlainUrl.printable(refused.getMessage()));
    }
  }

  /** {@code confab deadletters list}. */
  @Command(name = "list",
      description = "Each dead letter, the oldest first: when, which conference, what it told, where it was sent, and why in vain.",
      mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class)
  static final class ListCommand implements Callable<Integer> {

    /** ASCII alone: nothing in it can turn a terminal's text around. */
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Terminal terminal;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings. Default: confab.yaml here, if there is one.")
    private Optional<Path> config;

    @Option(names = "--json", description = "For programs: one JSON object a line.")
    private boolean json;

    ListCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Instant now = Instant.now();
      return with(terminal, config, letters -> {
        int[] count = {0};
        letters.each(letter -> {
          count[0]++;
          if (json) {
            terminal.print(json(letter, now));
          } else {
            print(letter, now);
          }
        });
        if (!json) {
          terminal.print(count[0] == 0 ? "There are no dead letters." : "Dead letters: " + count[0]
              + ". 'confab deadletters replay ID…' sends them once more.");
        }
        return ConfabCommand.DONE;
      });
    }

    private static String json(DeadLetter letter, Instant now) {
      ObjectNode node = MAPPER.createObjectNode().put("id", letter.id()).put("time", letter.diedAt().toString())
          .put("ageSeconds", Duration.between(letter.diedAt(), now).toSeconds()).put("conference", letter.conference())
          .put("url", PlainUrl.of(letter.url())).put("action", letter.action()).put("reason", letter.reason())
          .put("attempts", letter.attempts()).put("replay", letter.replay());
      try {
        return MAPPER.writeValueAsString(node);
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    private void print(DeadLetter letter, Instant now) {
      terminal.print(terminal.paint(Ink.BOLD, Printable.of(letter.id())) + (letter.replay() ? "  (will be sent again)" : ""));
      terminal.print("  " + TIME.format(letter.diedAt()) + ", " + age(Duration.between(letter.diedAt(), now)) + " ago: "
          + (letter.action().isEmpty() ? "" : Printable.of(letter.action()) + " of ") + Printable.of(letter.conference()));
      terminal.print("  " + PlainUrl.of(letter.url()));
      terminal.print("  " + PlainUrl.printable(letter.reason()) + ", after " + letter.attempts()
          + (letter.attempts() == 1 ? " attempt" : " attempts"));
    }

    private static String age(Duration age) {
      if (age.toDays() > 1) {
        return age.toDays() + " days";
      }
      Duration whole = age.truncatedTo(ChronoUnit.SECONDS);
      if (whole.toHours() > 1) {
        return whole.toHours() + " hours";
      }
      return whole.toMinutes() > 1 ? whole.toMinutes() + " minutes" : whole.toSeconds() + " s";
    }
  }

  /** {@code confab deadletters replay}. */
  @Command(name = "replay", description = "Puts dead letters behind their lanes once more, with the ids that they had.",
      mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class,
      footer = {"", "A Confab that runs takes them up within a few seconds, one that does not when it is started. callbacks.retryFor begins "
          + "anew."})
  static final class ReplayCommand implements Callable<Integer> {

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "The settings. Default: confab.yaml here, if there is one.")
    private Optional<Path> config;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "As deadletters list shows them.")
    private List<String> ids = List.of();

    ReplayCommand(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      if (all == !ids.isEmpty()) {
        throw new ParameterException(spec.commandLine(), "either IDs or --all");
      }
      return with(terminal, config, letters -> {
        int marked = ids.size();
        if (all) {
          marked = letters.replayAll();
        } else {
          Set<String> unknown = letters.replay(ids);
          if (!unknown.isEmpty()) {
            throw new Failure(ConfabCommand.FAILED, "no dead letter has the id "
                + unknown.stream().map(Printable::of).collect(Collectors.joining(", ")) + "; nothing is sent again");
          }
        }
        terminal.print("To be sent again: " + marked + ". A Confab that runs does it within a few seconds, else the next one does.");
        return ConfabCommand.DONE;
      });
    }
  }
}
