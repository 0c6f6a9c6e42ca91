package org.confab.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.confab.Confab;
import org.confab.clock.VertxClock;
import org.confab.config.Account;
import org.confab.config.Accounts;
import org.confab.config.OperatorPassword;
import org.confab.config.Settings;
import org.confab.console.Console;
import org.confab.http.PlainUrl;
import org.confab.log.LineEncoder;
import org.confab.plivo.Printable;
import org.confab.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code confab run}: the service, until a signal ends it. */
@Command(name = "run", description = "The service: drives your FreeSWITCH as your application says.", mixinStandardHelpOptions = true,
    versionProvider = ConfabCommand.Version.class, exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped by SIGTERM or SIGINT, everything closed", "1:could not start, or did not stop within 10 s",
        "2:the settings or the arguments are wrong"},
    footer = {"", "Calls and conferences go on in FreeSWITCH when the service stops. When it is started again, with the same store.path, it takes",
        "them up where they are, and tells what happened meanwhile."})
final class RunCommand implements Callable<Integer> {

  private static final Path USUAL_FILE = Path.of("confab.yaml");
  private static final Path PASSWORD_FILE = Path.of("operator.yaml");
  private static final long STOP_SECONDS = 10;

  private final Terminal terminal;

  @Option(names = "--config", paramLabel = "FILE",
      description = "The settings. Default: confab.yaml here, if there is one; CONFAB_… variables win over the file.")
  private Optional<Path> config;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<Path> file = config.or(() -> Optional.of(USUAL_FILE).filter(Files::exists));
    Settings read = SettingsFile.load(terminal, file, System.getenv());
    List<Account> accounts = secrets(() -> Accounts.of(read, FirstAccount.FILE));
    Settings settings = read.withOperatorPassword(secrets(() -> OperatorPassword.of(read, PASSWORD_FILE)));
    LineEncoder.box(settings.freeswitch().host() + ":" + settings.freeswitch().port());
    Vertx vertx = Vertx.vertx();
    Confab confab;
    try {
      confab = Confab.start(vertx, settings, accounts, new VertxClock(vertx)).await(30, TimeUnit.SECONDS);
    } catch (Exception failed) {
      vertx.close();
      throw new Failure(ConfabCommand.FAILED, "cannot start: " + PlainUrl.printable(String.valueOf(failed.getMessage())));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(vertx, confab), "stop"));
    terminal.print(greeting(file, settings, confab.operatorPort()));
    new CountDownLatch(1).await(); // for ever: a signal ends it
    return ConfabCommand.DONE;
  }

  @FunctionalInterface
  private interface Secrets<T> {
    T get() throws IOException;
  }

  private static <T> T secrets(Secrets<T> file) {
    try {
      return file.get();
    } catch (IOException unusable) {
      throw new Failure(ConfabCommand.USAGE, unusable.getMessage());
    }
  }

  private static String greeting(Optional<Path> file, Settings settings, int port) {
    Settings.FreeSwitch freeswitch = settings.freeswitch();
    return "Confab " + ConfabCommand.Version.text() + " (" + file.map(Path::toString).orElse("no settings file") + "): FreeSWITCH at "
        + freeswitch.host() + ":" + freeswitch.port() + ", answer URL "
        + settings.answer().url().map(PlainUrl::of).orElse("only from the dialplan")
        + ", console, health and metrics at http://" + settings.operator().bind() + ":" + port + Console.PATH;
  }

  /** In the shutdown hook, since a signal has begun the end of the process; what is left to decide is its exit code. */
  private void stop(Vertx vertx, Confab confab) {
    int code = ConfabCommand.DONE;
    try {
      Future<Void> stopped = confab.stop().eventually(vertx::close);
      stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
      terminal.print("Confab has stopped. Calls and conferences go on in FreeSWITCH, and nobody drives them.");
    } catch (TimeoutException late) {
      terminal.err().println("confab: not everything could be closed within " + STOP_SECONDS + " s");
      code = ConfabCommand.FAILED;
    } catch (RuntimeException failed) {
      terminal.err().println("confab: while stopping: " + Printable.of(String.valueOf(failed.getMessage())));
      code = ConfabCommand.FAILED;
    }
    Runtime.getRuntime().halt(code);
  }
}
