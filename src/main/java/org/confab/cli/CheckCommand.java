package org.confab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.confab.call.Application;
import org.confab.check.Explanation;
import org.confab.check.Source;
import org.confab.check.Terms;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.http.Signer;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.CallParameters;
import org.confab.plivo.Direction;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Reading;
import org.confab.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code confab check}: a document, before any call runs it. */
@Command(name = "check", description = "What an answer document would do on FreeSWITCH, and everything wrong with it.",
    mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the document runs (with --strict: and nothing in it is questionable)",
        "1:it is refused, or there is none (with --strict: or there are warnings)", "2:the settings or the arguments are wrong"},
    footer = {"", "A URL is asked as a call would ask it. With PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN in the environment, or an account in "
        + "--config, the request is signed."})
final class CheckCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE|URL", description = "A file, - for standard input, or an http(s) URL.")
  private String source;

  @Option(names = "--method", paramLabel = "GET|POST", description = "How a URL is asked. Default: ${DEFAULT-VALUE}.")
  private HttpMethod method = HttpMethod.POST;

  @Option(names = "--from", paramLabel = "NUMBER", description = "The caller that a URL is told of. Default: ${DEFAULT-VALUE}.")
  private String from = "4915112345678";

  @Option(names = "--to", paramLabel = "NUMBER", description = "The number that was called. Default: ${DEFAULT-VALUE}.")
  private String to = "4930123456";

  @Option(names = "--config", paramLabel = "FILE", description = "Check under these settings; without it, under the defaults.")
  private Optional<Path> config;

  @Option(names = "--strict", description = "Warnings fail, too.")
  private boolean strict;

  @Option(names = "--json", description = "For programs: one JSON object.")
  private boolean json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = SettingsFile.load(terminal, config, config.isPresent() ? System.getenv() : Map.of());
    Optional<Account> account = account(System.getenv()).or(() -> settings.accounts().stream().findFirst());
    CheckReport report = report(settings, account);
    if (json) {
      terminal.print(CheckJson.of(report));
    } else {
      new CheckText(terminal).print(report);
    }
    return report.passes(strict) ? ConfabCommand.DONE : ConfabCommand.FAILED;
  }

  private CheckReport report(Settings settings, Optional<Account> account) throws IOException {
    Source.Document document;
    try {
      document = document(account);
    } catch (Source.Unavailable nothing) {
      return new CheckReport(source, Optional.empty(), new CheckReport.Unavailable(nothing.getMessage()));
    }
    Optional<Source.Reply> reply = document.reply();
    if (reply.isPresent() && !reply.get().succeeded()) {
      return new CheckReport(source, reply, new CheckReport.Unavailable("the reply's status is " + reply.get().status()
          + "; a document comes with 200"));
    }
    Reading reading = AnswerDocuments.read(document.body());
    if (reading instanceof Reading.Refused refused) {
      return new CheckReport(source, reply, new CheckReport.Refused(refused.reason(), refused.line(), refused.column()));
    }
    Terms terms = new Terms(reply.map(Source.Reply::url), account.map(Account::authId), settings.conference().maxMembers(),
        settings.freeswitch().profile(), settings.callbacks().extended(),
        settings.answer().actionOnHangup(), settings.answer().unsupported());
    return new CheckReport(source, reply, new CheckReport.Runs(Explanation.of(((Reading.Accepted) reading).document(), terms)));
  }

  private Source.Document document(Optional<Account> account) throws Source.Unavailable, IOException {
    if (source.equals("-")) {
      return Source.stream(System.in);
    }
    if (!Source.isUrl(source)) {
      return Source.file(source);
    }
    CallParameters.Builder call = CallParameters.of(UUID.randomUUID().toString(), Direction.INBOUND).from(from).to(to).callerName(from)
        .sessionStart(Instant.now());
    account.map(Account::authId).ifPresent(call::authId);
    return Source.url(source, method, call.build().toMap(), account.map(Application::signer).orElse(Signer.NONE));
  }

  /** Where Plivo's own SDKs look for it. */
  private static Optional<Account> account(Map<String, String> environment) {
    String id = environment.getOrDefault("PLIVO_AUTH_ID", "");
    String token = environment.getOrDefault("PLIVO_AUTH_TOKEN", "");
    return id.isEmpty() || token.isEmpty() ? Optional.empty() : Optional.of(new Account(id, List.of(new Secret(token))));
  }
}
