package org.confab.freeswitch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.confab.esl.Event;
import org.confab.freeswitch.SwitchEvent.Completed;

/** The chains that run on channels, by the Event-UUID under which each was sent, until FreeSWITCH says how they ended. */
final class Applications {

  private record Running(String call, Promise<Completed> completed, boolean sentInVain) {}

  private final Map<String, Running> running = new HashMap<>();
  private final Map<String, Set<String>> idsByCall = new HashMap<>();
  private final String prefix;
  private final Consumer<Completed> listener;
  private long started;

  /**
   * @param prefix   makes the ids ours, and those of this start of Confab
   * @param listener hears of each ending, before whoever waits for it
   */
  Applications(String prefix, Consumer<Completed> listener) {
    this.prefix = prefix;
    this.listener = listener;
  }

  String newId() {
    return prefix + Long.toString(++started, 36);
  }

  int running() {
    return running.size();
  }

  Future<Completed> await(String id, String call) {
    Promise<Completed> completed = Promise.promise();
    running.put(id, new Running(call, completed, false));
    idsByCall.computeIfAbsent(call, first -> new LinkedHashSet<>()).add(id);
    return completed.future();
  }

  void sendFailed(String id, Throwable why) {
    remove(id).ifPresent(it -> it.completed().tryFail(why));
  }

  /** Takes a CHANNEL_EXECUTE_COMPLETE. Only execute_extension itself carries our id; the applications within it have their own. */
  void completed(Event event) {
    String id = event.text("Application-UUID");
    remove(id).ifPresent(it -> {
      Map<String, String> variables = event.variable("last_sched_id").map(task -> Map.of("last_sched_id", task)).orElse(Map.of());
      boolean finished = event.variable(Chain.STEP).filter(id::equals).isPresent();
      Completed.Ending ending = SwitchEvents.hungUp(event) ? Completed.Ending.HUNG_UP
          : finished ? Completed.Ending.FINISHED : Completed.Ending.TRANSFERRED;
      complete(it, new Completed(it.call(), ending, variables));
    });
  }

  /** The call is over, and with it whatever ran on it. */
  void hungUp(String call) {
    idsOf(call).forEach(id -> end(id, new Completed(call, Completed.Ending.HUNG_UP, Map.of())));
  }

  /**
   * After a lost connection: a chain whose mark is on the channel ended while nobody listened; one that was sent into the broken connection, on a
   * channel that waits in park, never began.
   */
  void resync(ChannelFacts channel) {
    for (String id : idsOf(channel.uuid())) {
      Map<String, String> variables = channel.variable("last_sched_id").map(task -> Map.of("last_sched_id", task)).orElse(Map.of());
      if (channel.variable(Chain.STEP).filter(id::equals).isPresent()) {
        end(id, new Completed(channel.uuid(), Completed.Ending.FINISHED, variables));
      } else if (isSentInVain(id) && channel.isIdle()) {
        end(id, new Completed(channel.uuid(), Completed.Ending.NEVER_RAN, variables));
      }
    }
  }

  private boolean isSentInVain(String id) {
    return Optional.ofNullable(running.get(id)).filter(Running::sentInVain).isPresent();
  }

  /** What hears of one ending may end others, so that the id can be gone by now. */
  private void end(String id, Completed how) {
    remove(id).ifPresent(it -> complete(it, how));
  }

  private void complete(Running ended, Completed how) {
    listener.accept(how);
    ended.completed().complete(how);
  }

  private Optional<Running> remove(String id) {
    Optional<Running> removed = Optional.ofNullable(running.remove(id));
    removed.ifPresent(it -> idsByCall.computeIfPresent(it.call(), (call, ids) -> {
      ids.remove(id);
      return ids.isEmpty() ? null : ids;
    }));
    return removed;
  }

  /** The connection broke before the reply: the chain runs, or it does not. {@link #resync} finds out. */
  void sentInVain(String id) {
    running.computeIfPresent(id, (same, it) -> new Running(it.call(), it.completed(), true));
  }

  private List<String> idsOf(String call) {
    return List.copyOf(idsByCall.getOrDefault(call, Set.of()));
  }
}
