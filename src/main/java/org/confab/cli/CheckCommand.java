package org.confab.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.confab.call.Application;
import org.confab.check.Crawl;
import org.confab.check.Crawled;
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
import org.confab.plivo.Urls;
import org.confab.terminal.Terminal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code confab check}: a document, before any call runs it. */
@Command(name = "check", description = "What an answer document would do on FreeSWITCH, and everything wrong with it.",
    mixinStandardHelpOptions = true, versionProvider = ConfabCommand.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the document runs (with --strict: and nothing in it is questionable)",
        "1:it is refused, or there is none (with --crawl: or one of those that it leads to; with --strict: or there are warnings)", "2:the settings or the arguments are wrong"},
    footer = {"", "A URL is asked as a call would ask it. With PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN in the environment, an account in "
        + "--config, or the account.yaml of Confab's first start here, the request is signed.", "--crawl goes through the whole application as one call would, which the application takes for a real one: it "
        + "is told of conferences that nobody is in."})
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

  @ArgGroup(exclusive = false, heading = "%nA whole application:%n")
  private CrawlArguments crawl;

  @Spec
  private CommandSpec spec;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = SettingsFile.load(terminal, config, config.isPresent() ? System.getenv() : Map.of());
    Optional<Account> account = account(System.getenv()).or(() -> FirstAccount.of(settings, FirstAccount.FILE));
    if (crawl != null) { // picocli's word for a group that was not used
      return crawl(crawl, settings, account);
    }
    CheckReport report = report(settings, account);
    if (json) {
      terminal.print(CheckJson.of(report));
    } else {
      new CheckText(terminal).print(report);
    }
    return report.passes(strict) ? ConfabCommand.DONE : ConfabCommand.FAILED;
  }

  private int crawl(CrawlArguments arguments, Settings settings, Optional<Account> account) {
    if (!Source.isUrl(source)) {
      throw new ParameterException(spec.commandLine(), "--crawl needs a URL that begins with http:// or https://");
    }
    if (Urls.parse(source) instanceof Urls.Resolution.Refused refused) {
      throw new ParameterException(spec.commandLine(), refused.reason());
    }
    URI url = ((Urls.Resolution.Resolved) Urls.parse(source)).url();
    Crawled crawled = Crawl.of(url, method, settings, terms(Optional.empty(), settings, account), arguments.options(settings.callbacks().extended()),
        call(account), account.map(Application::signer).orElse(Signer.NONE));
    if (json) {
      terminal.print(CrawlJson.of(source, crawled));
    } else {
      new CrawlText(terminal).print(crawled);
    }
    boolean passes = crawled.runs() && !(strict && !crawled.differences().isEmpty());
    return passes ? ConfabCommand.DONE : ConfabCommand.FAILED;
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
          + "; a document comes with 200" + unsigned(reply.get().status(), account)));
    }
    Reading reading = AnswerDocuments.read(document.body());
    if (reading instanceof Reading.Refused refused) {
      return new CheckReport(source, reply, new CheckReport.Refused(refused.reason(), refused.line(), refused.column()));
    }
    Terms terms = terms(reply.map(Source.Reply::url), settings, account);
    return new CheckReport(source, reply, new CheckReport.Runs(Explanation.of(((Reading.Accepted) reading).document(), terms)));
  }

  private static String unsigned(int status, Optional<Account> account) {
    boolean refused = status == 401 || status == 403;
    return refused && account.isEmpty() ? ". The request was not signed: set PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN, or run this where Confab was started (account.yaml)" : "";
  }

  private static Terms terms(Optional<URI> base, Settings settings, Optional<Account> account) {
    return new Terms(base, account.map(Account::authId), settings.conference().maxMembers(), settings.freeswitch().profile(),
        settings.callbacks().extended(), settings.answer().actionOnHangup(), settings.answer().unsupported());
  }

  private Source.Document document(Optional<Account> account) throws Source.Unavailable, IOException {
    if (source.equals("-")) {
      return Source.stream(System.in);
    }
    if (!Source.isUrl(source)) {
      return Source.file(source);
    }
    return Source.url(source, method, call(account).toMap(), account.map(Application::signer).orElse(Signer.NONE));
  }

  private CallParameters call(Optional<Account> account) {
    CallParameters.Builder call = CallParameters.of(UUID.randomUUID().toString(), Direction.INBOUND).from(from).to(to).callerName(from)
        .sessionStart(Instant.now());
    account.map(Account::authId).ifPresent(call::authId);
    return call.build();
  }

  /** Where Plivo's own SDKs look for it. */
  private static Optional<Account> account(Map<String, String> environment) {
    String id = environment.getOrDefault("PLIVO_AUTH_ID", "");
    String token = environment.getOrDefault("PLIVO_AUTH_TOKEN", "");
    return id.isEmpty() || token.isEmpty() ? Optional.empty() : Optional.of(new Account(id, List.of(new Secret(token))));
  }
}
