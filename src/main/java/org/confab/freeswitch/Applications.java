package org.confab.freeswitch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.esl.Event;
import org.confab.freeswitch.SwitchEvent.Completed;

/** The chains that run on channels, by the Event-UUID under which each was sent, until FreeSWITCH says how they ended. */
final class Applications {

  private record Running(String call, Promise<Completed> completed) {}

  private final Map<String, Running> running = new HashMap<>();
  private final String prefix;
  private long started;

  /** @param prefix makes the ids ours, and those of this start of Confab */
  Applications(String prefix) {
    this.prefix = prefix;
  }

  String newId() {
    return prefix + Long.toString(++started, 36);
  }

  Future<Completed> await(String id, String call) {
    Promise<Completed> completed = Promise.promise();
    running.put(id, new Running(call, completed));
    return completed.future();
  }

  void sendFailed(String id, Throwable why) {
    Optional.ofNullable(running.remove(id)).ifPresent(it -> it.completed().tryFail(why));
  }

  /** Takes a CHANNEL_EXECUTE_COMPLETE. Only execute_extension itself carries our id; the applications within it have their own. */
  void completed(Event event) {
    String id = event.text("Application-UUID");
    Running it = running.remove(id);
    if (it != null) {
      Map<String, String> variables = event.variable("last_sched_id").map(task -> Map.of("last_sched_id", task)).orElse(Map.of());
      boolean finished = event.variable(Chain.STEP).filter(id::equals).isPresent();
      Completed.Ending ending = SwitchEvents.hungUp(event) ? Completed.Ending.HUNG_UP
          : finished ? Completed.Ending.FINISHED : Completed.Ending.TRANSFERRED;
      it.completed().complete(new Completed(it.call(), ending, variables));
    }
  }

  /** The call is over, and with it whatever ran on it. */
  void hungUp(String call) {
    idsOf(call).forEach(id -> running.remove(id).completed().complete(new Completed(call, Completed.Ending.HUNG_UP, Map.of())));
  }

  /** After a lost connection: a chain whose mark is on the channel ended while nobody listened. */
  void resync(ChannelFacts channel) {
    for (String id : idsOf(channel.uuid())) {
      if (channel.variable(Chain.STEP).filter(id::equals).isPresent()) {
        Map<String, String> variables = channel.variable("last_sched_id").map(task -> Map.of("last_sched_id", task)).orElse(Map.of());
        running.remove(id).completed().complete(new Completed(channel.uuid(), Completed.Ending.FINISHED, variables));
      }
    }
  }

  private List<String> idsOf(String call) {
    return running.entrySet().stream().filter(entry -> entry.getValue().call().equals(call)).map(Map.Entry::getKey).toList();
  }
}
