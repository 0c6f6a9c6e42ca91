package org.confab.prove;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.confab.clock.VertxClock;
import org.confab.esl.Command;
import org.confab.esl.EslConnection;
import org.confab.esl.EslOptions;
import org.confab.esl.Event;
import org.confab.esl.Replies;

/** Callers who are loopback channels of the box itself (mod_loopback): one end is parked, the other runs the dialplan that leads to Confab. */
public final class BoxPhones implements Phones, AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;
  private static final long SECOND = 1_000_000_000L;
  /** Each call is two sessions, and the box may have others. */
  private static final double SESSIONS_PER_CALL = 2.5;

  private final Context context;
  private final String target;
  private final Map<String, LoopbackPhone> byNumber = new ConcurrentHashMap<>();
  /** Both ends; a channel's caller number changes when it is answered, its id does not. */
  private final Map<String, LoopbackPhone> byChannel = new ConcurrentHashMap<>();
  /** Kept, since a client that nobody refers to is collected, and its connections are closed. */
  private final NetClient client;
  private final EslConnection connection;
  private volatile Optional<String> lost = Optional.empty();
  private final long betweenCalls;
  private long nextCall = System.nanoTime();

  private BoxPhones(Vertx vertx, EslOptions options, String target) {
    this.context = vertx.getOrCreateContext();
    this.target = target;
    this.client = vertx.createNetClient();
    this.connection = result(() -> EslConnection.open(client, options, new VertxClock(vertx), this::on));
    connection.closed().onFailure(why -> lost = Optional.of(why.getMessage()));
    result(() -> connection.expectOk(Command.subscribe(List.of("CHANNEL_CREATE", "CHANNEL_HANGUP_COMPLETE", "BACKGROUND_JOB"))));
    this.betweenCalls = (long) (SESSIONS_PER_CALL * SECOND / limit("sps", 30));
  }

  /**
   * Connects. Throws {@link IllegalStateException} that says why it cannot.
   *
   * @param number  that Confab's dialplan file takes
   * @param context in which it is
   */
  public static BoxPhones connect(Vertx vertx, EslOptions options, String number, String context) {
    if (!isTarget(number, context)) {
      throw new IllegalStateException("'" + number + "' in '" + context + "' is not a number and a context");
    }
    return new BoxPhones(vertx, options, "loopback/" + number + "/" + context + "/XML");
  }

  /** Whether these can be called: a number and a context in which nothing is syntax to FreeSWITCH. */
  public static boolean isTarget(String number, String context) {
    return number.matches("[0-9A-Za-z+*#_.-]+") && context.matches("[A-Za-z0-9_.-]+");
  }

  private <T> T result(Supplier<Future<T>> asked) {
    Promise<T> done = Promise.promise();
    context.runOnContext(ignored -> asked.get().onComplete(done));
    try {
      return done.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(lost.map(why -> "the Event Socket connection of the callers is gone: " + why)
          .orElse(failed.getCause().getMessage()), failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("FreeSWITCH did not answer within " + PATIENCE_SECONDS + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void on(Event event) {
    if (event.name().equals("BACKGROUND_JOB")) {
      String reply = new String(event.body(), StandardCharsets.UTF_8);
      if (reply.startsWith("-ERR")) {
        Optional.ofNullable(byChannel.get(event.text("Job-UUID"))).ifPresent(phone -> phone.refused(reply.strip()));
      }
      return;
    }
    String channel = event.text("Unique-ID");
    if (event.name().equals("CHANNEL_CREATE")) {
      Optional.ofNullable(byNumber.get(event.text("Caller-Caller-ID-Number"))).ifPresent(phone -> byChannel.putIfAbsent(channel, phone));
    }
    Optional.ofNullable(byChannel.get(channel)).ifPresent(phone -> phone.on(event));
  }

  /** What an API command replies. */
  String api(String function, String arguments) {
    return result(() -> connection.send(Command.api(function, arguments)).map(Replies::text));
  }

  /** A limit of the box, as {@code fsctl} names it. */
  int limit(String name, int otherwise) {
    String number = api("fsctl", name).replaceAll("(?s).*: *([0-9]{1,7})\\b.*", "$1");
    return number.matches("[1-9][0-9]*") ? Integer.parseInt(number) : otherwise;
  }

  /**
   * Calls the number while no Confab is there, and hangs up.
   *
   * @return what keeps the calls of this number from Confab, or from the application that is to be told of them; empty if nothing does
   */
  Optional<String> problem() {
    LoopbackPhone phone = place("49999999");
    try {
      for (long patience = System.nanoTime() + PATIENCE_SECONDS * SECOND; System.nanoTime() < patience && phone.isUp(); ) {
        Optional<String> far = phone.far();
        if (far.isPresent() && channelVariable(far.get(), "current_application").equals("park")) {
          return problem(far.get());
        }
        LockSupport.parkNanos(20_000_000);
      }
      return Optional.of("it does not come to 'park' (" + phone.position() + "): is 00_confab.xml in the folder of that context, is that"
          + " number in its line marked EDIT, and was 'fs_cli -x reloadxml' run? --number and --context name another");
    } finally {
      phone.hangUp();
      byNumber.remove("49999999");
    }
  }

  private Optional<String> problem(String channel) {
    if (!channelVariable(channel, "confab_answer_url").equals("default")) {
      return Optional.of("the dialplan does not set confab_answer_url=default for it, so that your own application would be asked;"
          + " --number names another");
    }
    return List.of("confab_hangup_url", "confab_fallback_url").stream().filter(name -> !channelVariable(channel, name).isEmpty()).findFirst()
        .map(name -> "the dialplan sets " + name + " for it, so that your own application would be told; --number names another")
        .or(() -> channelVariable(channel, "confab_fallback").isEmpty() ? Optional.of("the dialplan sets no confab_fallback for it; see freeswitch-conf")
            : Optional.empty());
  }

  private String channelVariable(String channel, String name) {
    String value = api("uuid_getvar", channel + " " + name);
    return value.equals("_undef_") || value.startsWith("-ERR") ? "" : value;
  }

  @Override
  public boolean takesCalls() {
    return System.nanoTime() - nextCall >= 0;
  }

  @Override
  public Phone call(String from) {
    nextCall = System.nanoTime() + betweenCalls;
    return place(from);
  }

  private LoopbackPhone place(String from) {
    LoopbackPhone phone = new LoopbackPhone();
    byNumber.put(from, phone);
    byChannel.put(phone.leg, phone);
    String variables = "origination_uuid=" + phone.leg + ",origination_caller_id_number=" + from + ",origination_caller_id_name=" + from
        + ",originate_timeout=120,ignore_early_media=true,loopback_bowout=false,loopback_bowout_on_execute=false";
    result(() -> connection.expectOk(Command.bgapi("originate", "{" + variables + "}" + target + " &park()", phone.leg)));
    return phone;
  }

  @Override
  public void kick(String room, String memberId) {
    api("conference", room + " hup " + memberId);
  }

  /** Ends every call that was placed here. */
  @Override
  public void close() {
    byNumber.values().stream().filter(LoopbackPhone::isUp).forEach(LoopbackPhone::hangUp);
    result(() -> connection.close().compose(closed -> client.close()));
  }

  private final class LoopbackPhone implements Phone {
    private final String leg = UUID.randomUUID().toString();
    private final Set<String> up = ConcurrentHashMap.newKeySet();
    private Optional<String> far = Optional.empty();
    private boolean begun;
    private boolean stranded;
    private String end = "";
    /** What FreeSWITCH told of the far channel when it ended. */
    private Optional<Event> last = Optional.empty();

    synchronized void on(Event event) {
      String channel = event.text("Unique-ID");
      begun = true;
      if (event.name().equals("CHANNEL_CREATE")) {
        up.add(channel);
        far = far.or(() -> Optional.of(channel).filter(it -> !it.equals(leg)));
        return;
      }
      up.remove(channel);
      last = last.or(() -> Optional.of(event).filter(it -> !channel.equals(leg)));
      end = event.text("Hangup-Cause");
      String fallback = event.variable("confab_fallback").orElse("").split(" ")[0];
      stranded |= !fallback.isEmpty() && event.text("Caller-Destination-Number").equals(fallback);
    }

    synchronized void refused(String why) {
      begun = true;
      end = end.isEmpty() ? why : end;
    }

    synchronized Optional<String> far() {
      return far.filter(up::contains);
    }

    @Override
    public void press(String keys) {
      api("uuid_send_dtmf", leg + " " + keys);
    }

    @Override
    public void hangUp() {
      api("uuid_kill", leg);
    }

    @Override
    public synchronized boolean isUp() {
      return !begun || !up.isEmpty();
    }

    @Override
    public synchronized boolean isStranded() {
      return stranded;
    }

    @Override
    public Optional<String> room() {
      return far().map(channel -> channelVariable(channel, "conference_name")).filter(name -> name.startsWith("confab-"));
    }

    @Override
    public synchronized Optional<String> channel() {
      return far;
    }

    @Override
    public String variable(String name) {
      String value = far().map(channel -> channelVariable(channel, name)).orElse("");
      return value.isEmpty() ? atItsEnd(name) : value;
    }

    private synchronized String atItsEnd(String name) {
      return last.flatMap(event -> event.variable(name)).orElse("");
    }

    @Override
    public synchronized String position() {
      return !begun ? "not begun" : up.isEmpty() ? "ended, " + end : "channels " + String.join(" and ", up);
    }
  }
}
