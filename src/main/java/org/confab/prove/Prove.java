package org.confab.prove;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.confab.config.Loading;
import org.confab.config.Settings;
import org.confab.esl.EslOptions;

/** The kill test on an operator's own box; see {@link #USAGE}. */
public final class Prove {

  private static final String USAGE = """
      Kills Confab again and again while calls come and go on your FreeSWITCH, and says whether anything was lost.

        scripts/prove [--config confab.yaml] [--calls 50] [--conferences 5] [--kills 20] [--number 266322] [--context public] [--seed N] [--yes]

        --config FILE     where FreeSWITCH is and its password (freeswitch.*); your answer URL, store and ports are not used
        --calls N         callers at any time; each is two loopback channels (mod_loopback) of FreeSWITCH's own, and nobody's phone rings
        --conferences N   that they meet in; at most 18 callers each
        --kills N         each third one is a SIGTERM, the others are kill -9; each takes about 6 seconds
        --number, --context   what your dialplan hands to Confab with confab_answer_url=default
        --seed N          of everything that is drawn, to repeat a run
        --yes             although FreeSWITCH has other calls

      Stop your own Confab first, and let nobody call meanwhile: whoever does is led to the fallback. The Confab that is killed is one of this
      program's own, with an application, a store and ports of its own. When it ends, and when it is interrupted, all its calls are hung up.
      Exit status: 0 if nothing was lost, 1 if something was, 2 if it could not be tried.
      """;
  private static final int MOST_IN_A_CONFERENCE = 18;

  private Prove() {}

  /** Ends the process. */
  public static void main(String[] arguments) {
    int code = 2;
    try {
      code = run(arguments);
    } catch (IllegalStateException | IOException | InterruptedException why) {
      System.err.println("prove: " + why.getMessage());
    }
    System.exit(code);
  }

  private static int run(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> given = new LinkedHashMap<>(Map.of("--config", "", "--calls", "50", "--conferences", "5", "--kills", "20", "--number",
        "266322", "--context", "public", "--seed", Long.toString(System.currentTimeMillis() % 100_000), "--yes", ""));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("-h") || arguments[i].equals("--help")) {
        System.out.print(USAGE);
        return 0;
      } else if (arguments[i].equals("--yes")) {
        given.put("--yes", "yes");
      } else if (given.containsKey(arguments[i]) && i + 1 < arguments.length) {
        given.put(arguments[i], arguments[++i]);
      } else {
        throw new IllegalStateException("'" + arguments[i].replaceAll("\\p{Cntrl}", "?") + "' is unknown, or lacks its value; --help says more");
      }
    }
    Storm.Options options = new Storm.Options(number(given, "--calls", 10_000), number(given, "--conferences", 1000),
        number(given, "--kills", 10_000), number(given, "--seed", Integer.MAX_VALUE));
    if (options.calls() > options.conferences() * MOST_IN_A_CONFERENCE || options.conferences() > options.calls()) {
      throw new IllegalStateException(options.calls() + " callers do not fit into " + options.conferences() + " conferences: 1 to "
          + MOST_IN_A_CONFERENCE + " each");
    }
    Optional<Path> file = Optional.of(given.get("--config")).filter(name -> !name.isEmpty()).or(() -> Optional.of("confab.yaml")
        .filter(name -> Files.exists(Path.of(name)))).map(name -> Path.of(name).toAbsolutePath());
    Vertx vertx = Vertx.vertx();
    try {
      return prove(vertx, options, file, settings(file), given);
    } finally {
      vertx.close();
    }
  }

  private static int number(Map<String, String> given, String name, int most) {
    String text = given.get(name);
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > most || Integer.parseInt(text) < 1 && !name.equals("--seed")) {
      throw new IllegalStateException(name + " takes a number from 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  private static Settings settings(Optional<Path> file) {
    Optional<Path> missing = file.filter(path -> !Files.isRegularFile(path));
    if (missing.isPresent()) {
      throw new IllegalStateException("there is no file " + missing.get());
    }
    Loading loading = Settings.load(file, System.getenv());
    if (loading instanceof Loading.Rejected rejected) {
      throw new IllegalStateException(rejected.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
    return ((Loading.Loaded) loading).settings();
  }

  private static int prove(Vertx vertx, Storm.Options options, Optional<Path> file, Settings settings, Map<String, String> given)
      throws IOException, InterruptedException {
    if (runs(settings.operator())) {
      throw new IllegalStateException("something answers at " + settings.operator().bind() + ":" + settings.operator().port()
          + ", most likely your Confab: stop it first, or both would take the calls");
    }
    Settings.FreeSwitch freeswitch = settings.freeswitch();
    try (BoxPhones phones = BoxPhones.connect(vertx, EslOptions.of(freeswitch.host(), freeswitch.port(), freeswitch.password().reveal()),
        given.get("--number"), given.get("--context"))) {
      check(phones, options, given);
      Path folder = Files.createTempDirectory("confab-prove-");
      Path log = folder.resolve("confab.log");
      Ledger ledger = new Ledger();
      try (ProvingApplication application = new ProvingApplication(ledger, from -> Storm.attributes(options, from));
          ConfabProcess confab = new ConfabProcess(java(), file.map(path -> List.of("--config", path.toString())).orElse(List.of()), Map.of(
              "CONFAB_ANSWER_URL", application.url("/answer"), "CONFAB_ANSWER_FALLBACK_URL", "", "CONFAB_ANSWER_LAST_RESORT", "fallback",
              "CONFAB_ANSWER_HANGUP_URL", application.url("/hangup"), "CONFAB_ANSWER_ACTION_ON_HANGUP", "true", "CONFAB_CONFERENCE_MAX_MEMBERS", "20",
              "CONFAB_STORE_PATH", folder.resolve("confab.db").toString(), "CONFAB_SOUNDS_DIRECTORY", folder.resolve("sounds").toString()), log)) {
        System.out.printf("%d callers at a time in %d conferences, %d kills, seed %d. This takes about %d minutes; Ctrl-C ends it.%n", options.calls(),
            options.conferences(), options.kills(), options.seed(), 2 + options.kills() / 8);
        System.out.println("Confab's output: " + log + "\n");
        Thread interrupted = new Thread(() -> {
          System.err.println("prove: interrupted; its calls are hung up");
          confab.kill();
          phones.close();
        });
        Runtime.getRuntime().addShutdownHook(interrupted);
        Storm.Result result = new Storm(options, phones, confab, ledger, application, System.out).run();
        Runtime.getRuntime().removeShutdownHook(interrupted);
        System.out.print("\n" + result.text());
        System.out.println(result.isClean() ? "\nNothing was lost." : "\nSomething is wrong: what, and with which call, is said above; what Confab did"
            + " with that call is in " + log + ". To try it again: --seed " + options.seed());
        return result.isClean() ? 0 : 1;
      }
    }
  }

  private static boolean runs(Settings.Operator operator) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(operator.bind(), operator.port()), 1000);
      return true;
    } catch (IOException nobody) {
      return false;
    }
  }

  private static void check(BoxPhones phones, Storm.Options options, Map<String, String> given) {
    if (!phones.api("module_exists", "mod_loopback").equals("true")) {
      throw new IllegalStateException("FreeSWITCH has not loaded mod_loopback: fs_cli -x 'load mod_loopback'");
    }
    String calls = phones.api("show", "channels count as json").replaceAll(".*\"row_count\":\\s*([0-9]+).*", "$1");
    if (given.get("--yes").isEmpty() && !calls.equals("0")) {
      throw new IllegalStateException("FreeSWITCH has other calls (" + calls + " channels); --yes goes on all the same");
    }
    int most = phones.limit("max_sessions", 1000);
    if (2 * options.calls() > most) {
      throw new IllegalStateException(options.calls() + " callers are " + 2 * options.calls() + " channels, and FreeSWITCH takes " + most
          + " (max-sessions in switch.conf.xml): fewer --calls");
    }
    phones.problem().ifPresent(why -> {
      throw new IllegalStateException("a call to " + given.get("--number") + " in the context " + given.get("--context")
          + " would not reach the Confab of this test: " + why);
    });
  }

  /** What runs Confab as this program is run. */
  private static List<String> java() {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
    command.add(List.of(System.getProperty("java.class.path").split(java.io.File.pathSeparator)).stream()
        .map(part -> Path.of(part).toAbsolutePath().toString()).collect(Collectors.joining(java.io.File.pathSeparator)));
    command.add("org.confab.Main");
    return command;
  }
}
