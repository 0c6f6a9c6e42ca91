package org.confab.call;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
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
 * asked for. A recording is known by its room; its id and its file are made when it begins.
 */
final class RoomRecordings {

  private static final Logger LOG = LoggerFactory.getLogger(RoomRecordings.class);

  private final BoxCommands box;
  private final Clock clock;
  private final RoomCommands rooms;
  private final ConferenceBook book;
  private final ConferenceCallbacks callbacks;
  private final RecordingFiles files;
  private final Transcripts transcripts;
  private final Memory memory;
  private final BiConsumer<ConferenceKey, Occurrence> happens;
  private final Map<RoomName, RememberedRecording> kept = new HashMap<>();
  /** The calls that asked, while they are known. */
  private final Map<String, Call> asking = new HashMap<>();
  private Function<RememberedCall, Call> revival = before -> {
    throw new IllegalStateException("no call of the Confab before is expected");
  };
  private boolean mp3 = true;

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
      kept.put(before.room(), before);
      if (!before.told() && recording(before.room()).filter(RoomRecording::goesOn).isEmpty()) {
        find(before, Optional.empty(), Optional.empty());
      }
    });
    forgetFinished();
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

  /** @param target of the call whose element asked for it */
  void start(ConferenceKey key, Effect.StartRecording start, Call call, ConferenceCallbacks.Target target) {
    record(Optional.ofNullable(kept.get(start.room())).orElseGet(() -> begin(key, start, call, target)));
  }

  /** FreeSWITCH did not hear it; whoever asked for it is gone meanwhile. */
  void startAgain(Effect.StartRecording start) {
    Optional.ofNullable(kept.get(start.room())).ifPresent(this::record);
  }

  private void record(RememberedRecording recording) {
    Optional<String> refusal = files.refusal();
    if (refusal.isPresent()) {
      LOG.error("The conference '{}' is not recorded: {}.", About.conference(recording.key().name()), refusal.get(), file(recording));
      files.refused(recording.file());
      notMade(recording);
      return;
    }
    LOG.info("The conference '{}' is being recorded as {}; call {} asked for it.", About.conference(recording.key().name()), file(recording),
        About.call(recording.call().uuid()));
    rooms.record(recording.room(), path(recording)).onFailure(why -> {
      if (recording(recording.room()).filter(now -> now.phase() == RoomRecording.Phase.ASKED).isPresent()) {
        LOG.warn("FreeSWITCH could not record {}: {}", About.room(recording.room().text()), why.getMessage(),
            About.conference(recording.key().name()), file(recording));
      }
    });
  }

  private RememberedRecording begin(ConferenceKey key, Effect.StartRecording start, Call call, ConferenceCallbacks.Target target) {
    String memberId = book.room(start.room()).map(room -> room.members().get(start.call())).flatMap(member -> member.memberId()).orElse("");
    RememberedRecording recording = new RememberedRecording(
        new RecordingFile(UUID.randomUUID().toString(), mp3 && start.format() == RecordSettings.Format.MP3 ? "mp3" : "wav"), start.room(), key,
        book.room(start.room()).flatMap(Room::uuid).orElse(""), memberId, call.remembered(), target.link(), target.method(), target.transcript(), false);
    asking.put(recording.file().id(), call);
    keep(recording);
    files.began(recording.file(), call.account().authId(), clock.now());
    return recording;
  }

  private void keep(RememberedRecording recording) {
    kept.put(recording.room(), recording);
    memory.recording(recording);
  }

  void pause(Effect.PauseRecording pause) {
    Optional.ofNullable(kept.get(pause.room())).ifPresent(recording -> rooms.pauseRecording(pause.room(),
        path(recording), pause.paused(),
        () -> recording(pause.room()).filter(now -> now.goesOn() && now.paused() == pause.paused()).isPresent()));
  }

  static void warn(Effect.OtherFormat other) {
    LOG.warn("call {}: recordFileFormat {} is not used: the conference is recorded as {}, as the first member who asked for it said.",
        About.call(other.call()),
        other.wanted().name().toLowerCase(Locale.ROOT), other.decided().name().toLowerCase(Locale.ROOT));
  }

  /** Of the room's recording, for an action request. */
  Optional<RecordingParameters.Link> link(RoomName room) {
    return Optional.ofNullable(kept.get(room)).map(this::link);
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
    ours(event.room(), event.path()).ifPresent(recording -> {
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
    keep(recording.toldNow());
    happens.accept(recording.key(), new Occurrence.RecordingFailed(recording.room()));
  }

  void stopped(SwitchEvent.RecordingStopped event) {
    ours(event.room(), event.path()).ifPresent(recording ->
        happens.accept(recording.key(), new Occurrence.RecordingStopped(recording.room(), event.at(), event.length())));
  }

  private Optional<RememberedRecording> ours(String room, String path) {
    return RoomName.parse(room).map(kept::get).filter(recording -> path(recording).equals(path));
  }

  /** The file is closed. */
  void tell(Effect.TellRecorded recorded) {
    Optional.ofNullable(kept.get(recorded.room())).filter(recording -> !recording.told()).ifPresent(recording ->
        tell(recording, new RecordingParameters(link(recording), recorded.start(), recorded.end(), recorded.length())));
  }

  /** The room's recording ended unseen. */
  void find(Effect.FindRecording lost) {
    Optional.ofNullable(kept.get(lost.room())).filter(recording -> !recording.told())
        .ifPresent(recording -> find(recording, lost.start(), Optional.of(lost.end())));
  }

  private void find(RememberedRecording recording, Optional<Instant> start, Optional<Instant> latest) {
    files.find(recording.file()).onSuccess(found -> {
      if (Optional.ofNullable(kept.get(recording.room())).filter(now -> now.file().equals(recording.file()) && !now.told()).isEmpty()) {
        return;
      }
      if (found.isEmpty()) {
        LOG.warn("The recording {} of the conference '{}' is not there: it ended while nobody listened to FreeSWITCH, before anything was written.",
            file(recording), About.conference(recording.key().name()));
        files.failed(recording.file());
        keep(recording.toldNow());
        forgetFinished();
        return;
      }
      Instant written = found.get().lastModified();
      Instant end = latest.filter(written::isAfter).orElse(written);
      tell(recording, new RecordingParameters(link(recording), start.orElse(end.minus(found.get().length())), end, found.get().length()));
    }).onFailure(why -> LOG.error("The recording {} could not be looked at: {}. Its application is told after the next start.", file(recording),
        why.getMessage(), About.conference(recording.key().name())));
  }

  private void tell(RememberedRecording recording, RecordingParameters parameters) {
    LOG.info("The recording {} of the conference '{}' is finished, {} ms.", file(recording), About.conference(recording.key().name()),
        parameters.length().toMillis());
    Call call = Optional.ofNullable(asking.remove(recording.file().id())).orElseGet(() -> revival.apply(recording.call()));
    List<String> members = book.room(recording.room()).map(Room::calls).orElse(List.of());
    callbacks.recorded(recording, call, parameters, members);
    files.ended(recording.file(), parameters.end(), parameters.length());
    recording.transcript().ifPresent(wanted -> transcripts.ask(recording, Path.of(path(recording)), parameters.length()));
    keep(recording.toldNow());
    forgetFinished();
  }

  /** To be asked after every change of the rooms: what was told, and whom nobody leaves any more, needs no memory. */
  void forgetFinished() {
    List.copyOf(kept.values()).stream().filter(recording -> recording.told() && book.room(recording.room()).isEmpty()).forEach(recording -> {
      kept.remove(recording.room());
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
      RememberedRecording recording = kept.get(room);
      if (recording == null || recording(room).filter(stood::equals).isEmpty() || !there.containsKey(room.text())) {
        return;
      }
      happens.accept(recording.key(), Optional.ofNullable(there.get(room.text()).recordings().get(path(recording)))
          .<Occurrence>map(paused -> new Occurrence.RecordingSeen(room, paused)).orElseGet(() -> new Occurrence.RecordingMissing(room)));
    });
  }
}
