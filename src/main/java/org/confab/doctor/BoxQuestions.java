package org.confab.doctor;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.esl.Command;
import org.confab.esl.EslConnection;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.esl.Replies;

/** FreeSWITCH, asked one thing after the other. Everything here blocks, and throws {@link EslException} where there is no answer. */
final class BoxQuestions implements AutoCloseable {

  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final Context context;
  private final Clock clock;
  private final EslOptions options;
  private final NetClient client;
  private final EslConnection commands;

  private BoxQuestions(Vertx vertx, Clock clock, EslOptions options) {
    this.context = vertx.getOrCreateContext();
    this.clock = clock;
    this.options = options;
    this.client = vertx.createNetClient();
    this.commands = wait(() -> EslConnection.open(client, options, clock, event -> { }));
  }

  /** The connection for commands. */
  static BoxQuestions open(Vertx vertx, Clock clock, Settings.FreeSwitch freeswitch) {
    return new BoxQuestions(vertx, clock, EslOptions.of(freeswitch.host(), freeswitch.port(), freeswitch.password().reveal())
        .withCommandTimeout(freeswitch.commandTimeout()));
  }

  /** What {@code fs_cli -x "<function> <arguments>"} prints. */
  String api(String function, String arguments) {
    return wait(() -> commands.send(Command.api(function, arguments)).map(Replies::text));
  }

  /** Opens the connection for events beside this one, and lets something happen that it is told of. */
  void hearEvents() {
    String job = "confab-doctor-" + UUID.randomUUID();
    Promise<Void> heard = Promise.promise();
    EslConnection events = wait(() -> EslConnection.open(client, options, clock, event -> {
      if (event.text("Job-UUID").equals(job)) {
        heard.tryComplete();
      }
    }));
    try {
      wait(() -> events.expectOk(Command.filter("Job-UUID", job)).compose(set -> events.expectOk(Command.subscribe(List.of("BACKGROUND_JOB"))))
          .compose(subscribed -> commands.expectOk(Command.bgapi("version", "short", job))));
      wait(heard::future);
    } finally {
      wait(events::close);
    }
  }

  private <T> T wait(Supplier<Future<T>> question) {
    Promise<T> answer = Promise.promise();
    context.runOnContext(ignored -> question.get().onComplete(answer));
    try {
      return answer.future().await(options.commandTimeout().plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new EslException.Closed("FreeSWITCH did not tell of it within " + options.commandTimeout().plus(MARGIN).toSeconds() + " s");
    }
  }

  @Override
  public void close() {
    wait(() -> commands.close().compose(closed -> client.close()));
  }
}
