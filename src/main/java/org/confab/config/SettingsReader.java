package org.confab.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.yaml.Nearest;
import org.confab.yaml.Place;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree.Scalar;
import org.confab.yaml.Tree;

/** Puts file, environment and defaults together and checks the whole. */
final class SettingsReader {

  private static final String PREFIX = "CONFAB_";
  /** CONFAB_ACCOUNTS_0_AUTH_TOKEN without prefix and underscores, in lower case. */
  private static final Pattern ACCOUNT_VARIABLE = Pattern.compile("accounts(\\d{1,4})([a-z]+)");

  /** What FreeSWITCH takes for nothing but a path, in every command. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_./-]+");

  private final Problems problems;
  private final Problems warnings = new Problems();
  private final Map<String, Scalar> values = new HashMap<>();
  private final Map<String, Tree.Items> lists = new HashMap<>();
  private final Map<String, Tree.Section> maps = new HashMap<>();
  private final AccountsReader accounts;
  private final Set<String> names = new TreeSet<>(Set.of(Keys.ACCOUNTS));
  private final Set<String> sections = new TreeSet<>();

  /** @param problems what was found while the file was read */
  SettingsReader(Problems problems) {
    this.problems = problems;
    this.accounts = new AccountsReader(problems);
    for (Key<?> key : Keys.ALL) {
      names.add(key.name());
      for (int dot = key.name().indexOf('.'); dot >= 0; dot = key.name().indexOf('.', dot + 1)) {
        sections.add(key.name().substring(0, dot));
      }
    }
  }

  Loading read(Optional<Tree.Section> file, Map<String, String> environment) {
    file.ifPresent(root -> file(root, ""));
    environment(environment);
    Settings settings = settings();
    return problems.any() ? new Loading.Rejected(problems.list()) : new Loading.Loaded(settings, warnings.list());
  }

  private void file(Tree.Section section, String prefix) {
    section.entries().forEach((key, value) -> {
      String name = prefix + key;
      if (name.equals(Keys.ACCOUNTS)) {
        accounts.file(value);
      } else if (names.contains(name)) {
        if (value instanceof Scalar scalar) {
          values.put(name, scalar);
        } else if (value instanceof Tree.Items items && lists(name)) {
          lists.put(name, items);
        } else if (value instanceof Tree.Section inner && maps(name)) {
          maps.put(name, inner);
        } else {
          problems.add(value.place(), name, "must be " + (lists(name) ? "a list" : maps(name) ? "a section" : "a single value") + ", not " + value.kind());
        }
      } else if (sections.contains(name)) {
        if (value instanceof Tree.Section inner) {
          file(inner, name + ".");
        } else if (!(value instanceof Scalar scalar) || !scalar.text().isEmpty()) {
          problems.add(value.place(), name, "must be a section with keys of its own, not " + value.kind());
        }
      } else {
        Set<String> known = new TreeSet<>(names);
        known.addAll(sections);
        problems.add(section.keys().get(key), name, "is no key" + Nearest.hint(name, known));
      }
    });
  }

  private void environment(Map<String, String> environment) {
    Map<String, String> seen = new HashMap<>();
    // accounts in the order of their numbers, and the same messages every time
    Map<String, String> sorted = new TreeMap<>(Comparator.comparing(SettingsReader::padded).thenComparing(Comparator.naturalOrder()));
    sorted.putAll(environment);
    sorted.forEach((variable, text) -> {
      if (!variable.startsWith(PREFIX) || text.isEmpty() || LogVariables.take(variable, text, problems)) {
        return;
      }
      String plain = plain(variable.substring(PREFIX.length()));
      Place place = Place.whole(variable);
      Scalar value = new Scalar(text, place);
      String before = seen.putIfAbsent(plain, variable);
      if (before != null) {
        problems.add(place, "", "means the same as " + before + "; set one of them");
        return;
      }
      Optional<String> key = names.stream().filter(name -> !name.equals(Keys.ACCOUNTS) && plain(name).equals(plain)).findFirst();
      Matcher account = ACCOUNT_VARIABLE.matcher(plain);
      if (key.isPresent()) {
        values.put(key.get(), value);
        lists.remove(key.get());
        maps.remove(key.get());
      } else if (!account.matches() || !accounts.variable(Integer.parseInt(account.group(1)), account.group(2), value)) {
        List<String> variables = names.stream().filter(name -> !name.equals(Keys.ACCOUNTS)).map(SettingsReader::variable).toList();
        warnings.add(place, "", "is no setting and has no effect" + Nearest.hint(variable, variables));
      }
    });
  }

  /** {@code freeswitch.commandTimeout} as {@code CONFAB_FREESWITCH_COMMAND_TIMEOUT}. */
  static String variable(String name) {
    return PREFIX + name.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** What a key and its variable have in common, however the words of the variable are parted. */
  private static String plain(String name) {
    return name.replace(".", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static String padded(String variable) {
    return Pattern.compile("\\d+").matcher(variable)
        .replaceAll(number -> "0".repeat(Math.max(0, 9 - number.group().length())) + number.group());
  }

  private Settings settings() {
    String host = value(Keys.FREESWITCH_HOST);
    Secret password = value(Keys.FREESWITCH_PASSWORD);
    if (password.equals(new Secret("ClueCon")) && !loopback(host)) {
      problems.add(place(Keys.FREESWITCH_PASSWORD, Keys.FREESWITCH_HOST), Keys.FREESWITCH_PASSWORD.name(),
          "is FreeSWITCH's well-known default, and " + host + " is another machine: anybody who reaches its Event Socket owns it. "
              + "Set another one in its event_socket.conf.xml and here");
    }
    return new Settings(
        new Settings.FreeSwitch(
            host, value(Keys.FREESWITCH_PORT), password, value(Keys.FREESWITCH_PROFILE), value(Keys.FREESWITCH_COMMAND_TIMEOUT)),
        new Settings.Answer(
            value(Keys.ANSWER_URL), value(Keys.ANSWER_METHOD), value(Keys.ANSWER_FALLBACK_URL), value(Keys.ANSWER_FALLBACK_METHOD),
            value(Keys.ANSWER_HANGUP_URL), value(Keys.ANSWER_HANGUP_METHOD), value(Keys.ANSWER_ACTION_ON_HANGUP),
            value(Keys.ANSWER_UNSUPPORTED), value(Keys.ANSWER_LAST_RESORT)),
        new Settings.Conference(value(Keys.CONFERENCE_MAX_MEMBERS), value(Keys.CONFERENCE_REJECT_CALLBACK), value(Keys.CONFERENCE_DIGIT_TIMEOUT),
            value(Keys.CONFERENCE_MUTE_ON_HOLD)),
        new Settings.Operator(value(Keys.OPERATOR_BIND), value(Keys.OPERATOR_PORT), value(Keys.OPERATOR_PASSWORD)),
        accounts.accounts(),
        sounds(),
        new Settings.Callbacks(value(Keys.CALLBACKS_RETRY_FOR), value(Keys.CALLBACKS_EXTENDED), value(Keys.CALLBACKS_IN_FLIGHT),
            value(Keys.CALLBACKS_KEEP_DEAD), value(Keys.CALLBACKS_MEMORY), value(Keys.CALLBACKS_MEMORY_SIZE)),
        new Settings.Http(value(Keys.HTTP_BIND), value(Keys.HTTP_PORT), value(Keys.HTTP_PUBLIC_URL), list(Keys.HTTP_ALLOW)),
        new Settings.Store(Optional.of(value(Keys.STORE_PATH))), recordings(),
        new Settings.Transcription(engine(Keys.TRANSCRIPTION_AUTO), engine(Keys.TRANSCRIPTION_HYBRID), engine(Keys.TRANSCRIPTION_MANUAL),
            value(Keys.TRANSCRIPTION_AT_ONCE), value(Keys.TRANSCRIPTION_RETRY_FOR)),
        new Settings.Outgoing(list(Keys.OUTGOING_DIAL), value(Keys.OUTGOING_RING_TIMEOUT), value(Keys.OUTGOING_TIME_LIMIT),
            value(Keys.OUTGOING_AT_ONCE), value(Keys.OUTGOING_FALLBACK)), outbound(),
        new Settings.Trace(value(Keys.TRACE_ENABLED), value(Keys.TRACE_KEEP), value(Keys.TRACE_MAX_SIZE)));
  }

  private Settings.Outbound outbound() {
    boolean enabled = value(Keys.OUTBOUND_ENABLED);
    String bind = value(Keys.OUTBOUND_BIND);
    int port = value(Keys.OUTBOUND_PORT);
    String name = value(Keys.OUTBOUND_NAME);
    if (enabled && name.isEmpty() && (bind.equals("0.0.0.0") || bind.equals("::"))) {
      problems.add(place(Keys.OUTBOUND_BIND), Keys.OUTBOUND_NAME.name(), "must be set where outbound.bind is " + bind
          + ": by it a Confab knows the calls that were handed to it, and not to another");
    }
    return new Settings.Outbound(enabled, bind, port, list(Keys.OUTBOUND_ALLOW), name.isEmpty() ? bind + ":" + port : name);
  }

  private Settings.Recordings recordings() {
    Path directory = value(Keys.RECORDINGS_DIRECTORY);
    boolean plain = PLAIN_PATH.matcher(directory.toAbsolutePath().normalize().toString()).matches();
    // by default it is where Confab was started, and whoever records nothing need not care; else Recordings refuses
    if (!plain && values.containsKey(Keys.RECORDINGS_DIRECTORY.name())) {
      problems.add(place(Keys.RECORDINGS_DIRECTORY), Keys.RECORDINGS_DIRECTORY.name(),
          "must be a path of letters, digits and _ . / - only, since others are syntax to FreeSWITCH; from the root on: a relative one is meant "
              + "from where Confab is started");
    }
    String user = value(Keys.RECORDINGS_USER);
    Optional<Secret> password = value(Keys.RECORDINGS_PASSWORD);
    if (user.isEmpty() == password.isPresent()) {
      problems.add(place(Keys.RECORDINGS_USER, Keys.RECORDINGS_PASSWORD), Keys.RECORDINGS_USER.name(),
          "and recordings.password belong together: set both, or none");
    }
    return new Settings.Recordings(directory, value(Keys.RECORDINGS_KEEP), value(Keys.RECORDINGS_MIN_FREE),
        password.map(secret -> new Settings.Login(user, secret)));
  }

  private Optional<TranscriptionEngine> engine(EngineKeys keys) {
    Optional<URI> url = value(keys.url());
    List<String> command = list(keys.command());
    Duration timeout = value(keys.timeout());
    BigDecimal rate = value(keys.rate());
    Optional<Secret> token = value(keys.token());
    Optional<String> model = value(keys.model());
    Optional<String> language = value(keys.language());
    if (url.isPresent() && !command.isEmpty()) {
      problems.add(place(keys.command()), keys.command().name(), "and " + keys.url().name() + " are both given; an engine is one of them");
    }
    if (!command.isEmpty() && command.stream().noneMatch(word -> word.contains("{file}"))) {
      problems.add(place(keys.command()), keys.command().name(), "must have {file} in one of its words: where the recording is");
    }
    if (url.isEmpty()) {
      for (Key<?> idle : List.of(keys.token(), keys.model(), keys.language())) {
        if (Optional.ofNullable(values.get(idle.name())).filter(scalar -> !scalar.text().isEmpty()).isPresent()) {
          warnings.add(place(idle), idle.name(), "has no effect without " + keys.url().name());
        }
      }
    }
    return url.<TranscriptionEngine>map(known -> new TranscriptionEngine.Endpoint(known, token, model, language, timeout, rate))
        .or(() -> command.isEmpty() ? Optional.empty() : Optional.of(new TranscriptionEngine.Command(command, timeout, rate)));
  }

  private Settings.Sounds sounds() {
    List<String> speak = list(Keys.SOUNDS_SPEAK);
    if (!speak.isEmpty() && speak.stream().noneMatch(word -> word.contains("{file}"))) {
      problems.add(place(Keys.SOUNDS_SPEAK), Keys.SOUNDS_SPEAK.name(), "must have {file} in one of its words: where the command writes its WAV file");
    }
    return new Settings.Sounds(value(Keys.SOUNDS_DIRECTORY), speak, map(Keys.SOUNDS_VOICES), value(Keys.SOUNDS_MAX_SIZE).intValue(),
        value(Keys.SOUNDS_TIMEOUT), value(Keys.SOUNDS_MAX_LENGTH), value(Keys.SOUNDS_CACHE_SIZE));
  }

  private <T> T value(Key<T> key) {
    Scalar scalar = values.get(key.name());
    if (scalar != null && !scalar.text().isEmpty()) {
      try {
        return key.parser().apply(scalar.text());
      } catch (IllegalArgumentException wrong) {
        problems.add(scalar.place(), key.name(), wrong.getMessage());
      }
    }
    return key.parser().apply(key.defaultText());
  }

  private static boolean lists(String name) {
    return Keys.LISTS.stream().anyMatch(key -> key.name().equals(name));
  }

  private static boolean maps(String name) {
    return Keys.MAPS.stream().anyMatch(key -> key.name().equals(name));
  }

  /** Of a list in the file, or of a text with commas; what is wrong is left out, and is a problem. An empty one is the default. */
  private <T> List<T> list(Key<T> key) {
    List<Tree> items = new ArrayList<>();
    Optional.ofNullable(lists.get(key.name())).ifPresent(list -> items.addAll(list.items()));
    items.addAll(parted(key));
    return items.isEmpty() ? listed(key) : parsed(key, items);
  }

  /** A list's default. */
  static <T> List<T> listed(Key<T> key) {
    String inner = key.defaultText().substring(1, key.defaultText().length() - 1);
    return inner.isEmpty() ? List.of() : Arrays.stream(inner.split(", ")).map(key.parser()).toList();
  }

  /** Of a section in the file, or of a text as in {@code a=b,c=d}; what is wrong is left out, and is a problem. */
  private Map<String, String> map(Key<Map.Entry<String, String>> key) {
    List<Tree> items = new ArrayList<>();
    Optional.ofNullable(maps.get(key.name())).ifPresent(section -> section.entries().forEach((name, value) ->
        items.add(value instanceof Scalar scalar ? new Scalar(name + "=" + scalar.text(), scalar.place()) : value)));
    items.addAll(parted(key));
    Map<String, String> all = new LinkedHashMap<>();
    parsed(key, items).forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    return all;
  }

  private List<Scalar> parted(Key<?> key) {
    return Optional.ofNullable(values.get(key.name())).filter(scalar -> !scalar.text().isEmpty()).stream().flatMap(
        scalar -> Arrays.stream(scalar.text().split(",", -1)).map(text -> new Scalar(text.trim(), scalar.place()))).toList();
  }

  private <T> List<T> parsed(Key<T> key, List<Tree> items) {
    List<T> parsed = new ArrayList<>();
    for (Tree item : items) {
      try {
        if (!(item instanceof Scalar scalar)) {
          throw new IllegalArgumentException("must hold single values; this is " + item.kind());
        }
        parsed.add(key.parser().apply(scalar.text()));
      } catch (IllegalArgumentException wrong) {
        problems.add(item.place(), key.name(), wrong.getMessage());
      }
    }
    return parsed;
  }

  /** Where the first of the keys that are set is set. */
  private Place place(Key<?>... keys) {
    for (Key<?> key : keys) {
      if (values.containsKey(key.name())) {
        return values.get(key.name()).place();
      }
      if (lists.containsKey(key.name())) {
        return lists.get(key.name()).place();
      }
    }
    return Place.whole("(default)");
  }

  /** Without asking anybody for the address of a name. */
  private static boolean loopback(String host) {
    return host.equalsIgnoreCase("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
