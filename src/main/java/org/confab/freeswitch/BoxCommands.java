package org.confab.freeswitch;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.confab.clock.Clock;
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

  private static final Duration BACKGROUND_DEADLINE = Duration.ofSeconds(20);
  /** A channel's id can be a SIP Call-ID, which the caller chose: nothing in it may separate, quote or expand. */
  private static final Pattern WORD = Pattern.compile("[^\\s\\p{Cntrl}\"'\\\\$;]+");
  static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z0-9_.-]+");
  /** What is one word, and no syntax, wherever FreeSWITCH is given it. */
  static final Pattern PATH = Pattern.compile("/[A-Za-z0-9_./-]+");
  private static final String CANNOT_RECORD = "-ERR Cannot record";
  /** What uuid_setvar_multi reads as more than a value (mod_commands.c, switch_separate_string), or FreeSWITCH expands. */
  private static final Pattern VALUE = Pattern.compile("[^;'\\\\$]*");

  private final BackgroundJobs jobs;
  private final Applications applications;
  private final RoomListing listing;
  private final RoomJobs rooms;
  private final ConferenceCommands conference;
  private Optional<EslConnection> connection = Optional.empty();

  BoxCommands(BackgroundJobs jobs, Applications applications, Clock clock, BoxListener listener) {
    this.jobs = jobs;
    this.applications = applications;
    this.rooms = new RoomJobs(jobs, clock, this::connection, listener);
    this.conference = new ConferenceCommands(rooms);
    this.listing = new RoomListing(room -> rooms.list(room).compose(printed -> new Resync(this).room(room, printed)));
  }

  RoomJobs rooms() {
    return rooms;
  }

  void use(Optional<EslConnection> commands) {
    connection = commands;
  }

  Future<EslConnection> connection() {
    return connection.map(Future::succeededFuture)
        .orElseGet(() -> Future.failedFuture(new EslException.Closed("not connected to FreeSWITCH")));
  }

  /** Runs an API function that neither waits nor touches a room; completes with what it printed, an error included. */
  Future<String> api(String function, String arguments) {
    return connection().compose(commands -> commands.send(Command.api(function, arguments))).map(Replies::text);
  }

  Future<Void> apiOk(String function, String arguments) {
    return api(function, arguments).compose(reply -> Replies.isOk(reply) ? Future.succeededFuture()
        : Future.failedFuture(new EslException.Failed(function, reply)));
  }

  /** A channel variable's value; empty text if it has none or the channel is gone. */
  public Future<String> variable(String call, String name) {
    return words(call, name).compose(both -> api("uuid_getvar", both))
        .map(reply -> reply.equals("_undef_") || Replies.isError(reply) ? "" : reply);
  }

  /** Whether FreeSWITCH has that call (still). */
  public Future<Boolean> exists(String call) {
    return words(call).compose(one -> api("uuid_exists", one)).map("true"::equals);
  }

  /** Sets a channel variable; fails if FreeSWITCH refuses. */
  public Future<Void> set(String call, String name, String value) {
    return words(call, name, value).compose(all -> apiOk("uuid_setvar", all));
  }

  /**
   * Runs the chain on the call under that id ({@link #newChain}), after the variables are set on it; completes when it is over, however that came. The call must run nothing else
   * of ours. Both commands are under way when this returns. Fails only if FreeSWITCH refuses; a lost connection is waited out, until a snapshot
   * shows what became of the call.
   */
  public Future<Completed> run(String call, String id, Map<String, String> variables, Chain chain, Optional<String> fallback) {
    if (!isWord(call) || !variables.entrySet().stream().allMatch(BoxCommands::isVariable)) {
      return Future.failedFuture(new EslException.Refused("a call or a variable with characters that are syntax to FreeSWITCH"));
    }
    if (!fallback.map(Chain::isFallback).orElse(true)) {
      return Future.failedFuture(new EslException.Refused("a way out that is not <extension> XML <context>"));
    }
    Future<Completed> completed = applications.await(id, call);
    if (connection.isEmpty()) {
      applications.sentInVain(id);
      return completed;
    }
    EslConnection commands = connection.get();
    if (!variables.isEmpty()) {
      StringJoiner list = new StringJoiner(";", call + " ", "");
      variables.forEach((name, value) -> list.add(name + "=" + value));
      commands.expectOk(Command.api("uuid_setvar_multi", list.toString())).onFailure(why -> sendFailed(id, why));
    }
    commands.expectOk(Command.execute(call, "execute_extension", chain.argument(id, fallback), id))
        .onFailure(why -> sendFailed(id, why));
    return completed;
  }

  /** An id for the next chain that is run, of no other chain of this or any other start. */
  public String newChain() {
    return applications.newId();
  }

  /** A chain of the Confab before: completes when it is over; the next snapshot tells whether it ended already, or never began. */
  public Future<Completed> resume(String call, String id) {
    Future<Completed> completed = applications.await(id, call);
    applications.sentInVain(id);
    return completed;
  }

  /** The call is over, though no event told of it: what was run on it has ended. */
  public void over(String call) {
    applications.hungUp(call);
  }

  /** How many chains are waited for. */
  public int running() {
    return applications.running();
  }

  private void sendFailed(String id, Throwable why) {
    if (why instanceof EslException.Failed) {
      applications.sendFailed(id, why);
    } else {
      applications.sentInVain(id);
    }
  }

  /** Whether the text is one word to whatever reads it, and can be sent at all. */
  static boolean isWord(String text) {
    return WORD.matcher(text).matches() && isSendable(text);
  }

  static boolean isVariable(Map.Entry<String, String> variable) {
    return VARIABLE.matcher(variable.getKey()).matches() && VALUE.matcher(variable.getValue()).matches() && isSendable(variable.getValue());
  }

  /** No line break, no NUL, no half characters: what {@link Command} would refuse. */
  static boolean isSendable(String text) {
    return text.codePoints().noneMatch(c -> c == '\n' || c == '\r' || c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /** The words with a blank between them; fails if one of them is no word. */
  static Future<String> words(String... words) {
    return Stream.of(words).allMatch(BoxCommands::isWord) ? Future.succeededFuture(String.join(" ", words))
        : Future.failedFuture(new EslException.Refused("a value with characters that are syntax to FreeSWITCH"));
  }

  /** Deletes one scheduled task, and no other of the call's. */
  public Future<Void> cancelTask(String task) {
    return NUMBER.matcher(task).matches() ? apiOk("sched_del", task)
        : Future.failedFuture(new EslException.Refused("a task's id is a number"));
  }

  /**
   * Ends the {@code playback} or {@code sleep} that runs on the call; the next step of its chain follows. Does nothing between two applications,
   * and nothing of it is left for the next one (mod_commands.c, break_function; switch_core_session.c, switch_core_session_exec clears the flag).
   */
  public Future<Void> stopApplication(String call) {
    return words(call).compose(same -> apiOk("uuid_break", same));
  }

  /** Hangs the call up with a cause of FreeSWITCH's list. */
  public Future<Void> hangUp(String call, String cause) {
    return words(call, cause).compose(both -> apiOk("uuid_kill", both));
  }

  /** Hangs the call up after that time (whole seconds, rounded up), whatever it does then. */
  public Future<Void> scheduleHangUp(String call, Duration after, String cause) {
    return words("+" + Math.max(1, after.plusMillis(999).toSeconds()), call, cause).compose(all -> apiOk("sched_hangup", all));
  }

  /** Moves the call to an extension: {@code <extension> XML <context>}. */
  public Future<Void> transfer(String call, String target) {
    return Chain.isFallback(target) ? words(call).compose(same -> apiOk("uuid_transfer", same + " " + target))
        : Future.failedFuture(new EslException.Refused("not <extension> XML <context>"));
  }

  /** Pulls the call out of wherever it is into {@code park}; CHANNEL_PARK follows. */
  public Future<Void> park(String call) {
    return words(call, "park", "inline").compose(all -> apiOk("uuid_transfer", all));
  }

  /** What can be said to its rooms. */
  public ConferenceCommands conference() {
    return conference;
  }

  /**
   * The calls of ours and the rooms of ours that the box has now. Calls that became known or were lost while this was asked may be on either side;
   * {@code show channels} is some 300 ms behind (mod_commands reads it from a database), so {@code known} calls are asked for by name.
   *
   * @param rooms those that may be there; others are asked for if one of the calls says that it is in them
   */
  public Future<BoxSnapshot> snapshot(Set<String> known, Set<String> rooms) {
    return new Resync(this).snapshot(known, rooms);
  }

  /** Completes the chains of which the snapshot shows how they ended, or that they never began. */
  public void resynced(BoxSnapshot snapshot) {
    snapshot.calls().forEach(applications::resync);
  }

  /**
   * That room as it is now, or a little later; empty if FreeSWITCH has none of that name. Cheap to ask for many times at once. Fails also if the room
   * does not answer.
   */
  public Future<Optional<BoxSnapshot.RoomFacts>> room(String name) {
    return words(name).compose(listing::get);
  }

  /** Whether FreeSWITCH has that module loaded. */
  public Future<Boolean> hasModule(String module) {
    return words(module).compose(name -> api("module_exists", name)).map("true"::equals);
  }

  /**
   * Whether FreeSWITCH's user can write there, for it tries: a short file is left behind at that path if it can. A call of mod_loopback's {@code null}
   * records into it and is hung up at once; no other call and no subscription sees that. Fails where FreeSWITCH could not be asked, without mod_loopback
   * for one. (uuid_record opens the file before it answers: mod_commands.c, session_record_function.)
   *
   * @param path absolute, of letters, digits and {@code _ . / -}; what is there is overwritten
   */
  public Future<Boolean> canWrite(String path) {
    if (!PATH.matcher(path).matches()) {
      return Future.failedFuture(new EslException.Refused("not a path of letters, digits and _ . / -"));
    }
    String call = UUID.randomUUID().toString();
    // should Confab end here, the call ends by itself
    return background("originate", "{origination_uuid=" + call + ",process_cdr=false}null/confab &sleep(5000)").compose(answered -> Replies.isOk(answered)
        ? background("uuid_record", call + " start " + path).eventually(() -> background("uuid_kill", call).otherwiseEmpty())
        : Future.failedFuture(new EslException.Failed("originate null/confab", answered))
    ).compose(recorded -> Replies.isOk(recorded) || recorded.startsWith(CANNOT_RECORD) ? Future.succeededFuture(Replies.isOk(recorded))
        : Future.failedFuture(new EslException.Failed("uuid_record", recorded)));
  }

  /** What a disk that hangs would keep waiting. */
  private Future<String> background(String function, String arguments) {
    return connection().compose(commands -> jobs.run(commands, function, arguments, BACKGROUND_DEADLINE));
  }

  /** Whether there is such a file that FreeSWITCH's user can get to; not whether it may read it (switch_apr.c, switch_file_exists: stat). */
  public Future<Boolean> fileExists(String path) {
    return api("file_exists", path).map("true"::equals);
  }
}
