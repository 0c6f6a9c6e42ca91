package org.confab.cli;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.demo.Demo;
import org.confab.demo.DemoOptions;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.confab.plivo.Urls;
import org.confab.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code confab demo}: everything on one machine, without a FreeSWITCH. */
@Command(name = "demo", description = "The service on a simulated FreeSWITCH: place calls, press keys, see the callbacks.",
    mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:played to its end (--script: and every expected callback came, in order)",
        "1:could not be started (--script: or something was missing)", "2:the arguments are wrong"},
    footer = {"", "Commands are also taken from a pipe: printf 'call anna 3000\\npress anna *\\n' | confab demo"})
final class DemoCommand implements Callable<Integer> {

  private static final String DEMO_ACCOUNT = "MADEMODEMODEMODEMO00";

  private final Terminal terminal;

  @Spec
  private CommandSpec spec;

  @Option(names = "--app", paramLabel = "URL", description = "Your own application's answer URL, in place of the sample application.")
  private Optional<String> application;

  @Option(names = "--method", paramLabel = "GET|POST", description = "How --app is asked. Default: ${DEFAULT-VALUE}.")
  private HttpMethod method = HttpMethod.POST;

  @Option(names = "--hangup-url", paramLabel = "URL", description = "What of your application is told that a call has ended.")
  private Optional<String> hangupUrl;

  @Option(names = "--script", description = "Play a moderated conference without input, and check every callback.")
  private boolean script;

  @Option(names = "--port", paramLabel = "N", description = "Where health and metrics are served, on 127.0.0.1. Default: any free port.")
  private int port;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (script && application.isPresent()) {
      throw new ParameterException(spec.commandLine(),
          "--script plays with the sample application, since it has to know what to expect: not with --app");
    }
    if (hangupUrl.isPresent() && application.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--hangup-url goes with --app");
    }
    if (port < 0 || port > 65_535) {
      throw new ParameterException(spec.commandLine(), "--port is between 0 and 65535");
    }
    Demo demo = new Demo(terminal, new DemoOptions(application.map(url -> url("--app", url)), method,
        hangupUrl.map(url -> url("--hangup-url", url)), account(System.getenv()), port));
    try (LogLines ignored = LogLines.to(demo::warn)) {
      return script ? demo.script() : demo.interactive(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
    }
  }

  private URI url(String option, String text) {
    if (Urls.parse(text) instanceof Urls.Resolution.Resolved resolved) {
      return resolved.url();
    }
    throw new ParameterException(spec.commandLine(), option + " " + Printable.of(text) + ": "
        + ((Urls.Resolution.Refused) Urls.parse(text)).reason());
  }

  /** Where Plivo's own SDKs look for it, so that an application that checks signatures finds them right; else one of our own. */
  private static Account account(Map<String, String> environment) {
    String id = environment.getOrDefault("PLIVO_AUTH_ID", "");
    String token = environment.getOrDefault("PLIVO_AUTH_TOKEN", "");
    if (!id.isEmpty() && !token.isEmpty()) {
      return new Account(id, List.of(new Secret(token)));
    }
    byte[] random = new byte[20];
    new SecureRandom().nextBytes(random);
    return new Account(DEMO_ACCOUNT, List.of(new Secret(HexFormat.of().formatHex(random))));
  }
}
