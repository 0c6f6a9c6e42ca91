package org.confab.call;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.confab.callback.CallbackListener;
import org.confab.callback.Delivery;
import org.confab.callback.MemoryOutbox;
import org.confab.callback.Outbox;
import org.confab.config.Account;
import org.confab.config.DialRule;
import org.confab.config.Secret;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.esl.Backoff;
import org.confab.esl.EslOptions;
import org.confab.freeswitch.Box;
import org.confab.http.Attempts;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.metrics.Meters;
import org.confab.sound.Script;
import org.confab.sound.Sound;
import org.confab.sound.Sounds;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.confab.testing.SentCommand;

/**
 * The calls of a box whose FreeSWITCH and whose application do exactly what a test says, in its order: an Event Socket on which the test sends
 * the events, an application that answers by itself, and a clock that the test moves.
 */
final class TestedBox implements AutoCloseable {

  static final String WAY_OUT = "voicemail XML default";

  final Loop loop = new Loop();
  final FakeEventSocket server = new FakeEventSocket(loop.vertx());
  final ManualClock clock = new ManualClock();
  final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
  final Map<String, Map<String, String>> channels = new ConcurrentHashMap<>();
  volatile String rooms = "[]";
  volatile String coreUuid = "core-1";
  /** Whether modules are loaded. */
  volatile String modules = "true";
  volatile Function<HttpRequest, Future<HttpReply>> application = request -> replies(request, "<Response/>");
  final Calls calls;
  private final Box box;
  private volatile FakeEventSocket.Peer events;

  /** What was said to be played still. */
  final List<Path> stillPlaying = new CopyOnWriteArrayList<>();

  final TestedRecordings recordings = new TestedRecordings();
  /** What a text was asked of. */
  final List<String> transcripts = new CopyOnWriteArrayList<>();

  /** What sounds become; a test may replace it. */
  Function<Script, Future<Optional<Sound>>> rendering =
      script -> Future.succeededFuture(Optional.of(new Sound(Path.of("/sounds/heard.wav"), Duration.ofSeconds(1))));

  private final Unsupported unsupported;
  private final Optional<URI> fallback;
  final KeptMemory memory;
  private final Outbox outbox;
  private final Delivery delivery;

  TestedBox() {
    this(new Unsupported.Skip(), Optional.empty());
  }

  TestedBox(Unsupported unsupported, Optional<URI> fallback) {
    this(unsupported, fallback, new KeptMemory(), new MemoryOutbox(1000));
    connects();
  }

  private TestedBox(Unsupported unsupported, Optional<URI> fallback, KeptMemory memory, Outbox outbox) {
    this.unsupported = unsupported;
    this.fallback = fallback;
    this.memory = memory;
    this.outbox = outbox;
    server.onApi(this::api).onCommand(this::command);
    Settings plain = new Settings(
        new Settings.FreeSwitch("127.0.0.1", server.port(), new Secret(FakeEventSocket.PASSWORD), "confab", Duration.ofSeconds(10)),
        new Settings.Answer(Optional.of(URI.create("http://app/answer")), "POST", fallback, "POST",
            Optional.of(URI.create("http://app/hangup")), "POST", true, unsupported),
        new Settings.Conference(20, false), new Settings.Operator("127.0.0.1", 0),
        List.of(new Account("MAAAAAAAAAAAAAAAAAAA", List.of(new Secret("token")))), Settings.Sounds.in(Path.of("target", "sounds")),
        new Settings.Callbacks(Duration.ofHours(1), true), new Settings.Http(List.of()));
    Settings settings = new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(), plain.callbacks(),
        plain.http(), plain.store(), plain.recordings(), Settings.Transcription.NONE,
        Settings.Outgoing.to(List.of(new DialRule("*", "sofia/gateway/carrier/{to}"))));
    Attempts attempts = new Attempts(request -> {
      requests.add(request);
      return application.apply(request);
    }, clock);
    delivery = new Delivery(outbox, attempts, clock, id -> Signer.NONE, url -> RetryPolicy.DEFAULT,
        new Delivery.Options(Duration.ofHours(1), true), CallbackListener.NONE);
    calls = new Calls(settings, settings.accounts(), clock, attempts, delivery, sounds(), recordings,
        (recording, path, length) -> transcripts.add(path + " " + length.toMillis()), memory, new Meters(new SimpleMeterRegistry()));
    box = loop.run(() -> new Box(loop.vertx(), EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD), clock,
        Backoff.standard(() -> 0.5), calls));
    calls.drive(box);
  }

  /** For the first time. */
  void connects() {
    box.start();
    awaitConnected();
  }

  /**
   * Confab is killed. What it remembered and what it had not told yet is all that the next one has, which finds the channels and rooms that are
   * there, and is not connected yet ({@link #connects}).
   */
  TestedBox killed() {
    close();
    TestedBox next = new TestedBox(unsupported, fallback, memory.afterwards(), outbox);
    next.channels.putAll(channels);
    next.rooms = rooms;
    next.application = application;
    next.loop.advance(next.clock, Duration.between(next.clock.now(), clock.now()));
    return next;
  }

  /** Confab is told to stop, as by SIGTERM, up to where it takes no callbacks any more. */
  void stops() {
    loop.run(calls::stop);
    Loop.result(box.stop());
    loop.await(() -> delivery.drain(Duration.ofSeconds(5)));
  }

  /** Takes up what the Confab before left. */
  void takesUp() {
    loop.run(() -> {
      calls.restore();
      delivery.start();
    });
  }

  private Sounds sounds() {
    return new Sounds() {
      @Override
      public Future<Optional<Sound>> of(Script script) {
        return rendering.apply(script);
      }

      @Override
      public void stillPlays(Path file) {
        stillPlaying.add(file);
      }
    };
  }

  static Future<HttpReply> replies(HttpRequest request, String body) {
    return Future.succeededFuture(new HttpReply(200, Map.of(), body.getBytes(StandardCharsets.UTF_8), request.url(), request.trusted()));
  }

  private void awaitConnected() {
    awaitCommand(it -> it.line().equals("api show channels as json"));
    settle();
  }

  void command(FakeEventSocket.Peer peer, SentCommand command) {
    if (command.line().startsWith("event plain")) {
      events = peer;
    }
    server.answer(peer, command);
    if (command.line().startsWith("bgapi conference")) {
      String body = command.line().contains(" json_list") ? room(command.line().split(" ")[2]) : "+OK";
      events.send(plain(Map.of("Event-Name", "BACKGROUND_JOB", "Job-UUID", command.headers().get("job-uuid")), body));
    }
  }

  /** What FreeSWITCH says of one of the rooms. */
  private String room(String name) {
    for (Object room : new JsonArray(rooms)) {
      if (((JsonObject) room).getString("conference_name").equals(name)) {
        return new JsonArray().add(room).encode();
      }
    }
    return "-ERR Conference " + name + " not found";
  }

  private static String plain(Map<String, String> headers, String body) {
    String event = headers.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue() + "\n").collect(Collectors.joining())
        + "Content-Length: " + body.length() + "\n\n" + body;
    return "Content-Length: " + event.length() + "\nContent-Type: text/event-plain\n\n" + event;
  }

  String api(String call) {
    String[] words = call.split(" ");
    return switch (words[0]) {
      case "version" -> "1.11.1";
      case "global_getvar" -> coreUuid;
      case "module_exists" -> modules;
      case "show" -> "{\"row_count\":" + channels.size() + ",\"rows\":["
          + channels.keySet().stream().map(uuid -> "{\"uuid\":\"" + uuid + "\"}").collect(Collectors.joining(",")) + "]}";
      case "uuid_dump" -> dump(words[1]);
      case "uuid_exists" -> Boolean.toString(channels.containsKey(words[1]));
      case "uuid_getvar" -> channels.containsKey(words[1]) ? channels.get(words[1]).getOrDefault("variable_" + words[2], "_undef_")
          : "-ERR No such channel!";
      case "file_exists" -> Boolean.toString(words[1].startsWith("/sounds/"));
      default -> "+OK";
    };
  }

  private String dump(String uuid) {
    return channels.containsKey(uuid) ? channels.get(uuid).entrySet().stream()
        .map(each -> "\"" + each.getKey() + "\":\"" + each.getValue() + "\"").collect(Collectors.joining(",", "{", "}")) : "-ERR No such channel!";
  }

  /** The channel is a member of that room, as FreeSWITCH shows it; to be told by {@link #maintenance}. */
  void isIn(String uuid, String room) {
    channels.get(uuid).put("variable_current_application", "conference");
    channels.get(uuid).put("variable_conference_call_key", "key");
    rooms = "[{\"conference_name\":\"" + room + "\",\"conference_uuid\":\"uuid of " + room + "\",\"members\":[{\"uuid\":\"" + uuid
        + "\",\"id\":7}]}]";
  }

  /** The dialplan hands a call over, whose way out is that task. */
  void parks(String uuid, String task) {
    parks(uuid, Map.of("variable_last_sched_id", task, "variable_confab_fallback", WAY_OUT));
  }

  void parks(String uuid, Map<String, String> headers) {
    parks(uuid, headers, true);
  }

  void parks(String uuid, Map<String, String> headers, boolean settled) {
    Map<String, String> channel = new ConcurrentHashMap<>(headers);
    channel.put("Unique-ID", uuid);
    channel.putIfAbsent("variable_confab_answer_url", "default");
    channel.put("variable_current_application", "park");
    channels.put(uuid, channel);
    event(uuid, "CHANNEL_PARK", Map.of(), settled);
  }

  /** An event of that channel, with everything that the channel has. */
  void event(String uuid, String name, Map<String, String> headers) {
    event(uuid, name, headers, true);
  }

  /** The same from within a command of ours, or before the connections break, where nothing can be waited for. */
  void event(String uuid, String name, Map<String, String> headers, boolean settled) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Event-Name", name);
    all.putAll(headers);
    all.putAll(channels.getOrDefault(uuid, Map.of("Unique-ID", uuid)));
    all.putAll(headers);
    events.event(all.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue()).toArray(String[]::new));
    if (settled) {
      settle();
    }
  }

  void heartbeat() {
    events.event("Event-Name: HEARTBEAT", "Heartbeat-Interval: 20");
    settle();
  }

  void maintenance(String uuid, String action, String room, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(Map.of("Unique-ID", uuid, "Action", action, "Conference-Name", room,
        "Conference-Unique-ID", "uuid of " + room, "Member-ID", "7"));
    all.putAll(more);
    all.put("Event-Name", "CUSTOM");
    events.event(all.entrySet().stream().map(each -> each.getKey() + ": " + each.getValue()).toArray(String[]::new));
    settle();
  }

  void hangsUp(String uuid) {
    event(uuid, "CHANNEL_HANGUP_COMPLETE", Map.of("Hangup-Cause", "NORMAL_CLEARING", "Answer-State", "hangup"));
    channels.remove(uuid);
  }

  /** The chain ends: at its end, or because somebody transferred the call. */
  void chainEnds(Received chain, boolean finished, Map<String, String> headers) {
    String id = chain.command().headers().get("event-uuid");
    String uuid = chain.line().substring("sendmsg ".length());
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put("Application", "execute_extension");
    all.put("Application-UUID", id);
    all.put("variable_confab_step", finished ? id : "");
    event(uuid, "CHANNEL_EXECUTE_COMPLETE", all);
  }

  Received awaitCommand(Predicate<Received> wanted) {
    return server.awaitReceived(wanted);
  }

  /** The n-th chain on that call, from 1; waits for it. */
  Received awaitChain(String uuid, int n) {
    List<Received> found = new ArrayList<>();
    server.awaitReceived(it -> {
      List<Received> all = chains(uuid);
      if (all.size() < n) {
        return false;
      }
      found.add(all.get(n - 1));
      return true;
    });
    return found.get(0);
  }

  List<Received> chains(String uuid) {
    return server.received().stream().filter(it -> it.line().equals("sendmsg " + uuid) && it.command().body().contains("m:~:")).toList();
  }

  static String room(Received chain) {
    String body = chain.command().body();
    int start = body.indexOf("conference:") + "conference:".length();
    return body.substring(start, body.indexOf('@', start));
  }

  List<String> lines() {
    return server.received().stream().map(Received::line).toList();
  }

  List<HttpRequest> requests(String path) {
    return requests.stream().filter(request -> request.url().getPath().equals(path)).toList();
  }

  List<String> conferenceActions() {
    return requests("/callback").stream().map(request -> request.parameters().get("ConferenceAction")).toList();
  }

  /** Both connections break; what FreeSWITCH says meanwhile is lost. */
  void disconnects() {
    server.peers().forEach(FakeEventSocket.Peer::close);
    awaitDisconnected();
  }

  void awaitDisconnected() {
    server.awaitOpen(0);
    while (box.status().connected()) {
      loop.run(() -> { });
    }
  }

  void reconnects() {
    reconnects(Duration.ofMillis(200));
  }

  /** @param after how long they are away: the first attempt is made as soon as it is due */
  void reconnects(Duration after) {
    server.forget();
    loop.advance(clock, after);
    awaitConnected();
  }

  void advance(Duration by) {
    loop.advance(clock, by);
    settle();
  }

  /** What was sent before this has been dealt with: a command of our own has gone round after it, several times. */
  void settle() {
    if (!box.status().connected()) {
      loop.run(() -> { });
      return;
    }
    for (int i = 0; i < 4; i++) {
      loop.await(() -> box.commands().fileExists("settled"));
    }
  }

  Box box() {
    return box;
  }

  @Override
  public void close() {
    Loop.result(box.stop());
    loop.close();
  }
}
