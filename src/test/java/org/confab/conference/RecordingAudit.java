package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.confab.conference.Ledger.Sheet;

/** The part of the {@link Audit} that is about recordings. */
final class RecordingAudit {

  private static final class Tape {
    final RecordSettings settings;
    boolean paused;
    int told;

    Tape(RecordSettings settings) {
      this.settings = settings;
    }
  }

  private final World world;
  private final Ledger ledger;
  private final Map<RoomName, Tape> tapes = new HashMap<>();

  RecordingAudit(World world, Ledger ledger) {
    this.world = world;
    this.ledger = ledger;
  }

  void answered(Occurrence occurrence, List<Effect> effects) {
    effects.forEach(effect -> says(occurrence, effect));
    ledger.sheets.values().stream().filter(sheet -> !sheet.ended && !sheet.in().isEmpty()).forEach(this::isRecordedAsItShould);
  }

  private void says(Occurrence occurrence, Effect effect) {
    boolean again = occurrence instanceof Occurrence.RecordingSeen || occurrence instanceof Occurrence.RecordingMissing;
    if (effect instanceof Effect.StartRecording it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(sheet.ended).as("a room that ends is not recorded").isFalse();
      assertThat(tapes.containsKey(it.room())).as("one recording for a room, unless FreeSWITCH never heard of it").isEqualTo(again);
      if (!again) {
        RecordSettings settings = asking(sheet).orElseThrow();
        assertThat(it.format()).isEqualTo(settings.format());
        assertThat(sheet.ways.get(it.call()).wish.recording()).contains(settings);
        tapes.put(it.room(), new Tape(settings));
      }
    } else if (effect instanceof Effect.PauseRecording it) {
      Tape tape = tapes.get(it.room());
      assertThat(tape.told).as("what is over is not paused").isZero();
      boolean repeated = again || occurrence instanceof Occurrence.RecordingStarted;
      assertThat(it.paused()).isEqualTo(repeated == tape.paused);
      tape.paused = it.paused();
    } else if (effect instanceof Effect.TellRecorded it) {
      assertThat(tapes.get(it.room()).told++).as("one record callback").isZero();
    } else if (effect instanceof Effect.FindRecording it) {
      assertThat(tapes.get(it.room()).told++).as("one record callback").isZero();
    }
  }

  private static Optional<RecordSettings> asking(Sheet sheet) {
    return sheet.in().stream().flatMap(call -> sheet.ways.get(call).wish.recording().stream()).findFirst();
  }

  private void isRecordedAsItShould(Sheet sheet) {
    boolean alone = sheet.in().size() < 2;
    Tape tape = tapes.get(sheet.name);
    if (tape == null) {
      assertThat(sheet.started && asking(sheet).filter(settings -> settings.whenAlone() || !alone).isPresent())
          .as("somebody asked for the recording of " + sheet.name).isFalse();
    } else if (tape.told == 0) {
      assertThat(tape.paused).as("whether the recording of " + sheet.name + " is paused").isEqualTo(alone && !tape.settings.whenAlone());
    }
  }

  void balances() {
    Set<RoomName> there = world.rooms().stream().map(Room::name).collect(Collectors.toSet());
    tapes.forEach((room, tape) -> {
      if (!there.contains(room)) {
        assertThat(tape.told).as("the recording of " + room + " was told").isOne();
      } else if (tape.told == 0 && !ledger.sheets.get(room).renewed) {
        assertThat(world.box.rooms.get(room).recording).as("the recording of " + room).contains(tape.paused);
      }
    });
  }
}
