package org.confab.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.confab.config.Settings;
import org.confab.doctor.Doctor;
import org.confab.doctor.Finding;
import org.confab.doctor.Finding.Standing;
import org.confab.terminal.Terminal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code confab doctor}: what is wrong here, and what mends it. */
@Command(name = "doctor", description = "Everything between FreeSWITCH, Confab and your application that can be wrong, each with the command or line that mends it.",
    mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:nothing is wrong (with --strict: and nothing is doubtful)", "1:something is wrong", "2:the settings or the arguments are wrong"},
    footer = {"", "Run it as the user that runs Confab. It changes nothing, and your application is asked for a document as if a call had come in, once with a signature "
        + "and once without. --call makes one call more, by FreeSWITCH's mod_loopback: nobody's phone rings, and your application takes it for a real one."})
final class DoctorCommand implements Callable<Integer> {

  private static final Path USUAL_FILE = Path.of("confab.yaml");

  private final Terminal terminal;

  @Option(names = "--config", paramLabel = "FILE", description = "The settings. Default: confab.yaml here, if there is one.")
  private Optional<Path> config;

  @ArgGroup(exclusive = false, heading = "%nA test call:%n")
  private CallArguments call;

  @Option(names = "--strict", description = "What is doubtful fails, too.")
  private boolean strict;

  @Option(names = "--json", description = "For programs: one JSON object.")
  private boolean json;

  DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** What {@code --call} goes with. */
  static final class CallArguments {

    @Option(names = "--call", required = true, description = "Call through the dialplan into a conference, and hang up.")
    private boolean call;

    @Option(names = "--number", paramLabel = "NUMBER", description = "The number that is called. Default: that of the extension, if it is one number alone.")
    private Optional<String> number;

    @Option(names = "--context", paramLabel = "CONTEXT", description = "The dialplan's context. Default: that of the extension.")
    private Optional<String> context;

    @Option(names = "--keys", paramLabel = "KEYS", description = "Keys that the caller presses, where your document asks for some before the conference.")
    private Optional<String> keys;
  }

  @Override
  public Integer call() throws InterruptedException {
    Settings settings = SettingsFile.load(terminal, config.or(() -> Optional.of(USUAL_FILE).filter(Files::exists)), System.getenv());
    Optional<Doctor.Call> wanted = Optional.ofNullable(call).map(arguments -> new Doctor.Call(arguments.number, arguments.context, arguments.keys));
    DoctorText text = new DoctorText(terminal);
    List<Finding> findings = new ArrayList<>();
    if (!json) {
      text.begin(settings);
    }
    Vertx vertx = Vertx.vertx();
    try (LogLines ignored = LogLines.to(line -> { /* what the log would say, a finding says */ })) {
      Doctor.examine(vertx, settings, FirstAccount.of(settings, FirstAccount.FILE), wanted, finding -> {
        findings.add(finding);
        if (!json) {
          text.print(finding);
        }
      });
    } finally {
      vertx.close();
    }
    if (json) {
      terminal.print(json(findings));
    } else {
      text.end(findings);
    }
    boolean wrong = findings.stream().anyMatch(finding -> finding.standing() == Standing.WRONG || strict && finding.standing() == Standing.DOUBTFUL);
    return wrong ? ConfabCommand.FAILED : ConfabCommand.DONE;
  }

  private static String json(List<Finding> findings) {
    ObjectNode report = JsonMapper.builder().build().createObjectNode();
    for (Standing standing : Standing.values()) {
      report.put(standing.name().toLowerCase(Locale.ROOT), findings.stream().filter(finding -> finding.standing() == standing).count());
    }
    ArrayNode all = report.putArray("findings");
    for (Finding finding : findings) {
      ObjectNode each = all.addObject().put("check", finding.check()).put("standing", finding.standing().name().toLowerCase(Locale.ROOT)).put("text", finding.text());
      finding.remedy().ifPresent(remedy -> each.put("remedy", remedy));
    }
    return report.toPrettyString();
  }
}
