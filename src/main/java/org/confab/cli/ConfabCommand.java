package org.confab.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.confab.plivo.Printable;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code confab}: what all commands have in common. */
@Command(name = "confab", description = "Plivo's <Conference> on your own FreeSWITCH.", mixinStandardHelpOptions = true,
    versionProvider = ConfabCommand.Version.class, synopsisSubcommandLabel = "COMMAND",
    footer = {"", "confab COMMAND --help says more of each. confab demo is the one to begin with: it needs no FreeSWITCH."})
public final class ConfabCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ConfabCommand.class);
  /** Of every command; the last one also for what only a defect can cause. */
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  @Spec
  private CommandSpec spec;

  /** Does what the arguments say, and returns the process's exit code; never throws and never exits. */
  public static int execute(Terminal terminal, String... arguments) {
    return on(terminal).execute(arguments);
  }

  private static CommandLine on(Terminal terminal) {
    CommandLine line = new CommandLine(new ConfabCommand());
    line.addSubcommand(new RunCommand(terminal));
    line.addSubcommand(new DemoCommand(terminal));
    line.addSubcommand(new CheckCommand(terminal));
    line.addSubcommand(DeadLettersCommand.on(terminal));
    line.addSubcommand(new TraceCommand(terminal));
    line.addSubcommand(new DoctorCommand(terminal));
    line.addSubcommand(new TestCommand(terminal));
    line.setOut(new PrintWriter(terminal.out(), true));
    line.setErr(new PrintWriter(terminal.err(), true));
    line.setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
    line.setUsageHelpWidth(Math.max(55, terminal.width()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((wrong, arguments) -> wrongArguments(terminal, wrong));
    line.setExecutionExceptionHandler((failure, command, result) -> failed(terminal, failure));
    return line;
  }

  private static int wrongArguments(Terminal terminal, ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    terminal.err().println(terminal.paint(Ink.BAD, command.getCommandName() + ": ") + printable(wrong.getMessage()));
    if (wrong instanceof CommandLine.UnmatchedArgumentException unmatched) {
      unmatched.getSuggestions().stream().findFirst().ifPresent(suggestion -> terminal.err().println("did you mean " + suggestion + "?"));
    }
    terminal.err().println(command.getCommandSpec().qualifiedName() + " --help says how");
    return USAGE;
  }

  private static int failed(Terminal terminal, Exception failure) {
    if (failure instanceof Failure expected) {
      expected.getMessage().lines().forEach(line -> terminal.err().println(terminal.paint(Ink.BAD, "confab: ") + line));
      return expected.exitCode();
    }
    LOG.debug("an unexpected failure", failure);
    terminal.err().println(terminal.paint(Ink.BAD, "confab: ") + "something unexpected failed: " + printable(String.valueOf(failure)));
    terminal.err().println("This is a defect of Confab's. CONFAB_LOG_LEVEL=DEBUG shows where it happened.");
    return FAILED;
  }

  private static String printable(String text) {
    return text.lines().map(Printable::of).reduce((one, other) -> one + " " + other).orElse("");
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return USAGE;
  }

  /** What the jar says of itself. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"confab " + text()};
    }

    static String text() {
      return Optional.ofNullable(ConfabCommand.class.getPackage().getImplementationVersion()).orElse("(not packaged)");
    }
  }
}
