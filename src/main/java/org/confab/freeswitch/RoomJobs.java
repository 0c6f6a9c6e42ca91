package org.confab.freeswitch;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.confab.clock.Clock;
import org.confab.esl.BackgroundJobs;
import org.confab.esl.EslConnection;
import org.confab.esl.EslException;
import org.confab.log.About;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said to rooms, one room at a time. A room whose lock is held answers nothing, and each command to it keeps a thread of FreeSWITCH's. So
 * one that does not answer twice in a row is quarantined: nothing is said to it until it answers what it was asked before. All rooms are never
 * listed at once: FreeSWITCH would wait for the held lock with the lock of all rooms in its hand (conference_api.c, conference_api_sub_json_list).
 */
final class RoomJobs {

  private static final Logger LOG = LoggerFactory.getLogger(RoomJobs.class);
  private static final Duration COMMAND = Duration.ofSeconds(20);
  private static final Duration QUESTION = Duration.ofSeconds(10);
  private static final Duration ASKED_AGAIN = Duration.ofMinutes(1);
  /** Each question to a room that hangs for ever keeps two threads of FreeSWITCH's for ever. */
  private static final Duration ASKED_AGAIN_AT_LEAST = Duration.ofMinutes(10);
  /** Of a name that no room of ours can have: says whether mod_conference answers at all. */
  private static final String NO_ROOM = Subscription.PREFIX + "none";
  /** A room has two locks: the first command takes that of its members, the second that of its mixer. Neither changes anything. */
  private static final String LIST = "json_list compact";
  private static final String MIXER = "play_status";

  private record Quarantine(Instant since, Duration pause, Clock.Timer again) {}

  private final BackgroundJobs jobs;
  private final Clock clock;
  private final Supplier<Future<EslConnection>> connection;
  private final BoxListener listener;
  private final Set<String> doubted = new HashSet<>();
  private final Set<String> askedAgain = new HashSet<>();
  private final Map<String, Quarantine> quarantined = new LinkedHashMap<>();
  private volatile Map<String, Instant> published = Map.of();

  RoomJobs(BackgroundJobs jobs, Clock clock, Supplier<Future<EslConnection>> connection, BoxListener listener) {
    this.jobs = jobs;
    this.clock = clock;
    this.connection = connection;
    this.listener = listener;
  }

  /** {@code conference <room> <command>}; fails at once for a room in quarantine. */
  Future<String> run(String room, String command) {
    return guarded(room, () -> ask(room, command, COMMAND));
  }

  /** {@code conference <room> json_list}, of a room that can also be mixed. */
  Future<String> list(String room) {
    return guarded(room, () -> question(room));
  }

  /** The rooms in quarantine, and since when; callable from anywhere. */
  Map<String, Instant> quarantined() {
    return published;
  }

  /** Another FreeSWITCH, or none any more. */
  void forget() {
    quarantined.values().forEach(each -> each.again().cancel());
    quarantined.clear();
    doubted.clear();
    askedAgain.clear();
    publish();
  }

  private Future<String> guarded(String room, Supplier<Future<String>> question) {
    if (quarantined.containsKey(room)) {
      return Future.failedFuture(new EslException.Quarantined(room));
    }
    return question.get().onFailure(why -> {
      if (why instanceof EslException.TimedOut) {
        doubt(room);
      }
    });
  }

  private Future<String> question(String room) {
    Future<String> list = ask(room, LIST, QUESTION);
    Future<String> mixer = ask(room, MIXER, QUESTION);
    return Future.join(list, mixer).map(both -> list.result());
  }

  private Future<String> ask(String room, String command, Duration deadline) {
    return connection.get().compose(commands -> jobs.run(commands, "conference", room + " " + command, deadline, () -> askAgain(room)));
  }

  /** The answer may have been lost on its way, or all of FreeSWITCH may be slow. */
  private void doubt(String room) {
    if (quarantined.containsKey(room) || !doubted.add(room)) {
      return;
    }
    Future<String> mine = question(room);
    Future<String> others = ask(NO_ROOM, LIST, QUESTION);
    Future.join(mine, others).onComplete(done -> {
      if (doubted.remove(room) && mine.cause() instanceof EslException.TimedOut) {
        quarantine(room, others.succeeded());
      }
    });
  }

  private void quarantine(String room, boolean alone) {
    LOG.error("FreeSWITCH does not answer for {} any more: something holds its lock, and its members most likely hear nothing. Nothing is said to it "
        + "until it answers; {}. FreeSWITCH's log may say what it waits for, a file for one; if it never ends, only a restart of FreeSWITCH "
        + "frees these calls.", About.room(room), alone ? "other rooms go on, and new callers of that conference get another room"
        : "nor does mod_conference answer for any other room");
    quarantined.put(room, again(room, clock.now(), ASKED_AGAIN));
    publish();
    listener.onEvent(new SwitchEvent.RoomQuarantined(room, alone));
  }

  private Quarantine again(String room, Instant since, Duration pause) {
    return new Quarantine(since, pause, clock.schedule(pause, () -> askAgain(room)));
  }

  /** What it was asked before has been answered, or that answer may have been lost. */
  private void askAgain(String room) {
    if (!quarantined.containsKey(room) || !askedAgain.add(room)) {
      return;
    }
    quarantined.get(room).again().cancel();
    question(room).onComplete(answer -> {
      if (askedAgain.remove(room)) {
        Quarantine before = quarantined.get(room);
        Duration pause = before.pause().multipliedBy(2);
        if (answer.failed()) {
          quarantined.put(room, again(room, before.since(), pause.compareTo(ASKED_AGAIN_AT_LEAST) < 0 ? pause : ASKED_AGAIN_AT_LEAST));
        } else {
          release(room, before.since());
        }
      }
    });
  }

  private void release(String room, Instant since) {
    LOG.warn("FreeSWITCH answers for {} again, after {} s.", About.room(room), Duration.between(since, clock.now()).toSeconds());
    quarantined.remove(room);
    publish();
    listener.onEvent(new SwitchEvent.RoomAnswers(room));
  }

  private void publish() {
    published = quarantined.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().since()));
  }
}
