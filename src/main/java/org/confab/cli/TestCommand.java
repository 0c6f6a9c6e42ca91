package org.confab.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.confab.apptest.JUnitXml;
import org.confab.apptest.Outcome;
import org.confab.apptest.Schema;
import org.confab.apptest.Suite;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.demo.DemoApplication;
import org.confab.plivo.Printable;
import org.confab.plivo.Urls;
import org.confab.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code confab test}: an application's own tests. */
@Command(name = "test", description = "Your application's tests: callers, keys and pauses on a simulated FreeSWITCH and a simulated clock, and the requests that your application is to get.",
    mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every scenario passed", "1:one failed", "2:a file or the arguments are wrong; nothing was played"},
    footer = {"", "Your application runs, and is asked at its answer URL as by a call. PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN in the environment sign the requests, unless the file has "
        + "an account. docs/testing.md has every key of a file."})
final class TestCommand implements Callable<Integer> {

  private static final Account MADE_UP = new Account("MACONFABTESTCONFABTE", List.of(new Secret("confab-test")));

  private final Terminal terminal;

  @Option(names = "--url", paramLabel = "URL", description = "The answer URL of your application; wins over answer.url of the files.")
  private Optional<String> url;

  @Option(names = "--demo", description = "Play against the application of confab demo, which has the examples of Plivo's page; the shipped tests are for it.")
  private boolean demo;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results there, too, as build servers read them (JUnit's XML).")
  private Optional<Path> junit;

  @Option(names = "--patience", paramLabel = "SECONDS", description = "How long your application may take for an answer. Default: ${DEFAULT-VALUE}.")
  private int patience = 10;

  @Option(names = "--schema", description = "Print the JSON schema of test files, for editors.")
  private boolean schema;

  @Parameters(paramLabel = "FILE|DIRECTORY", arity = "0..*", description = "Test files; of a directory, every .yaml and .yml below it.")
  private List<Path> files = List.of();

  @Spec
  private CommandSpec spec;

  TestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (schema) {
      terminal.print(Schema.text());
      return ConfabCommand.DONE;
    }
    if (files.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "name a test file, or a directory of them");
    } else if (patience < 1 || patience > 600) {
      throw new ParameterException(spec.commandLine(), "--patience is a number of seconds from 1 to 600");
    }
    Account account = account(System.getenv());
    if (!demo) {
      return play(url.map(this::parsed), account);
    } else if (url.isPresent()) {
      throw new ParameterException(spec.commandLine(), "--demo has an answer URL of its own; --url names another");
    }
    try (DemoApplication application = DemoApplication.start(account)) {
      return play(Optional.of(application.answerUrl()), account);
    } catch (TimeoutException late) {
      throw new Failure(ConfabCommand.FAILED, "the demo's application could not be started");
    }
  }

  private int play(Optional<URI> answer, Account account) throws IOException, InterruptedException {
    try {
      return play(Suite.of(files, new Suite.Options(answer, account, Duration.ofSeconds(patience))));
    } catch (Suite.Unreadable wrong) {
      throw new Failure(ConfabCommand.USAGE, wrong.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }

  private int play(Suite suite) throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    TestText text = new TestText(terminal);
    try (LogLines ignored = LogLines.to(line -> {
      synchronized (warnings) {
        warnings.add(line);
      }
    })) {
      suite.play(() -> {
        synchronized (warnings) {
          List<String> said = List.copyOf(warnings);
          warnings.clear();
          return said;
        }
      }, outcome -> {
        outcomes.add(outcome);
        text.print(outcome);
      });
    }
    text.end(outcomes);
    if (junit.isPresent()) {
      write(outcomes, junit.get());
    }
    return outcomes.stream().allMatch(Outcome::passed) ? ConfabCommand.DONE : ConfabCommand.FAILED;
  }

  private static void write(List<Outcome> outcomes, Path file) {
    try {
      if (file.toAbsolutePath().getParent() != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
      }
      JUnitXml.write(outcomes, file);
    } catch (IOException failed) {
      throw new Failure(ConfabCommand.USAGE, "the results cannot be written to " + Printable.of(file.toString()) + ": " + Printable.of(String.valueOf(failed.getMessage())));
    }
  }

  private URI parsed(String text) {
    if (Urls.parse(text) instanceof Urls.Resolution.Refused refused) {
      throw new ParameterException(spec.commandLine(), "--url: " + refused.reason());
    }
    return ((Urls.Resolution.Resolved) Urls.parse(text)).url();
  }

  private static Account account(Map<String, String> environment) {
    String id = environment.getOrDefault("PLIVO_AUTH_ID", "");
    String token = environment.getOrDefault("PLIVO_AUTH_TOKEN", "");
    return id.isEmpty() || token.isEmpty() ? MADE_UP : new Account(id, List.of(new Secret(token)));
  }
}
