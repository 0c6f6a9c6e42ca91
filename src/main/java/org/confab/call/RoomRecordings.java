package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.confab.clock.Clock;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.conference.Occurrence;
import org.confab.conference.RecordSettings;
import org.confab.conference.Room;
import org.confab.conference.RoomName;
import org.confab.conference.RoomRecording;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.BoxSnapshot;
import org.confab.freeswitch.SwitchEvent;
import org.confab.log.About;
import org.confab.plivo.Printable;
import org.confab.plivo.RecordingParameters;
import org.confab.recording.RecordingFile;
import org.confab.recording.RecordingFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recordings of rooms: what the rules want of them is said to FreeSWITCH, and when the file is closed, the application is told and the text is
 * asked for. A room is recorded into one file at a time; its id and its path are made when it begins.
 */
final class RoomRecordings {

  private static final Logger LOG = LoggerFactory.getLogger(RoomRecordings.class);

  /** FreeSWITCH closes a file after it has taken the room, or the recording, from its list (mod_conference.c, conference_record.c). */
  private static final Duration CLOSING = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** Why there will be no recording; for whoever ordered it. */
  static final class NotRecorded extends RuntimeException {
    NotRecorded(String why) {
      super(why, null, false, false);
    }
  }

  private final BoxCommands box;
  private final Clock clock;
  private final RoomCommands rooms;
  private final ConferenceBook book;
  private final ConferenceCallbacks callbacks;
  private final RecordingFiles files;
  private final Transcripts transcripts;
  private final Memory memory;
  private final BiConsumer<ConferenceKey, Occurrence> happens;
  private final Map<String, RememberedRecording> kept = new LinkedHashMap<>();
  /** The last of each room, by id. */
  private final Map<RoomName, String> latest = new HashMap<>();
  /** Who waits for the end of one, by id. */
  private final Map<String, Promise<Void>> ends = new HashMap<>();
  /** The calls that asked, while they are known. */
  private final Map<String, Call> asking = new HashMap<>();
  /** Those whose end was not seen, and when each began, until that was told. */
  private final Map<RecordingFile, Optional<Instant>> sought = new HashMap<>();
  private Function<RememberedCall, Call> revival = before -> {
    throw new IllegalStateException("no call of the Confab before is expected");
  };
  private boolean mp3 = true;
  private boolean stopped;

  /** @param happens what the rules are to be told of a room */
  RoomRecordings(BoxCommands box, Clock clock, RoomCommands rooms, ConferenceBook book, ConferenceCallbacks callbacks, RecordingFiles files,
      Transcripts transcripts, Memory memory, BiConsumer<ConferenceKey, Occurrence> happens) {
    this.box = box;
    this.clock = clock;
    this.rooms = rooms;
    this.book = book;
    this.callbacks = callbacks;
    this.files = files;
    this.transcripts = transcripts;
    this.memory = memory;
    this.happens = happens;
  }

  /** Takes over those of the Confab before; what ended unseen is looked for at once. */
  void restore(Function<RememberedCall, Call> calls) {
    revival = calls;
    memory.recordings().forEach(before -> {
      kept.put(before.file().id(), before);
      latest.merge(before.room(), before.file().id(), (one, other) -> kept.get(one).told() ? other : one);
    });
    List.copyOf(kept.values()).forEach(before -> {
      if (!before.told() && recording(before.room()).filter(RoomRecording::goesOn).isEmpty()) {
        find(before, Optional.empty(), Optional.empty());
      }
    });
    forgetFinished();
  }

  /** Confab is about to end: what is still being looked for is told by the Confab after us. */
  void stop() {
    stopped = true;
  }

  /** FreeSWITCH is there, anew perhaps. */
  void connected() {
    box.hasModule("mod_shout").onSuccess(loaded -> {
      mp3 = loaded;
      files.mp3(loaded);
      if (!loaded) {
        LOG.warn("FreeSWITCH has not loaded mod_shout: recordings are wav, also where recordFileFormat is mp3, and RecordUrl says so. Add it to "
            + "modules.conf.xml, or load it with 'fs_cli -x \"load mod_shout\"'.");
      }
    });
  }

  private Optional<RememberedRecording> of(RoomName room) {
    return Optional.ofNullable(latest.get(room)).map(kept::get);
  }

  /** @param target of the call whose element asked for it */
  Future<Void> start(ConferenceKey key, Effect.StartRecording start, Call call, ConferenceCallbacks.Target target) {
    return record(of(start.room()).filter(last -> !last.told())
        .orElseGet(() -> begin(key, start.room(), start.format(), Optional.of(asking(start.room(), call, target)), Optional.of(call))));
  }

  /** FreeSWITCH did not hear it; whoever asked for it is gone meanwhile. */
  Future<Void> startAgain(RoomName room) {
    return of(room).filter(last -> !last.told()).map(this::record).orElseGet(Future::succeededFuture);
  }

  /** {@link #ordered} follows, for the first that was ordered. */
  Future<Void> start(ConferenceKey key, Effect.RecordAsOrdered start) {
    return record(of(start.room()).filter(last -> !last.told())
        .orElseGet(() -> begin(key, start.room(), start.format(), Optional.empty(), Optional.empty())));
  }

  /** What goes on was ordered by somebody, who is to be told of it. */
  void ordered(RoomName room, RememberedRecording.Ordering order) {
    of(room).filter(last -> !last.orders().contains(order)).ifPresent(last -> keep(last.ordered(order)));
  }

  /** What goes on because of an order, an element asks for, too. */
  void share(Effect.ShareRecording share, Call call, ConferenceCallbacks.Target target) {
    of(share.room()).ifPresent(last -> {
      asking.put(last.file().id(), call);
      keep(last.asked(asking(share.room(), call, target)));
    });
  }

  /** Completes when the file is closed and told of, or FreeSWITCH was not told to. */
  Future<Void> stop(Effect.StopRecording stop) {
    Optional<RememberedRecording> recording = of(stop.room()).filter(last -> !last.told());
    if (recording.isEmpty()) {
      return Future.succeededFuture();
    }
    Future<Void> ended = ends.computeIfAbsent(recording.get().file().id(), id -> Promise.promise()).future();
    return rooms.stopRecording(stop.room(), path(recording.get())).compose(said -> ended);
  }

  private RememberedRecording.Asking asking(RoomName room, Call call, ConferenceCallbacks.Target target) {
    String memberId = book.room(room).map(there -> there.members().get(call.uuid())).flatMap(member -> member.memberId()).orElse("");
    return new RememberedRecording.Asking(memberId, call.remembered(), target.link(), target.method(), target.transcript());
  }

  private Future<Void> record(RememberedRecording recording) {
    Optional<String> refusal = files.refusal();
    if (refusal.isPresent()) {
      LOG.error("The conference '{}' is not recorded: {}.", About.conference(recording.key().name()), refusal.get(), file(recording));
      files.refused(recording.file());
      notMade(recording);
      return Future.failedFuture(new NotRecorded(refusal.get()));
    }
    LOG.info("The conference '{}' is being recorded as {}; {} asked for it.", About.conference(recording.key().name()), file(recording),
        recording.asking().<Object>map(by -> About.call(by.call().uuid()).says("call " + by.call().uuid()))
            .orElse("somebody, by the API or the console,"));
    return rooms.record(recording.room(), path(recording)).onFailure(why -> {
      if (recording(recording.room()).filter(now -> now.phase() == RoomRecording.Phase.ASKED).isPresent()) {
        LOG.warn("FreeSWITCH could not record {}: {}", About.room(recording.room().text()), why.getMessage(),
            About.conference(recording.key().name()), file(recording));
      }
    });
  }

  private RememberedRecording begin(ConferenceKey key, RoomName room, RecordSettings.Format format, Optional<RememberedRecording.Asking> by,
      Optional<Call> call) {
    RememberedRecording recording = new RememberedRecording(
        new RecordingFile(UUID.randomUUID().toString(), mp3 && format == RecordSettings.Format.MP3 ? "mp3" : "wav"), room, key,
        book.room(room).flatMap(Room::uuid).orElse(""), by, List.of(), false);
    call.ifPresent(asked -> asking.put(recording.file().id(), asked));
    latest.put(room, recording.file().id());
    keep(recording);
    files.began(recording.file(), key.account(), clock.now());
    return recording;
  }

  private void keep(RememberedRecording recording) {
    kept.put(recording.file().id(), recording);
    memory.recording(recording);
  }

  Future<Void> pause(Effect.PauseRecording pause) {
    return of(pause.room()).map(recording -> rooms.pauseRecording(pause.room(), path(recording), pause.paused(),
        () -> recording(pause.room()).filter(now -> now.goesOn() && now.paused() == pause.paused()).isPresent())).orElseGet(Future::succeededFuture);
  }

  static void warn(Effect.OtherFormat other) {
    LOG.warn("call {}: recordFileFormat {} is not used: the conference is recorded as {}, as the first member who asked for it said.",
        About.call(other.call()),
        other.wanted().name().toLowerCase(Locale.ROOT), other.decided().name().toLowerCase(Locale.ROOT));
  }

  /** Of the room's recording, for an action request. */
  Optional<RecordingParameters.Link> link(RoomName room) {
    return of(room).map(this::link);
  }

  private String path(RememberedRecording recording) {
    return files.path(recording.file());
  }

  private static About file(RememberedRecording recording) {
    return About.recording(recording.file().id()).says(recording.file().name());
  }

  private RecordingParameters.Link link(RememberedRecording recording) {
    return new RecordingParameters.Link(files.url(recording.file()), recording.file().id());
  }

  void started(SwitchEvent.RecordingStarted event) {
    ours(event.room(), event.path()).filter(this::isLatest).ifPresent(recording -> {
      if (event.error().isPresent()) {
        LOG.error("The conference '{}' is not recorded: FreeSWITCH could not write {} ({}). Let FreeSWITCH's user write that directory; "
            + "docs/operations.md, Recordings.", About.conference(recording.key().name()), Printable.of(event.path()), Printable.of(event.error().get()));
        failed(recording);
      } else {
        happens.accept(recording.key(), new Occurrence.RecordingStarted(recording.room(), event.at()));
      }
    });
  }

  private void failed(RememberedRecording recording) {
    files.failed(recording.file());
    notMade(recording);
  }

  private void notMade(RememberedRecording recording) {
    settled(recording);
    happens.accept(recording.key(), new Occurrence.RecordingFailed(recording.room()));
  }

  void stopped(SwitchEvent.RecordingStopped event) {
    ours(event.room(), event.path()).ifPresent(recording -> {
      if (sought.containsKey(recording.file())) {
        Instant start = sought.get(recording.file()).orElse(event.at().minus(event.length()));
        tell(recording, new RecordingParameters(link(recording), start, event.at(), event.length()));
      } else if (isLatest(recording)) {
        happens.accept(recording.key(), new Occurrence.RecordingStopped(recording.room(), event.at(), event.length()));
      }
    });
  }

  private void settled(RememberedRecording recording) {
    sought.remove(recording.file());
    keep(recording.toldNow());
    Optional.ofNullable(ends.remove(recording.file().id())).ifPresent(Promise::tryComplete);
  }

  private Optional<RememberedRecording> ours(String room, String path) {
    return kept.values().stream().filter(recording -> recording.room().text().equals(room) && path(recording).equals(path)).findFirst();
  }

  private boolean isLatest(RememberedRecording recording) {
    return recording.file().id().equals(latest.get(recording.room()));
  }

  /** The file is closed. */
  void tell(Effect.TellRecorded recorded) {
    of(recorded.room()).filter(recording -> !recording.told()).ifPresent(recording ->
        tell(recording, new RecordingParameters(link(recording), recorded.start(), recorded.end(), recorded.length())));
  }

  /** The room's recording ended unseen, or is about to be closed: then its end is told yet. */
  void find(Effect.FindRecording lost) {
    of(lost.room()).filter(recording -> !recording.told()).ifPresent(recording -> {
      sought.put(recording.file(), lost.start());
      clock.schedule(CLOSING, () -> find(recording, lost.start(), Optional.of(lost.end())));
    });
  }

  private boolean isOwed(RememberedRecording recording) {
    return !stopped && Optional.ofNullable(kept.get(recording.file().id())).filter(now -> !now.told()).isPresent();
  }

  private void find(RememberedRecording recording, Optional<Instant> start, Optional<Instant> latest) {
    if (!isOwed(recording)) {
      return;
    }
    files.find(recording.file()).onSuccess(found -> {
      if (isOwed(recording) && found.isEmpty()) {
        LOG.warn("The recording {} of the conference '{}' is not there: it ended while nobody listened to FreeSWITCH, before anything was written.",
            file(recording), About.conference(recording.key().name()));
        files.failed(recording.file());
        settled(recording);
        forgetFinished();
      } else if (isOwed(recording)) {
        Instant written = found.get().lastModified();
        Instant end = latest.filter(written::isAfter).orElse(written);
        tell(recording, new RecordingParameters(link(recording), start.orElse(end.minus(found.get().length())), end, found.get().length()));
      }
    }).onFailure(why -> {
      if (isOwed(recording)) {
        LOG.error("The recording {} could not be looked at, which is tried again: {}. Let Confab's user read it.", file(recording), why.toString(),
            About.conference(recording.key().name()));
        clock.schedule(LOOK_AGAIN, () -> find(recording, start, latest));
      }
    });
  }

  private void tell(RememberedRecording recording, RecordingParameters parameters) {
    LOG.info("The recording {} of the conference '{}' is finished, {} ms.", file(recording), About.conference(recording.key().name()),
        parameters.length().toMillis());
    List<String> members = book.room(recording.room()).map(Room::calls).orElse(List.of());
    recording.asking().ifPresent(by -> callbacks.recorded(recording, by,
        Optional.ofNullable(asking.remove(recording.file().id())).orElseGet(() -> revival.apply(by.call())), parameters, members));
    recording.orders().forEach(order -> callbacks.recorded(recording, order, parameters));
    files.ended(recording.file(), parameters.end(), parameters.length());
    recording.transcript().ifPresent(wanted -> transcripts.ask(recording, Path.of(path(recording)), parameters.length()));
    settled(recording);
    forgetFinished();
  }

  /** To be asked after every change of the rooms: what was told, and whom nobody leaves any more, needs no memory. */
  void forgetFinished() {
    List.copyOf(kept.values()).stream().filter(recording -> recording.told()
        && (book.room(recording.room()).isEmpty() || !recording.file().id().equals(latest.get(recording.room())))).forEach(recording -> {
      kept.remove(recording.file().id());
      latest.remove(recording.room(), recording.file().id());
      asking.remove(recording.file().id());
      memory.forgetRecording(recording.file().id());
    });
  }

  private Optional<RoomRecording> recording(RoomName room) {
    return book.room(room).flatMap(Room::recording);
  }

  /** What FreeSWITCH does with those that stood the same before it was asked. */
  void resynced(Map<RoomName, RoomRecording> before, BoxSnapshot snapshot) {
    Map<String, BoxSnapshot.RoomFacts> there = new HashMap<>();
    snapshot.rooms().forEach(room -> there.put(room.name(), room));
    before.forEach((room, stood) -> {
      Optional<RememberedRecording> latestThere = of(room);
      if (latestThere.isEmpty() || recording(room).filter(stood::equals).isEmpty() || !there.containsKey(room.text())) {
        return;
      }
      RememberedRecording recording = latestThere.get();
      happens.accept(recording.key(), Optional.ofNullable(there.get(room.text()).recordings().get(path(recording)))
          .<Occurrence>map(paused -> new Occurrence.RecordingSeen(room, paused)).orElseGet(() -> new Occurrence.RecordingMissing(room)));
    });
  }
}
