package org.confab.prove;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.confab.clock.VertxClock;
import org.confab.esl.Command;
import org.confab.esl.EslConnection;
import org.confab.esl.EslOptions;
import org.confab.esl.Event;
import org.confab.esl.Replies;

/** Callers who are loopback channels of the box itself (mod_loopback): one end is parked, the other runs the dialplan that leads to Confab. */
final class BoxPhones implements Phones, AutoCloseable {

  private static final long PATIENCE_SECONDS = 15;

  private final Context context;
  private final EslConnection connection;
  private final String target;
  private final Map<String, LoopbackPhone> byNumber;

  private BoxPhones(Context context, EslConnection connection, String target, Map<String, LoopbackPhone> byNumber) {
    this.context = context;
    this.connection = connection;
    this.target = target;
    this.byNumber = byNumber;
  }

  /**
   * Connects. Throws {@link IllegalStateException} that says why it cannot.
   *
   * @param number  that Confab's dialplan file takes
   * @param context in which it is
   */
  static BoxPhones connect(Vertx vertx, EslOptions options, String number, String context) {
    if (!number.matches("[0-9A-Za-z+*#_.-]+") || !context.matches("[A-Za-z0-9_.-]+")) {
      throw new IllegalStateException("'" + number + "' in '" + context + "' is not a number and a context");
    }
    Context here = vertx.getOrCreateContext();
    Map<String, LoopbackPhone> phones = new ConcurrentHashMap<>();
    EslConnection connection = result(here, () -> EslConnection.open(vertx.createNetClient(), options, new VertxClock(vertx), event -> on(phones, event)));
    BoxPhones box = new BoxPhones(here, connection, "loopback/" + number + "/" + context + "/XML", phones);
    result(here, () -> connection.expectOk(Command.subscribe(List.of("CHANNEL_CREATE", "CHANNEL_HANGUP_COMPLETE", "BACKGROUND_JOB"))));
    return box;
  }

  private static <T> T result(Context context, Supplier<Future<T>> asked) {
    Promise<T> done = Promise.promise();
    context.runOnContext(ignored -> asked.get().onComplete(done));
    try {
      return done.future().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException("FreeSWITCH did not answer within " + PATIENCE_SECONDS + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static void on(Map<String, LoopbackPhone> phones, Event event) {
    if (event.name().equals("BACKGROUND_JOB")) {
      String reply = new String(event.body(), java.nio.charset.StandardCharsets.UTF_8);
      if (reply.startsWith("-ERR")) {
        phones.values().stream().filter(phone -> phone.leg.equals(event.text("Job-UUID"))).forEach(phone -> phone.refused(reply.strip()));
      }
      return;
    }
    Optional.ofNullable(phones.get(event.text("Caller-Caller-ID-Number"))).ifPresent(phone -> phone.on(event));
  }

  /** What an API command replies. */
  String api(String function, String arguments) {
    return result(context, () -> connection.send(Command.api(function, arguments)).map(Replies::text));
  }

  @Override
  public Phone call(String from) {
    LoopbackPhone phone = new LoopbackPhone();
    byNumber.put(from, phone);
    result(context, () -> connection.expectOk(Command.bgapi("originate", "{origination_uuid=" + phone.leg + ",origination_caller_id_number=" + from
        + ",origination_caller_id_name=" + from + ",originate_timeout=120,ignore_early_media=true,loopback_bowout=false,loopback_bowout_on_execute=false}"
        + target + " &park()", phone.leg)));
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
    result(context, connection::close);
  }

  private final class LoopbackPhone implements Phone {
    private final String leg = UUID.randomUUID().toString();
    private final Set<String> up = new HashSet<>();
    private Optional<String> far = Optional.empty();
    private boolean begun;
    private boolean stranded;
    private String end = "";

    synchronized void on(Event event) {
      String uuid = event.text("Unique-ID");
      if (event.name().equals("CHANNEL_CREATE")) {
        begun = true;
        up.add(uuid);
        far = far.or(() -> Optional.of(uuid).filter(it -> !it.equals(leg)));
        return;
      }
      begun = true;
      up.remove(uuid);
      end = event.text("Hangup-Cause");
      String fallback = event.variable("confab_fallback").orElse("").split(" ")[0];
      stranded |= !fallback.isEmpty() && event.text("Caller-Destination-Number").equals(fallback);
    }

    synchronized void refused(String why) {
      begun = true;
      end = why;
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
      Optional<String> channel;
      synchronized (this) {
        channel = far.filter(up::contains);
      }
      return channel.map(uuid -> api("uuid_getvar", uuid + " conference_name")).filter(name -> name.startsWith("confab-"));
    }

    @Override
    public synchronized String position() {
      return up.isEmpty() ? "ended " + end : "channels " + up;
    }
  }
}
