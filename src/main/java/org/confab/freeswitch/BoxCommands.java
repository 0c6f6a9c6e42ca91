package org.confab.freeswitch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.confab.esl.BackgroundJobs;
import org.confab.esl.Command;
import org.confab.esl.EslConnection;
import org.confab.esl.EslException;
import org.confab.esl.Replies;
import org.confab.freeswitch.SwitchEvent.Completed;

/**
 * What we can ask of a box. To be called on the box's context. Every future fails with an {@link EslException}: Closed while the box is not
 * connected, Failed with FreeSWITCH's words when it refuses.
 */
public final class BoxCommands {

  /** What touches a room can hang in FreeSWITCH for as long as somebody holds the room's lock; so it never runs on the connection's thread. */
  private static final Duration ROOM_DEADLINE = Duration.ofSeconds(20);

  private final BackgroundJobs jobs;
  private final Applications applications;
  private Optional<EslConnection> connection = Optional.empty();

  BoxCommands(BackgroundJobs jobs, Applications applications) {
    this.jobs = jobs;
    this.applications = applications;
  }

  void use(Optional<EslConnection> commands) {
    connection = commands;
  }

  private Future<EslConnection> connection() {
    return connection.map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(new EslException.Closed("not connected to FreeSWITCH")));
  }

  /** Runs an API function that neither waits nor touches a room; completes with what it printed, an error included. */
  Future<String> api(String function, String arguments) {
    return connection().compose(commands -> commands.send(Command.api(function, arguments))).map(Replies::text);
  }

  private Future<Void> apiOk(String function, String arguments) {
    return api(function, arguments).compose(reply -> Replies.isOk(reply) ? Future.succeededFuture()
        : Future.failedFuture(new EslException.Failed(function, reply)));
  }

  /** A channel variable's value; empty text if it has none or the channel is gone. */
  public Future<String> variable(String call, String name) {
    return api("uuid_getvar", call + " " + name).map(reply -> reply.equals("_undef_") || Replies.isError(reply) ? "" : reply);
  }

  /**
   * Runs the chain on the call, after the variables are set on it; completes when it is over, however that came. The call must run nothing else
   * of ours. Both commands are under way when this returns. Fails only if FreeSWITCH refuses; a lost connection is waited out, until a snapshot
   * shows what became of the call.
   */
  public Future<Completed> run(String call, Map<String, String> variables, Chain chain, Optional<String> fallback) {
    String id = applications.newId();
    Future<Completed> completed = applications.await(id, call);
    if (connection.isEmpty()) {
      applications.sentInVain(id);
      return completed;
    }
    EslConnection commands = connection.get();
    if (!variables.isEmpty()) {
      StringJoiner list = new StringJoiner(";", call + " ", "");
      variables.forEach((name, value) -> list.add(name + "=" + checkedValue(value)));
      commands.expectOk(Command.api("uuid_setvar_multi", list.toString())).onFailure(why -> sendFailed(id, why));
    }
    commands.expectOk(Command.execute(call, "execute_extension", chain.argument(id, fallback), id))
        .onFailure(why -> sendFailed(id, why));
    return completed;
  }

  private void sendFailed(String id, Throwable why) {
    if (why instanceof EslException.Failed) {
      applications.sendFailed(id, why);
    } else {
      applications.sentInVain(id);
    }
  }

  private static String checkedValue(String value) {
    if (value.indexOf(';') >= 0) {
      throw new IllegalArgumentException("a semicolon would begin another variable");
    }
    return value;
  }

  /** Deletes one scheduled task, and no other of the call's. */
  public Future<Void> cancelTask(String task) {
    return task.chars().allMatch(Character::isDigit) && !task.isEmpty() ? apiOk("sched_del", task)
        : Future.failedFuture(new EslException.Failed("sched_del", "a task's id is a number"));
  }

  /** Hangs the call up with a cause of FreeSWITCH's list. */
  public Future<Void> hangUp(String call, String cause) {
    return apiOk("uuid_kill", call + " " + cause);
  }

  /** Hangs the call up after that time (whole seconds, rounded up), whatever it does then. */
  public Future<Void> scheduleHangUp(String call, Duration after, String cause) {
    return apiOk("sched_hangup", "+" + Math.max(1, after.plusMillis(999).toSeconds()) + " " + call + " " + cause);
  }

  /** Moves the call to an extension: {@code <extension> XML <context>}. */
  public Future<Void> transfer(String call, String target) {
    return Chain.isFallback(target) ? apiOk("uuid_transfer", call + " " + target)
        : Future.failedFuture(new EslException.Failed("uuid_transfer", "not <extension> XML <context>"));
  }

  /** Pulls the call out of wherever it is into {@code park}; CHANNEL_PARK follows. */
  public Future<Void> park(String call) {
    return apiOk("uuid_transfer", call + " park inline");
  }

  /** Takes a member out of its room; the channel stays. One that is gone already is no failure. */
  public Future<Void> removeMember(String room, String memberId) {
    return conference(room, "hup " + memberId);
  }

  /** Takes everybody out of a room; the channels stay. */
  public Future<Void> emptyRoom(String room) {
    return conference(room, "hup all");
  }

  /** Mutes or unmutes a member without telling it. */
  public Future<Void> muteMember(String room, String memberId, boolean mute) {
    return conference(room, (mute ? "mute " : "unmute ") + memberId + " quiet");
  }

  private Future<Void> conference(String room, String command) {
    return connection().compose(commands -> jobs.run(commands, "conference", room + " " + command, ROOM_DEADLINE)).mapEmpty();
  }

  /** {@code conference json_list} as FreeSWITCH prints it. */
  Future<String> rooms() {
    return connection().compose(commands -> jobs.run(commands, "conference", "json_list compact", ROOM_DEADLINE));
  }

  /**
   * The calls of ours and the rooms of ours that the box has now. Calls that became known or were lost while this was asked may be on either side;
   * {@code show channels} is some 300 ms behind (mod_commands reads it from a database), so {@code known} calls are asked for by name.
   */
  public Future<BoxSnapshot> snapshot(Set<String> known) {
    return new Resync(this).snapshot(known).onSuccess(snapshot -> snapshot.calls().forEach(applications::resync));
  }

  /** The rooms of ours that FreeSWITCH knows. */
  public Future<List<BoxSnapshot.RoomFacts>> knownRooms() {
    return rooms().compose(new Resync(this)::rooms);
  }

  /** Whether FreeSWITCH's user can see that file. */
  public Future<Boolean> fileExists(String path) {
    return api("file_exists", path).map("true"::equals);
  }
}
