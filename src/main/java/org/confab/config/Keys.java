package org.confab.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.confab.network.Network;

/** Every key there is, {@code accounts} apart, with its default. */
final class Keys {

  static final Key<String> FREESWITCH_HOST = new Key<>("freeswitch.host", "127.0.0.1", Values::host);
  static final Key<Integer> FREESWITCH_PORT = new Key<>("freeswitch.port", "8021", Values::port);
  static final Key<Secret> FREESWITCH_PASSWORD = new Key<>("freeswitch.password", "ClueCon", Values::secret);
  static final Key<String> FREESWITCH_PROFILE = new Key<>("freeswitch.profile", "confab", Values::profile);
  static final Key<Duration> FREESWITCH_COMMAND_TIMEOUT = new Key<>("freeswitch.commandTimeout", "10s",
      Values.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)));

  static final Key<Optional<URI>> ANSWER_URL = new Key<>("answer.url", "", Values::url);
  static final Key<String> ANSWER_METHOD = new Key<>("answer.method", "POST", Values::method);
  static final Key<Optional<URI>> ANSWER_FALLBACK_URL = new Key<>("answer.fallbackUrl", "", Values::url);
  static final Key<String> ANSWER_FALLBACK_METHOD = new Key<>("answer.fallbackMethod", "POST", Values::method);
  static final Key<Optional<URI>> ANSWER_HANGUP_URL = new Key<>("answer.hangupUrl", "", Values::url);
  static final Key<String> ANSWER_HANGUP_METHOD = new Key<>("answer.hangupMethod", "POST", Values::method);
  static final Key<Boolean> ANSWER_ACTION_ON_HANGUP = new Key<>("answer.actionOnHangup", "true", Values::yesOrNo);
  static final Key<Unsupported> ANSWER_UNSUPPORTED = new Key<>("answer.unsupported", "skip", Values::unsupported);
  static final Key<LastResort> ANSWER_LAST_RESORT = new Key<>("answer.lastResort", "hangup", Values::lastResort);

  static final Key<Integer> CONFERENCE_MAX_MEMBERS = new Key<>("conference.maxMembers", "20", Values.number(1, 1000));
  static final Key<Boolean> CONFERENCE_REJECT_CALLBACK = new Key<>("conference.rejectCallback", "false", Values::yesOrNo);

  static final Key<Duration> CONFERENCE_DIGIT_TIMEOUT = new Key<>("conference.digitTimeout", "1s",
      Values.duration(Duration.ofMillis(100), Duration.ofSeconds(10)));
  static final Key<Boolean> CONFERENCE_MUTE_ON_HOLD = new Key<>("conference.muteOnHold", "true", Values::yesOrNo);

  static final Key<String> OPERATOR_BIND = new Key<>("operator.bind", "127.0.0.1", Values::host);
  static final Key<Integer> OPERATOR_PORT = new Key<>("operator.port", "8081", Values::port);
  static final Key<Optional<Secret>> OPERATOR_PASSWORD = new Key<>("operator.password", "", Values::password);

  static final Key<Path> SOUNDS_DIRECTORY = new Key<>("sounds.directory", "sounds", Values::directory);
  /** One word of the list. */
  static final Key<String> SOUNDS_SPEAK = new Key<>("sounds.speak", "[espeak-ng, -v, {voice}, -w, {file}, --stdin]", Values::word);
  /** One voice of the map, as {@code name=voice}. */
  static final Key<Map.Entry<String, String>> SOUNDS_VOICES = new Key<>("sounds.voices", "{}", Values::voice);
  static final Key<Long> SOUNDS_MAX_SIZE = new Key<>("sounds.maxSize", "20MB", Values.size("1KB", "200MB"));
  static final Key<Duration> SOUNDS_TIMEOUT = new Key<>("sounds.timeout", "10s", Values.duration(Duration.ofSeconds(1), Duration.ofMinutes(1)));
  static final Key<Duration> SOUNDS_MAX_LENGTH = new Key<>("sounds.maxLength", "10m",
      Values.duration(Duration.ofSeconds(1), Duration.ofHours(1)));
  static final Key<Long> SOUNDS_CACHE_SIZE = new Key<>("sounds.cacheSize", "500MB", Values.size("1MB", "1000GB"));

  static final Key<Duration> CALLBACKS_RETRY_FOR = new Key<>("callbacks.retryFor", "1h",
      Values.duration(Duration.ofSeconds(1), Duration.ofDays(7)));
  static final Key<Boolean> CALLBACKS_EXTENDED = new Key<>("callbacks.extended", "true", Values::yesOrNo);

  static final Key<Integer> CALLBACKS_IN_FLIGHT = new Key<>("callbacks.inFlight", "16", Values.number(1, 100));
  static final Key<Duration> CALLBACKS_KEEP_DEAD = new Key<>("callbacks.keepDead", "7d",
      Values.duration(Duration.ofMinutes(1), Duration.ofDays(365)));
  static final Key<Integer> CALLBACKS_MEMORY = new Key<>("callbacks.memory", "10000", Values.number(100, 1_000_000));
  static final Key<Long> CALLBACKS_MEMORY_SIZE = new Key<>("callbacks.memorySize", "64MB", Values.size("1MB", "4GB"));

  static final EngineKeys TRANSCRIPTION_AUTO = EngineKeys.of("auto");
  static final EngineKeys TRANSCRIPTION_HYBRID = EngineKeys.of("hybrid");
  static final EngineKeys TRANSCRIPTION_MANUAL = EngineKeys.of("manual");
  static final Key<Integer> TRANSCRIPTION_AT_ONCE = new Key<>("transcription.atOnce", "2", Values.number(1, 64));
  static final Key<Duration> TRANSCRIPTION_RETRY_FOR = new Key<>("transcription.retryFor", "1h",
      Values.duration(Duration.ofSeconds(1), Duration.ofDays(7)));

  static final Key<Path> STORE_PATH = new Key<>("store.path", "confab.db", Values::file);

  static final Key<Boolean> TRACE_ENABLED = new Key<>("trace.enabled", "true", Values::yesOrNo);
  static final Key<Duration> TRACE_KEEP = new Key<>("trace.keep", "7d", Values.duration(Duration.ofMinutes(10), Duration.ofDays(365)));
  static final Key<Long> TRACE_MAX_SIZE = new Key<>("trace.maxSize", "500MB", Values.size("1MB", "1000GB"));

  static final Key<Path> RECORDINGS_DIRECTORY = new Key<>("recordings.directory", "recordings", Values::directory);
  static final Key<Duration> RECORDINGS_KEEP = new Key<>("recordings.keep", "30d", Values.duration(Duration.ofHours(1), Duration.ofDays(3650)));
  static final Key<Long> RECORDINGS_MIN_FREE = new Key<>("recordings.minFree", "1GB", Values.size("1MB", "1000GB"));
  static final Key<String> RECORDINGS_USER = new Key<>("recordings.user", "", Values::user);
  static final Key<Optional<Secret>> RECORDINGS_PASSWORD = new Key<>("recordings.password", "", Values::anySecret);

  static final Key<String> HTTP_BIND = new Key<>("http.bind", "127.0.0.1", Values::host);
  static final Key<Integer> HTTP_PORT = new Key<>("http.port", "8080", Values::port);
  static final Key<Optional<URI>> HTTP_PUBLIC_URL = new Key<>("http.publicUrl", "", Values::publicUrl);
  /** One network of the list; by the environment they are parted by commas. */
  static final Key<Network> HTTP_ALLOW = new Key<>("http.allow", "[]", Network::parse);

  static final Key<Boolean> OUTBOUND_ENABLED = new Key<>("outbound.enabled", "false", Values::yesOrNo);
  static final Key<String> OUTBOUND_BIND = new Key<>("outbound.bind", "127.0.0.1", Values::host);
  static final Key<Integer> OUTBOUND_PORT = new Key<>("outbound.port", "8084", Values::port);
  /** One network of the list. */
  static final Key<Network> OUTBOUND_ALLOW = new Key<>("outbound.allow", "[127.0.0.0/8, ::1]", Network::parse);
  static final Key<String> OUTBOUND_NAME = new Key<>("outbound.name", "", Values::holder);

  /** One rule of the list. */
  static final Key<DialRule> OUTGOING_DIAL = new Key<>("outgoing.dial", "[]", DialRule::parse);
  static final Key<Duration> OUTGOING_RING_TIMEOUT = new Key<>("outgoing.ringTimeout", "120s",
      Values.duration(Duration.ofSeconds(1), Duration.ofMinutes(10)));
  static final Key<Duration> OUTGOING_TIME_LIMIT = new Key<>("outgoing.timeLimit", "4h", Values.duration(Duration.ofSeconds(1), Duration.ofDays(1)));
  static final Key<Integer> OUTGOING_AT_ONCE = new Key<>("outgoing.atOnce", "100", Values.number(1, 10_000));
  static final Key<Optional<String>> OUTGOING_FALLBACK = new Key<>("outgoing.fallback", "", Values::extensionInContext);

  static final String ACCOUNTS = "accounts";

  static final List<Key<?>> ALL = with(List.of(
      FREESWITCH_HOST, FREESWITCH_PORT, FREESWITCH_PASSWORD, FREESWITCH_PROFILE, FREESWITCH_COMMAND_TIMEOUT,
      ANSWER_URL, ANSWER_METHOD, ANSWER_FALLBACK_URL, ANSWER_FALLBACK_METHOD, ANSWER_HANGUP_URL, ANSWER_HANGUP_METHOD,
      ANSWER_ACTION_ON_HANGUP, ANSWER_UNSUPPORTED, ANSWER_LAST_RESORT,
      CONFERENCE_MAX_MEMBERS, CONFERENCE_REJECT_CALLBACK, CONFERENCE_DIGIT_TIMEOUT, CONFERENCE_MUTE_ON_HOLD,
      OPERATOR_BIND, OPERATOR_PORT, OPERATOR_PASSWORD,
      SOUNDS_DIRECTORY, SOUNDS_SPEAK, SOUNDS_VOICES, SOUNDS_MAX_SIZE, SOUNDS_TIMEOUT, SOUNDS_MAX_LENGTH, SOUNDS_CACHE_SIZE,
      CALLBACKS_RETRY_FOR, CALLBACKS_EXTENDED, CALLBACKS_IN_FLIGHT, CALLBACKS_KEEP_DEAD, CALLBACKS_MEMORY, CALLBACKS_MEMORY_SIZE,
      STORE_PATH, TRACE_ENABLED, TRACE_KEEP, TRACE_MAX_SIZE,
      RECORDINGS_DIRECTORY, RECORDINGS_KEEP, RECORDINGS_MIN_FREE, RECORDINGS_USER, RECORDINGS_PASSWORD,
      HTTP_BIND, HTTP_PORT, HTTP_PUBLIC_URL, HTTP_ALLOW,
      OUTBOUND_ENABLED, OUTBOUND_BIND, OUTBOUND_PORT, OUTBOUND_ALLOW, OUTBOUND_NAME,
      OUTGOING_DIAL, OUTGOING_RING_TIMEOUT, OUTGOING_TIME_LIMIT, OUTGOING_AT_ONCE, OUTGOING_FALLBACK,
      TRANSCRIPTION_AT_ONCE, TRANSCRIPTION_RETRY_FOR), TRANSCRIPTION_AUTO, TRANSCRIPTION_HYBRID, TRANSCRIPTION_MANUAL);

  /** Those with a list of values; what the key says of one holds for each. */
  static final List<Key<?>> LISTS = List.of(HTTP_ALLOW, OUTBOUND_ALLOW, OUTGOING_DIAL, SOUNDS_SPEAK, TRANSCRIPTION_AUTO.command(), TRANSCRIPTION_HYBRID.command(),
      TRANSCRIPTION_MANUAL.command());

  /** Those with a section of names and values that the operator chooses; what the key says of one holds for each. */
  static final List<Key<?>> MAPS = List.of(SOUNDS_VOICES);

  private Keys() {}

  private static List<Key<?>> with(List<Key<?>> single, EngineKeys... engines) {
    return Stream.concat(single.stream(), Stream.of(engines).flatMap(engine -> engine.all().stream())).toList();
  }
}
