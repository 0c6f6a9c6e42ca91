package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.conference.ModelSwitch.Channel;

/**
 * What anybody could know who hears what the rules hear and sees what they say, without knowing how they decide: who was sent into which room,
 * who is in it, why it cannot go on. What the rules say is held against it, and against the truth of the {@link ModelSwitch}.
 */
final class Ledger {

  private enum At { SENT, IN, STRANDED, OUT }

  /** A call's way through one room. */
  private static final class Way {
    final String call;
    final MemberSettings wish;
    final Set<ExitReason> causes = new HashSet<>();
    At at = At.SENT;
    String id = "";
    boolean company;
    boolean muted;
    boolean lost;
    boolean limited;

    Way(String call, MemberSettings wish) {
      this.call = call;
      this.wish = wish;
    }
  }

  /** A room, from its first join on. */
  private static final class Sheet {
    final RoomName name;
    final ConferenceKey key;
    final Map<String, Way> ways = new LinkedHashMap<>();
    final Set<ExitReason> causes = new HashSet<>();
    Optional<String> uuid = Optional.empty();
    boolean ended;
    boolean started;
    boolean limitArmed;
    /** Told of its successor of the same name before the end of the first: then what FreeSWITCH plays there is left open. */
    boolean renewed;
    int sounds;

    Sheet(RoomName name, ConferenceKey key) {
      this.name = name;
      this.key = key;
    }

    List<String> in() {
      return ways.values().stream().filter(way -> way.at == At.IN).map(way -> way.call).toList();
    }

    boolean isIn(String memberId) {
      return ways.values().stream().anyMatch(way -> (way.at == At.IN || way.at == At.STRANDED) && way.id.equals(memberId));
    }
  }

  private final World world;
  private final Map<RoomName, Sheet> sheets = new LinkedHashMap<>();
  private final Map<String, RoomName> sentTo = new HashMap<>();
  private final Map<String, MemberSettings> unanswered = new HashMap<>();
  private final Set<String> toldIn = new HashSet<>();
  private final Map<String, ExitReason> toldOut = new HashMap<>();
  private final Set<RoomName> searched = new HashSet<>();
  private final Set<String> foundLost = new HashSet<>();
  final Map<String, StringBuilder> pressed = new HashMap<>();
  final Map<String, StringBuilder> relayed = new HashMap<>();
  private Optional<String> entersNow = Optional.empty();
  private boolean firstNow;

  Ledger(World world) {
    this.world = world;
  }

  static Optional<RoomName> roomOf(Occurrence it) {
    return Optional.ofNullable(it instanceof Occurrence.Entered o ? o.room() : it instanceof Occurrence.Kicked o ? o.room()
        : it instanceof Occurrence.Left o ? o.room() : it instanceof Occurrence.FloorTaken o ? o.room() : it instanceof Occurrence.Destroyed o ? o.room()
        : it instanceof Occurrence.TimeLimitReached o ? o.room() : it instanceof Occurrence.LostSearchDue o ? o.room()
        : it instanceof Occurrence.FoundLost o ? o.room() : null);
  }

  static Optional<String> callOf(Occurrence it) {
    return Optional.ofNullable(it instanceof Occurrence.JoinRequested o ? o.call() : it instanceof Occurrence.WaitSoundReady o ? o.call()
        : it instanceof Occurrence.ApplicationEnded o ? o.call() : it instanceof Occurrence.Transferred o ? o.call()
        : it instanceof Occurrence.HungUp o ? o.call() : it instanceof Occurrence.Pressed o ? o.call() : it instanceof Occurrence.DigitPause o ? o.call()
        : it instanceof Occurrence.Held o ? o.call() : null);
  }

  // ---- what happens

  void happens(ConferenceKey key, Occurrence occurrence) {
    entersNow = Optional.empty();
    if (occurrence instanceof Occurrence.JoinRequested it) {
      unanswered.put(it.call(), it.settings());
    } else if (occurrence instanceof Occurrence.Entered it) {
      Sheet sheet = sheets.get(it.room());
      Optional.ofNullable(sheet.ways.get(it.call())).filter(way -> way.at == At.SENT).ifPresent(way -> enters(sheet, way, it));
    } else if (occurrence instanceof Occurrence.Kicked it) {
      way(it.room(), it.call()).ifPresent(way -> way.causes.add(ExitReason.KICK));
    } else if (occurrence instanceof Occurrence.Left it) {
      // who leaves though nobody saw him come is not believed until his channel says so
      way(it.room(), it.call()).filter(way -> way.at != At.SENT).ifPresent(way -> out(sheets.get(it.room()), way, it.hungUp() ? Optional.of(ExitReason.HANGUP) : Optional.empty()));
    } else if (occurrence instanceof Occurrence.ApplicationEnded it) {
      current(it.call()).ifPresent(sheet -> out(sheet, sheet.ways.get(it.call()), Optional.of(ExitReason.KICK)));
    } else if (occurrence instanceof Occurrence.Transferred it) {
      current(it.call()).ifPresent(sheet -> out(sheet, sheet.ways.get(it.call()), Optional.of(ExitReason.TRANSFERRED)));
    } else if (occurrence instanceof Occurrence.HungUp it) {
      current(it.call()).ifPresent(sheet -> out(sheet, sheet.ways.get(it.call()), Optional.of(ExitReason.HANGUP)));
    } else if (occurrence instanceof Occurrence.Pressed it) {
      pressed.computeIfAbsent(it.call(), call -> new StringBuilder()).append(it.digit());
      current(it.call()).map(sheet -> sheet.ways.get(it.call())).filter(way -> way.at == At.IN && it.digit() == '*' && way.wish.hangupOnStar())
          .ifPresent(way -> way.causes.add(ExitReason.STAR));
    } else if (occurrence instanceof Occurrence.Destroyed it && sheets.get(it.room()).uuid.filter(it.conferenceUuid()::equals).isPresent()) {
      ends(sheets.get(it.room()), ExitReason.KICK);
    } else if (occurrence instanceof Occurrence.TimeLimitReached it) {
      Sheet sheet = sheets.get(it.room());
      if (!sheet.ended) {
        sheet.ways.values().stream().filter(way -> way.at == At.IN && way.causes.isEmpty()).forEach(way -> way.limited = true);
        ends(sheet, ExitReason.TIME_LIMIT);
      }
    } else if (occurrence instanceof Occurrence.LostSearchDue it) {
      searched.remove(it.room());
    } else if (occurrence instanceof Occurrence.FoundLost it) {
      foundLost.add(it.call());
      way(it.room(), it.call()).filter(way -> way.at != At.OUT).ifPresent(way -> {
        way.lost = true;
        ends(sheets.get(it.room()), ExitReason.KICK);
      });
    }
  }

  private void enters(Sheet sheet, Way way, Occurrence.Entered entry) {
    way.id = entry.memberId();
    if (sheet.ended) {
      way.at = At.STRANDED;
      return;
    }
    entersNow = Optional.of(way.call);
    firstNow = sheet.in().isEmpty();
    way.at = At.IN;
    sheet.renewed |= sheet.uuid.filter(uuid -> !uuid.equals(entry.conferenceUuid())).isPresent();
    sheet.uuid = Optional.of(entry.conferenceUuid());
    sheet.started |= way.wish.startConferenceOnEnter();
    if (!firstNow) {
      sheet.ways.values().stream().filter(each -> each.at == At.IN).forEach(each -> each.company = true);
    }
  }

  private void out(Sheet sheet, Way way, Optional<ExitReason> cause) {
    boolean wasIn = way.at == At.IN;
    cause.filter(reason -> wasIn || reason != ExitReason.KICK).ifPresent(way.causes::add);
    way.at = At.OUT;
    if (wasIn && way.wish.endConferenceOnExit() && (!way.lost || cause.filter(reason -> reason != ExitReason.KICK).isPresent())) {
      ends(sheet, ExitReason.MODERATOR_LEFT);
    }
    if (wasIn && sheet.in().isEmpty()) {
      ends(sheet, ExitReason.TRANSFERRED);
    }
  }

  private void ends(Sheet sheet, ExitReason cause) {
    sheet.ended = true;
    sheet.causes.add(cause);
  }

  private Optional<Way> way(RoomName room, String call) {
    return Optional.ofNullable(sheets.get(room)).map(sheet -> sheet.ways.get(call));
  }

  /** The room into which it was sent last. */
  private Optional<Sheet> current(String call) {
    return Optional.ofNullable(sentTo.get(call)).map(sheets::get);
  }

  // ---- what the rules say to it

  void answered(ConferenceKey key, Occurrence occurrence, List<Effect> effects) {
    effects.forEach(effect -> says(key, occurrence, effect, effects));
    if (entersNow.isPresent() && !toldIn.contains(entersNow.get())) {
      throw new AssertionError(entersNow.get() + " entered, and nobody was told");
    }
  }

  private void says(ConferenceKey key, Occurrence occurrence, Effect effect, List<Effect> all) {
    if (effect instanceof Effect.Join it) {
      joins(key, it);
    } else if (effect instanceof Effect.Refuse it) {
      answers(it.call());
      assertThat(toldIn).as("nobody is refused who has been told to be in").doesNotContain(it.call());
      if (it.reason() == Effect.Refusal.FULL) {
        int most = ((Occurrence.JoinRequested) occurrence).settings().maxMembers();
        assertThat(sheets.values()).as("a room of " + key + " that is full for " + it.call())
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
    assertThat(unanswered).as("only who asked is brought in").containsKey(join.call());
    MemberSettings wish = unanswered.get(join.call());
    Sheet sheet = sheets.computeIfAbsent(join.room(), name -> new Sheet(name, key));
    assertThat(sheet.key).isEqualTo(key);
    assertThat(sheet.ended).as("no call is sent into a room that ends").isFalse();
    assertThat(Optional.ofNullable(sheet.ways.remove(join.call())).filter(way -> way.at != At.OUT)).as("nobody is sent where he is").isEmpty();
    assertThat(sheets.values()).as("one room of a conference takes joins")
        .noneMatch(other -> other != sheet && other.key.equals(key) && !other.ended && present(other) > 0);
    sheet.ways.put(join.call(), new Way(join.call(), wish));
    sentTo.put(join.call(), join.room());
    assertThat(present(sheet)).as("members with " + join.call()).isLessThanOrEqualTo(wish.maxMembers());
    Channel channel = world.box.channels.get(join.call());
    assertThat(channel.busy || channel.room.isPresent()).as(join.call() + " is free to join").isFalse();
  }

  private static long present(Sheet sheet) {
    return sheet.ways.values().stream().filter(way -> way.at != At.OUT).count();
  }

  private void answers(String call) {
    assertThat(unanswered.remove(call)).as("one answer for each request: " + call).isNotNull();
    Channel channel = world.box.channels.get(call);
    assertThat(channel.room).as(call + " is out of every room when its document goes on").isEmpty();
  }

  private void enterTold(Effect.TellEnter enter, List<Effect> all) {
    assertThat(toldIn.add(enter.call())).as("one enter before its exit: " + enter.call()).isTrue();
    assertThat(entersNow).contains(enter.call());
    Sheet sheet = sheets.get(enter.room());
    Way way = sheet.ways.get(enter.call());
    assertThat(enter.memberId()).isEqualTo(way.id);
    assertThat(sheet.uuid).contains(enter.conferenceUuid());
    assertThat(enter.members()).isEqualTo(sheet.in());
    assertThat(enter.first()).isEqualTo(firstNow);
    Effect sound = new Effect.PlaySound(enter.room(), enter.call(), Effect.Moment.ENTER);
    assertThat(all.stream().filter(sound::equals).count()).as("enterSound, if anybody hears it")
        .isEqualTo(way.wish.enterSound() && sheet.in().size() > 1 ? 1 : 0);
  }

  private void exitTold(Effect.TellExit exit, List<Effect> all) {
    assertThat(toldIn.remove(exit.call())).as("an exit only after an enter: " + exit.call()).isTrue();
    ExitReason reason = exit.departure().reason();
    toldOut.put(exit.call(), reason);
    Sheet sheet = sheets.get(exit.departure().room());
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
      case API -> throw new AssertionError("nobody asked for it");
      case TRANSFERRED -> { }
    }
    if (way.limited && !way.lost) {
      assertThat(reason).as("why " + way.call + " left when the time was over").isEqualTo(ExitReason.TIME_LIMIT);
    }
  }

  private void does(Effect effect, Occurrence occurrence) {
    if (effect instanceof Effect.Remove it) {
      removes(sheets.get(it.room()), it, occurrence);
    } else if (effect instanceof Effect.Empty it) {
      assertThat(sheets.get(it.room()).ended).isTrue();
    } else if (effect instanceof Effect.Mute it) {
      Sheet sheet = sheets.get(it.room());
      assertThat(sheet.isIn(it.memberId())).isTrue();
      Way way = sheet.ways.values().stream().filter(each -> each.id.equals(it.memberId())).findFirst().orElseThrow();
      assertThat(way.wish.muted()).as("who is muted anyway stays so").isFalse();
      assertThat(way.muted).as("mute and unmute take turns").isNotEqualTo(it.mute());
      way.muted = it.mute();
    } else if (effect instanceof Effect.SetWaitSound it) {
      Sheet sheet = sheets.get(it.room());
      assertThat(!sheet.ended && !sheet.in().isEmpty()).as("a room that can hear it").isTrue();
      assertThat(sheet.sounds++).as("the first that names a waitSound decides").isZero();
    } else if (effect instanceof Effect.PlaySound it) {
      Sheet sheet = sheets.get(it.room());
      assertThat(!sheet.ended && sheet.in().stream().anyMatch(call -> !call.equals(it.call()))).as("somebody hears it: " + it).isTrue();
    } else if (effect instanceof Effect.Relay it) {
      relays(it, sheets.get(it.room()));
    } else if (effect instanceof Effect.TellDigits it) {
      Sheet sheet = sheets.get(it.room());
      assertThat(sheet.ways.get(it.call()).wish.digitsMatch()).contains(it.pattern());
      assertThat(sheet.ended).as("who is on his way out presses nothing").isFalse();
      assertThat(it.members()).isEqualTo(sheet.in()).contains(it.call());
    } else if (effect instanceof Effect.TellFloor it) {
      Sheet sheet = sheets.get(it.room());
      assertThat(occurrence).isEqualTo(new Occurrence.FloorTaken(it.room(), it.call(), true));
      assertThat(sheet.started && !sheet.ended && sheet.in().contains(it.call()) && sheet.ways.get(it.call()).wish.floorEvent()).isTrue();
    } else if (effect instanceof Effect.ArmTimeLimit it) {
      Sheet sheet = sheets.get(it.room());
      assertThat(sheet.limitArmed).as("a room has one time limit").isFalse();
      sheet.limitArmed = true;
      assertThat(entersNow.isPresent() && firstNow).as("it is the creator's").isTrue();
      assertThat(it.deadline()).isEqualTo(world.now.plus(sheet.ways.get(entersNow.get()).wish.timeLimit())).isAfter(world.now);
    } else if (effect instanceof Effect.LookForLost it) {
      assertThat(sheets.get(it.room()).ended).isTrue();
      assertThat(searched.add(it.room())).as("one search at a time").isTrue();
    } else if (effect instanceof Effect.AskForLost it) {
      assertThat(sheets.get(it.room()).ended).isTrue();
    } else if (effect instanceof Effect.Rescue it) {
      assertThat(foundLost).contains(it.call());
    }
  }

  private static void removes(Sheet sheet, Effect.Remove remove, Occurrence occurrence) {
    assertThat(sheet.isIn(remove.memberId())).as("there is such a member: " + remove).isTrue();
    if (!sheet.ended) {
      Way way = sheet.ways.values().stream().filter(each -> each.id.equals(remove.memberId())).findFirst().orElseThrow();
      boolean star = occurrence.equals(new Occurrence.Pressed(way.call, '*')) && way.wish.hangupOnStar();
      boolean alone = !way.wish.stayAlone() && way.company && sheet.started && sheet.in().equals(List.of(way.call));
      assertThat(star || alone).as("there is a reason to remove " + way.call).isTrue();
      assertThat(occurrence instanceof Occurrence.Entered).as("nobody is removed because somebody came").isFalse();
      way.causes.add(star ? ExitReason.STAR : ExitReason.ALONE);
    }
  }

  private void relays(Effect.Relay relay, Sheet sheet) {
    Way presser = sheet.ways.get(relay.call());
    assertThat(presser.wish.relayDtmf() && !presser.wish.digitsMatch().isEmpty()).as("FreeSWITCH does not relay them itself").isTrue();
    assertThat(sheet.ended).isFalse();
    assertThat(relay.memberIds()).as("everybody else who is in").containsExactlyElementsOf(sheet.ways.values().stream()
        .filter(way -> way.at == At.IN && way != presser).map(way -> way.id).toList());
    StringBuilder so = relayed.computeIfAbsent(relay.call(), call -> new StringBuilder()).append(relay.keys());
    assertThat(isInOrder(so.toString(), pressed.get(relay.call()).toString())).as(so + " of " + pressed.get(relay.call())).isTrue();
  }

  /** Whether the first is what is left of the second when some is taken out. */
  static boolean isInOrder(String some, String all) {
    int at = 0;
    for (char key : all.toCharArray()) {
      at += at < some.length() && some.charAt(at) == key ? 1 : 0;
    }
    return at == some.length();
  }

  // ---- when everything has come to rest

  /** The truth and what the rules believe are the same, and nobody is owed anything. */
  void balances() {
    for (Channel channel : world.box.channels.values()) {
      String call = channel.call;
      assertThat(unanswered.containsKey(call)).as(call + " is unanswered for as long as it is in a room").isEqualTo(channel.room.isPresent());
      assertThat(toldIn.contains(call)).as("the application believes what is true of " + call).isEqualTo(channel.room.isPresent());
      channel.room.ifPresent(there -> {
        Sheet sheet = sheets.get(there.name);
        assertThat(sheet.ended || there.over || there.dying).as("nobody is left in a room that ended: " + call).isFalse();
        Way way = sheet.ways.get(call);
        assertThat(channel.muted).as("whether " + call + " is heard").isEqualTo(way.wish.muted() || channel.held && world.options().muteOnHold());
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
      if (!world.lostSomething && !sheets.get(room.name()).renewed) {
        assertThat(world.box.rooms.get(room.name()).moh).as("what the waiting hear").isEqualTo(room.waitSound());
        assertThat(room.started()).as("started, for us and for FreeSWITCH").isIn(!world.box.rooms.get(room.name()).waits, true);
      }
    }
    assertThat(new ArrayList<>(toldOut.keySet())).as("whoever was told to be out goes on").isEmpty();
  }
}
