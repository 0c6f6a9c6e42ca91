package org.confab.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.network.Network;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;
import org.confab.yaml.YamlTree;

/** Everything an operator can set. Each key is described in the shipped confab.yaml. */
public record Settings(
    FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
    Callbacks callbacks, Http http, Store store, Recordings recordings, Transcription transcription, Outgoing outgoing,
    Outbound outbound, Trace trace) {

  /** What settings files are, for messages. */
  static final YamlTree.Kind FILE = new YamlTree.Kind("settings file", "settings are sections with keys, as in freeswitch: { host: 127.0.0.1 }");


  /** The trace is as shipped. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http, Store store, Recordings recordings, Transcription transcription, Outgoing outgoing, Outbound outbound) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store, recordings, transcription, outgoing, outbound, Trace.USUAL);
  }

  /** Calls are handed over by {@code park} alone. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http, Store store, Recordings recordings, Transcription transcription, Outgoing outgoing) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store, recordings, transcription, outgoing, Outbound.OFF);
  }

  /** Nobody is called. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http, Store store, Recordings recordings, Transcription transcription) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store, recordings, transcription, Outgoing.OFF);
  }

  /** Nobody transcribes. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http, Store store, Recordings recordings) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store, recordings, Transcription.NONE);
  }

  /** Recordings are below the sounds. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http, Store store, Transcription transcription) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store,
        Recordings.in(sounds.directory().resolve("recordings")), transcription);
  }

  /** Nothing outlives the process. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, new Store(Optional.empty()));
  }

  /** Recordings are below the sounds. */
  public Settings(FreeSwitch freeswitch, Answer answer, Conference conference, Operator operator, List<Account> accounts, Sounds sounds,
      Callbacks callbacks, Http http, Store store) {
    this(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store,
        Recordings.in(sounds.directory().resolve("recordings")));
  }

  public record FreeSwitch(String host, int port, Secret password, String profile, Duration commandTimeout) {}

  public record Answer(
      Optional<URI> url, String method, Optional<URI> fallbackUrl, String fallbackMethod, Optional<URI> hangupUrl, String hangupMethod,
      boolean actionOnHangup, Unsupported unsupported, LastResort lastResort) {

    /** The shipped last resort. */
    public Answer(Optional<URI> url, String method, Optional<URI> fallbackUrl, String fallbackMethod, Optional<URI> hangupUrl, String hangupMethod,
        boolean actionOnHangup, Unsupported unsupported) {
      this(url, method, fallbackUrl, fallbackMethod, hangupUrl, hangupMethod, actionOnHangup, unsupported, new LastResort.HangUp());
    }
  }

  /**
   * @param digitTimeout how long keys that may become a pattern of digitsMatch are held
   * @param muteOnHold   whether a member that puts us on hold is muted
   */
  public record Conference(int maxMembers, boolean rejectCallback, Duration digitTimeout, boolean muteOnHold) {

    /** The shipped values of the rest. */
    public Conference(int maxMembers, boolean rejectCallback) {
      this(maxMembers, rejectCallback, Duration.ofSeconds(1), true);
    }
  }

  /** @param password of the console; empty: there is no console */
  public record Operator(String bind, int port, Optional<Secret> password) {

    /** Without a console. */
    public Operator(String bind, int port) {
      this(bind, port, Optional.empty());
    }
  }

  /**
   * @param speak    the words of the command that renders speech; {@code {file}} and {@code {voice}} in them are replaced
   * @param voices   the engine's voices by what documents call them
   * @param maxSize  of one sound as it is fetched, in bytes
   * @param timeout  for fetching or rendering one
   * @param maxLength of what is played
   * @param cacheSize in bytes
   */
  public record Sounds(
      Path directory, List<String> speak, Map<String, String> voices, int maxSize, Duration timeout, Duration maxLength, long cacheSize) {
    public Sounds {
      speak = List.copyOf(speak);
      voices = Map.copyOf(voices);
    }

    /** There, and everything else by default. */
    public static Sounds in(Path directory) {
      return new Sounds(directory, SettingsReader.listed(Keys.SOUNDS_SPEAK), Map.of(), byDefault(Keys.SOUNDS_MAX_SIZE).intValue(),
          byDefault(Keys.SOUNDS_TIMEOUT), byDefault(Keys.SOUNDS_MAX_LENGTH), byDefault(Keys.SOUNDS_CACHE_SIZE));
    }
  }

  /**
   * @param inFlight   how many requests may be under way to one origin
   * @param keepDead   how long dead letters are kept
   * @param memory     how many callbacks are held in memory at most while the store cannot be written
   * @param memorySize and how many bytes they may take together
   */
  public record Callbacks(Duration retryFor, boolean extended, int inFlight, Duration keepDead, int memory, long memorySize) {

    /** The shipped values of the rest. */
    public Callbacks(Duration retryFor, boolean extended) {
      this(retryFor, extended, 16, Duration.ofDays(7), 10_000, 64L << 20);
    }
  }

  /** @param path the file; empty: in memory, which no key can say */
  public record Store(Optional<Path> path) {}

  /**
   * @param atOnce   how many recordings are transcribed at the same time, whoever does it
   * @param retryFor how long an engine may be away, from the first attempt
   */
  public record Transcription(Optional<TranscriptionEngine> auto, Optional<TranscriptionEngine> hybrid, Optional<TranscriptionEngine> manual, int atOnce,
      Duration retryFor) {

    /** No engine. */
    public static final Transcription NONE = new Transcription(Optional.empty(), Optional.empty(), Optional.empty(), 2, Duration.ofHours(1));
  }

  /**
   * @param port      on which recordings are served; 0: any free one, which no key can say
   * @param publicUrl what the URLs of recordings begin with, without a slash at the end; empty: {@code http://<bind>:<port>}
   * @param allow     networks beyond the public Internet that requests may go to
   */
  public record Http(String bind, int port, Optional<URI> publicUrl, List<Network> allow) {
    public Http {
      allow = List.copyOf(allow);
    }

    /** On any free port of this machine. */
    public Http(List<Network> allow) {
      this("127.0.0.1", 0, Optional.empty(), allow);
    }
  }

  /**
   * @param keep    how long a recording is kept after its end
   * @param minFree how many bytes must be free on its disk, or nothing more is recorded
   * @param login   what whoever fetches a recording has to know; empty: its URL is enough
   */
  public record Recordings(Path directory, Duration keep, long minFree, Optional<Login> login) {

    /** There, and everything else by default. */
    public static Recordings in(Path directory) {
      return new Recordings(directory, byDefault(Keys.RECORDINGS_KEEP), byDefault(Keys.RECORDINGS_MIN_FREE), Optional.empty());
    }
  }

  /**
   * @param keep    how long what happened to a call can be looked up
   * @param maxSize what all of it may take on the disk, in bytes; the oldest goes first
   */
  public record Trace(boolean enabled, Duration keep, long maxSize) {

    /** As shipped. */
    public static final Trace USUAL = new Trace(true, Duration.ofDays(7), 500L << 20);
  }

  /**
   * Calls that applications place.
   *
   * @param dial        the first that is for a number or an address says how it is called; none: nobody is
   * @param ringTimeout how long it rings at most, where the request says nothing
   * @param timeLimit   how long such a call lasts at most, and where the request says nothing
   * @param atOnce      how many may be on their way to somebody at the same time
   * @param fallback    where somebody is led who answers while no Confab is there, {@code <extension> XML <context>}; empty: hung up after 30 s
   */
  public record Outgoing(List<DialRule> dial, Duration ringTimeout, Duration timeLimit, int atOnce, Optional<String> fallback) {

    /** The shipped values: no dial string. */
    public static final Outgoing OFF = to(List.of());

    public Outgoing {
      dial = List.copyOf(dial);
    }

    /** With these rules, and the shipped values of the rest. */
    public static Outgoing to(List<DialRule> dial) {
      return new Outgoing(dial, byDefault(Keys.OUTGOING_RING_TIMEOUT), byDefault(Keys.OUTGOING_TIME_LIMIT), byDefault(Keys.OUTGOING_AT_ONCE),
          Optional.empty());
    }

    /** How that is called; empty if no rule is for it. */
    public Optional<String> dialString(String to) {
      return dial.stream().filter(rule -> rule.dial(to).isPresent()).findFirst().filter(rule -> !rule.refuses()).flatMap(rule -> rule.dial(to));
    }
  }

  /**
   * The hand-over by FreeSWITCH's application {@code socket}.
   *
   * @param allow who may connect
   * @param name  what is written into the channels that are handed over: of all Confabs at one FreeSWITCH each has its own
   */
  public record Outbound(boolean enabled, String bind, int port, List<Network> allow, String name) {

    /** Nobody listens. */
    public static final Outbound OFF = new Outbound(false, "127.0.0.1", 8084, List.of(), "127.0.0.1:8084");

    public Outbound {
      allow = List.copyOf(allow);
    }

    /** Whether somebody from there may connect. */
    public boolean allows(InetAddress address) {
      return allow.stream().anyMatch(network -> network.contains(address));
    }
  }

  /** For HTTP's Basic authentication. */
  public record Login(String user, Secret password) {}

  private static <T> T byDefault(Key<T> key) {
    return key.parser().apply(key.defaultText());
  }

  /** The same, but for the trace. */
  public Settings withTrace(Trace other) {
    return new Settings(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store, recordings, transcription, outgoing, outbound, other);
  }

  public Settings {
    accounts = List.copyOf(accounts);
  }

  /** As they are, but with that password of the console. */
  public Settings withOperatorPassword(Secret password) {
    return new Settings(freeswitch, answer, conference, new Operator(operator.bind(), operator.port(), Optional.of(password)), accounts, sounds,
        callbacks, http, store, recordings, transcription, outgoing, outbound, trace);
  }

  /** As they are, but with that hand-over. */
  public Settings withOutbound(Outbound other) {
    return new Settings(freeswitch, answer, conference, operator, accounts, sounds, callbacks, http, store, recordings, transcription, outgoing, other, trace);
  }

  /**
   * Reads the settings; blocking. Never throws: what is wrong is in the result, all of it.
   *
   * @param file the YAML file; empty: only the environment and the defaults
   * @param environment variables; those that begin with CONFAB_ win over the file
   */
  public static Loading load(Optional<Path> file, Map<String, String> environment) {
    Problems problems = new Problems();
    Optional<Tree.Section> root = file.map(path -> YamlTree.read(path, FILE, problems));
    return new SettingsReader(problems).read(root, environment);
  }
}
