package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.conference.Ledger.At;
import org.confab.conference.Ledger.Sheet;
import org.confab.conference.Ledger.Way;
import org.confab.conference.ModelSwitch.Channel;

/** Holds everything that the rules say against the {@link Ledger}, and against the truth of the {@link ModelSwitch}: the invariants. */
final class Audit {

  private final World world;
  private final Ledger ledger;
  private final Set<String> toldIn = new HashSet<>();
  private final Map<String, ExitReason> toldOut = new HashMap<>();
  private final Map<String, StringBuilder> relayed = new HashMap<>();
  private final RecordingAudit recordings;

  Audit(World world, Ledger ledger) {
    this.world = world;
    this.ledger = ledger;
    this.recordings = new RecordingAudit(world, ledger);
  }

  void answered(ConferenceKey key, Occurrence occurrence, List<Effect> effects) {
    effects.forEach(effect -> says(key, occurrence, effect, effects));
    if (ledger.entersNow.isPresent() && !toldIn.contains(ledger.entersNow.get())) {
      throw new AssertionError(ledger.entersNow.get() + " entered, and nobody was told");
    }
    recordings.answered(occurrence, effects);
  }

  private void says(ConferenceKey key, Occurrence occurrence, Effect effect, List<Effect> all) {
    if (effect instanceof Effect.Join it) {
      joins(key, it);
    } else if (effect instanceof Effect.Refuse it) {
      answers(it.call());
      assertThat(toldIn).as("nobody is refused who has been told to be in").doesNotContain(it.call());
      if (it.reason() == Effect.Refusal.FULL) {
        int most = ((Occurrence.JoinRequested) occurrence).settings().maxMembers();
        assertThat(ledger.sheets.values()).as("a room of " + key + " that is full for " + it.call())
            .anyMatch(sheet -> sheet.key.equals(key) && !sheet.ended && present(sheet) >= most);
      }
    } else if (effect instanceof Effect.Proceed it) {
      answers(it.call());
      assertThat(toldOut).as("the exit was told before the document goes on").containsKey(it.call());
      ExitReason reason = toldOut.remove(it.call());
      Channel channel = world.box.channels.get(it.call());
      if (channel.isOurs()) {
        assertThat(it.departure().reason()).as("a call that is in our hands goes on with its document")
            .isNotIn(ExitReason.HANGUP, ExitReason.TRANSFERRED);
      }
      if (reason != ExitReason.TRANSFERRED) {
        assertThat(it.departure().reason()).isEqualTo(reason);
      }
    } else if (effect instanceof Effect.TellEnter it) {
      enterTold(it, all);
    } else if (effect instanceof Effect.TellExit it) {
      exitTold(it, all);
    } else {
      does(effect, occurrence);
    }
  }

  private void joins(ConferenceKey key, Effect.Join join) {
    assertThat(ledger.unanswered).as("only who asked is brought in").containsKey(join.call());
    MemberSettings wish = ledger.unanswered.get(join.call());
    Sheet sheet = ledger.sheets.computeIfAbsent(join.room(), name -> new Sheet(name, key));
    assertThat(sheet.key).isEqualTo(key);
    assertThat(sheet.ended).as("no call is sent into a room that ends").isFalse();
    assertThat(Optional.ofNullable(sheet.ways.remove(join.call())).filter(way -> way.at != At.OUT)).as("nobody is sent where he is").isEmpty();
    assertThat(ledger.sheets.values()).as("one room of a conference takes joins")
        .noneMatch(other -> other != sheet && other.key.equals(key) && !other.ended && present(other) > 0);
    sheet.ways.put(join.call(), new Way(join.call(), wish));
    sheet.ways.get(join.call()).muted = ledger.muted.get(join.call());
    ledger.sentTo.put(join.call(), join.room());
    assertThat(present(sheet)).as("members with " + join.call()).isLessThanOrEqualTo(wish.maxMembers());
    Channel channel = world.box.channels.get(join.call());
    assertThat(channel.busy || channel.room.isPresent()).as(join.call() + " is free to join").isFalse();
  }

  private static long present(Sheet sheet) {
    return sheet.ways.values().stream().filter(way -> way.at != At.OUT).count();
  }

  private void answers(String call) {
    assertThat(ledger.unanswered.remove(call)).as("one answer for each request: " + call).isNotNull();
    Channel channel = world.box.channels.get(call);
    assertThat(channel.room).as(call + " is out of every room when its document goes on").isEmpty();
  }

  private void enterTold(Effect.TellEnter enter, List<Effect> all) {
    assertThat(toldIn.add(enter.call())).as("one enter before its exit: " + enter.call()).isTrue();
    assertThat(ledger.entersNow).contains(enter.call());
    Sheet sheet = ledger.sheets.get(enter.room());
    Way way = sheet.ways.get(enter.call());
    assertThat(enter.memberId()).isEqualTo(way.id);
    assertThat(sheet.uuid).contains(enter.conferenceUuid());
    assertThat(enter.members()).isEqualTo(sheet.in());
    assertThat(enter.first()).isEqualTo(ledger.firstNow);
    Effect sound = new Effect.PlaySound(enter.room(), enter.call(), Effect.Moment.ENTER);
    assertThat(all.stream().filter(sound::equals).count()).as("enterSound, if anybody hears it")
        .isEqualTo(way.wish.enterSound() && sheet.in().size() > 1 ? 1 : 0);
  }

  private void exitTold(Effect.TellExit exit, List<Effect> all) {
    assertThat(toldIn.remove(exit.call())).as("an exit only after an enter: " + exit.call()).isTrue();
    ExitReason reason = exit.departure().reason();
    toldOut.put(exit.call(), reason);
    Sheet sheet = ledger.sheets.get(exit.departure().room());
    assertThat(exit.members()).isEqualTo(sheet.in()).doesNotContain(exit.call());
    assertThat(exit.last()).isEqualTo(sheet.in().isEmpty());
    Way way = Optional.ofNullable(sheet.ways.get(exit.call())).orElseThrow();
    reasonIsTrue(sheet, way, reason);
    boolean heard = sheet.ways.values().stream().anyMatch(each -> each.at == At.IN
        && all.stream().noneMatch(effect -> effect.equals(new Effect.Remove(sheet.name, each.id))) && each.causes.isEmpty());
    Effect sound = new Effect.PlaySound(sheet.name, exit.call(), Effect.Moment.EXIT);
    if (all.contains(sound)) {
      assertThat(way.wish.exitSound() && !sheet.ended && !sheet.in().isEmpty()).as("exitSound only where it is heard").isTrue();
    } else {
      assertThat(way.wish.exitSound() && !sheet.ended && heard && !way.causes.isEmpty() && way.id.length() > 0).as("exitSound wherever it is heard").isFalse();
    }
  }

  private void reasonIsTrue(Sheet sheet, Way way, ExitReason reason) {
    switch (reason) {
      case HANGUP -> assertThat(world.box.channels.get(way.call).gone).isTrue();
      case STAR -> assertThat(way.causes).contains(ExitReason.STAR);
      case TIME_LIMIT, MODERATOR_LEFT -> assertThat(sheet.causes).contains(reason);
      case KICK -> assertThat(way.causes.contains(reason) || sheet.causes.contains(reason) || way.lost || way.at != At.IN).isTrue();
      case ALONE -> assertThat(!way.wish.stayAlone() && way.company && sheet.started).as("stayAlone has a say: " + way.call).isTrue();
      case API -> assertThat(way.causes).contains(ExitReason.API);
      case TRANSFERRED -> { }
    }
    if (way.limited && !way.lost) {
      assertThat(reason).as("why " + way.call + " left when the time was over").isEqualTo(ExitReason.TIME_LIMIT);
    }
  }

  private void does(Effect effect, Occurrence occurrence) {
    if (effect instanceof Effect.Remove it) {
      removes(ledger.sheets.get(it.room()), it, occurrence);
    } else if (effect instanceof Effect.Empty it) {
      assertThat(ledger.sheets.get(it.room()).ended).isTrue();
    } else if (effect instanceof Effect.Mute it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(sheet.isIn(it.memberId())).isTrue();
      Way way = sheet.ways.values().stream().filter(each -> each.id.equals(it.memberId())).findFirst().orElseThrow();
      if (!(occurrence instanceof Occurrence.MuteOrdered)) {
        assertThat(ledger.muted.get(way.call)).as("who is muted anyway stays so").isFalse();
        assertThat(way.muted).as("mute and unmute take turns").isNotEqualTo(it.mute());
      }
      way.muted = it.mute();
    } else if (effect instanceof Effect.SetWaitSound it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(!sheet.ended && !sheet.in().isEmpty()).as("a room that can hear it").isTrue();
      assertThat(sheet.sounds++).as("the first that names a waitSound decides").isZero();
    } else if (effect instanceof Effect.PlaySound it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(!sheet.ended && sheet.in().stream().anyMatch(call -> !call.equals(it.call()))).as("somebody hears it: " + it).isTrue();
    } else if (effect instanceof Effect.Relay it) {
      relays(it, ledger.sheets.get(it.room()));
    } else if (effect instanceof Effect.TellDigits it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(sheet.ways.get(it.call()).wish.digitsMatch()).contains(it.pattern());
      assertThat(sheet.ended).as("who is on his way out presses nothing").isFalse();
      assertThat(it.members()).isEqualTo(sheet.in()).contains(it.call());
    } else if (effect instanceof Effect.TellFloor it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(occurrence).isEqualTo(new Occurrence.FloorTaken(it.room(), it.call(), true));
      assertThat(sheet.started && !sheet.ended && sheet.in().contains(it.call()) && sheet.ways.get(it.call()).wish.floorEvent()).isTrue();
    } else if (effect instanceof Effect.ArmTimeLimit it) {
      Sheet sheet = ledger.sheets.get(it.room());
      assertThat(sheet.limitArmed).as("a room has one time limit").isFalse();
      sheet.limitArmed = true;
      assertThat(ledger.entersNow.isPresent() && ledger.firstNow).as("it is the creator's").isTrue();
      assertThat(it.deadline()).isEqualTo(world.now.plus(sheet.ways.get(ledger.entersNow.get()).wish.timeLimit())).isAfter(world.now);
    } else if (effect instanceof Effect.LookForLost it) {
      assertThat(ledger.sheets.get(it.room()).ended).isTrue();
      assertThat(ledger.searched.add(it.room())).as("one search at a time").isTrue();
    } else if (effect instanceof Effect.AskForLost it) {
      assertThat(ledger.sheets.get(it.room()).ended).isTrue();
    } else if (effect instanceof Effect.Rescue it) {
      assertThat(ledger.foundLost).contains(it.call());
    }
  }

  private static void removes(Sheet sheet, Effect.Remove remove, Occurrence occurrence) {
    assertThat(sheet.isIn(remove.memberId())).as("there is such a member: " + remove).isTrue();
    if (!sheet.ended) {
      Way way = sheet.ways.values().stream().filter(each -> each.id.equals(remove.memberId())).findFirst().orElseThrow();
      boolean star = occurrence.equals(new Occurrence.Pressed(way.call, '*')) && way.wish.hangupOnStar();
      boolean alone = !way.wish.stayAlone() && way.company && sheet.started && sheet.in().equals(List.of(way.call));
      boolean ordered = occurrence.equals(new Occurrence.KickOrdered(way.call));
      assertThat(star || alone || ordered).as("there is a reason to remove " + way.call).isTrue();
      assertThat(occurrence instanceof Occurrence.Entered).as("nobody is removed because somebody came").isFalse();
      way.causes.add(ordered ? ExitReason.KICK : star ? ExitReason.STAR : ExitReason.ALONE);
    }
  }

  private void relays(Effect.Relay relay, Sheet sheet) {
    Way presser = sheet.ways.get(relay.call());
    assertThat(presser.wish.relayDtmf() && !presser.wish.digitsMatch().isEmpty()).as("FreeSWITCH does not relay them itself").isTrue();
    assertThat(sheet.ended).isFalse();
    assertThat(relay.memberIds()).as("everybody else who is in").containsExactlyElementsOf(sheet.ways.values().stream()
        .filter(way -> way.at == At.IN && way != presser).map(way -> way.id).toList());
    StringBuilder so = relayed.computeIfAbsent(relay.call(), call -> new StringBuilder()).append(relay.keys());
    assertThat(isInOrder(so.toString(), ledger.pressed.get(relay.call()).toString())).as(so + " of " + ledger.pressed.get(relay.call())).isTrue();
  }

  /** Whether the first is what is left of the second when some is taken out. */
  static boolean isInOrder(String some, String all) {
    int at = 0;
    for (char key : all.toCharArray()) {
      at += at < some.length() && some.charAt(at) == key ? 1 : 0;
    }
    return at == some.length();
  }

  /** The truth and what the rules believe are the same, and nobody is owed anything. */
  void balances() {
    for (Channel channel : world.box.channels.values()) {
      String call = channel.call;
      assertThat(ledger.unanswered.containsKey(call)).as(call + " is unanswered for as long as it is in a room").isEqualTo(channel.room.isPresent());
      assertThat(toldIn.contains(call)).as("the application believes what is true of " + call).isEqualTo(channel.room.isPresent());
      channel.room.ifPresent(there -> {
        Sheet sheet = ledger.sheets.get(there.name);
        assertThat(sheet.ended || there.over || there.dying).as("nobody is left in a room that ended: " + call).isFalse();
        Way way = sheet.ways.get(call);
        assertThat(channel.muted).as("whether " + call + " is heard").isEqualTo(ledger.muted.get(call) || channel.held && world.options().muteOnHold());
        assertThat(channel.deaf).as("whether " + call + " hears").isEqualTo(ledger.deaf.get(call));
        if (sheet.in().size() == 1 && sheet.started && way.company) {
          assertThat(way.wish.stayAlone()).as(call + " may stay alone").isTrue();
        }
      });
    }
    for (Room room : world.rooms()) {
      List<String> really = Optional.ofNullable(world.box.rooms.get(room.name())).map(there -> List.copyOf(there.members.keySet())).orElse(List.of());
      assertThat(room.calls()).containsExactlyInAnyOrderElementsOf(really);
      assertThat(room.members()).hasSameSizeAs(really);
      assertThat(really).as("no room is remembered for nothing").isNotEmpty();
      if (!world.lostSomething && !ledger.sheets.get(room.name()).renewed) {
        assertThat(world.box.rooms.get(room.name()).moh).as("what the waiting hear").isEqualTo(room.waitSound());
        assertThat(room.started()).as("started, for us and for FreeSWITCH").isEqualTo(!world.box.rooms.get(room.name()).waits);
      }
    }
    assertThat(toldOut.keySet()).as("whoever was told to be out goes on").isEmpty();
    recordings.balances();
  }
}
