package org.confab.conference;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.confab.conference.ModelSwitch.Channel;
import org.confab.conference.ModelSwitch.ModelRoom;

/** Callers who do as they please, two conferences, a {@link ModelSwitch}, the rules between them, and the {@link Audit} of it all. */
final class World {

  static final List<ConferenceKey> KEYS = List.of(new ConferenceKey("MAXXXXXXXXXXXXXXXXXX", "one"), new ConferenceKey("MAXXXXXXXXXXXXXXXXXX", "two"));
  private static final List<Duration> STEPS = List.of(Duration.ofMillis(400), Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofMinutes(11));

  private record Timer(Instant due, ConferenceKey key, Occurrence says) {}

  /** A call that the rules have not let go of. */
  private record Guest(ConferenceKey key, MemberSettings wish) {}

  final ModelSwitch box = new ModelSwitch(this::told, this::parkedAgain);
  final Ledger ledger = new Ledger();
  final Audit audit = new Audit(this, ledger);
  final Map<ConferenceKey, Conference> conferences = new LinkedHashMap<>();
  private final ConferenceRules rules;
  private final ConferenceRules.Options options;
  private final Map<String, Guest> guests = new HashMap<>();
  private final Set<String> rescuing = new HashSet<>();
  private final List<Timer> timers = new ArrayList<>();
  private final int[] generation = new int[Deed.CALLERS];
  Instant now = Instant.EPOCH;
  boolean lostSomething;
  /** How each call's last element ended. */
  final Map<String, String> answers = new HashMap<>();
  /** What happened and what the rules said to it, for whoever has to understand a failure. */
  final List<String> trace = new ArrayList<>();

  World(boolean endconfEndsRoom) {
    options = ConferenceRules.Options.defaults().endconfEndsRoom(endconfEndsRoom);
    rules = new ConferenceRules(options);
    KEYS.forEach(key -> conferences.put(key, Conference.of(key, 1)));
  }

  ConferenceRules.Options options() {
    return options;
  }

  // ---- the callers

  void does(Deed deed) {
    Channel channel = caller(deed.caller());
    switch (deed.kind()) {
      case ASKS -> asks(channel, deed);
      case GOES_ON -> box.strands().goesOn(deed.pick());
      case ALL_GOES_ON -> {
        if (deed.pick() % 2 == 0) {
          box.strands().allGoesOnInOrder();
        } else {
          box.strands().allGoesOn();
        }
      }
      case PRESSES -> box.presses(channel, Deed.KEYS.get(deed.pick() % Deed.KEYS.size()).charAt(0));
      case HANGS_UP -> box.hangsUp(channel);
      case HOLDS -> box.holds(channel);
      case TAKES_FLOOR -> box.takesFloor(channel, deed.pick() % 3 > 0);
      case WAIT_SOUND_COMES -> happens(new Occurrence.WaitSoundReady(channel.call, "/late-" + channel.call));
      case IS_KICKED -> box.kicks(channel);
      case IS_TRANSFERRED -> box.transfers(channel);
      case IS_ORDERED -> happens(ordered(channel.call, deed.pick()));
      case IS_TURNED_AWAY -> channel.turnedAway = true;
      case IS_UNLUCKY -> channel.fate = deed.pick() % 3;
      case TIME_PASSES -> passes(STEPS.get(deed.pick() % STEPS.size()), deed.pick());
      case EVENT_LOST -> lostSomething |= box.strands().losesEvent(deed.pick());
      case EVENT_REPEATED -> box.strands().repeatsEvent(deed.pick());
      case COMMAND_LOST -> box.strands().losesCommand(deed.pick());
      case RESYNC -> resync();
    }
  }

  private static Occurrence ordered(String call, int pick) {
    return switch (pick) {
      case 0, 1, 2 -> new Occurrence.MuteOrdered(call, true);
      case 3, 4, 5 -> new Occurrence.MuteOrdered(call, false);
      case 6, 7 -> new Occurrence.DeafOrdered(call, true);
      case 8, 9 -> new Occurrence.DeafOrdered(call, false);
      case 10 -> new Occurrence.KickOrdered(call);
      default -> new Occurrence.HangUpOrdered(call);
    };
  }

  /** Who hung up, or was moved, calls again. */
  private Channel caller(int number) {
    String name = nameOf(number);
    Channel channel = box.channels.computeIfAbsent(name, Channel::new);
    if (!channel.isOurs() && !guests.containsKey(name)) {
      generation[number]++;
      return caller(number);
    }
    return channel;
  }

  /** The call that the caller makes, or made last. */
  String nameOf(int number) {
    return "c" + number + "." + generation[number];
  }

  private void asks(Channel channel, Deed deed) {
    if (channel.isOurs() && !guests.containsKey(channel.call)) {
      guests.put(channel.call, new Guest(KEYS.get(deed.pick() % 4 == 0 ? 1 : 0), deed.wish()));
      happens(new Occurrence.JoinRequested(channel.call, deed.wish(), deed.pick() % 3 == 0 ? Optional.of("/brought-" + channel.call) : Optional.empty()));
      if (channel.held) {
        happens(new Occurrence.Held(channel.call, true));
      }
    }
  }

  boolean isGuest(String call) {
    return guests.containsKey(call);
  }

  // ---- what is told to the rules

  private void told(Occurrence occurrence) {
    // of a call that we pull out ourselves only its new park says that it is free
    if (!(occurrence instanceof Occurrence.ApplicationEnded it && rescuing.contains(it.call()) && box.channels.get(it.call()).isOurs())) {
      happens(occurrence);
    }
  }

  private void parkedAgain(String call) {
    if (rescuing.remove(call)) {
      happens(new Occurrence.ApplicationEnded(call));
    }
  }

  /** As {@code call.Conferences} does: an occurrence of a room goes to that room's conference, one of a call to the call's. */
  private void happens(Occurrence occurrence) {
    Optional<RoomName> room = Ledger.roomOf(occurrence);
    Optional<ConferenceKey> key = room.isPresent() ? KEYS.stream().filter(each -> conferences.get(each).room(room.get()).isPresent()).findFirst()
        : Ledger.callOf(occurrence).map(guests::get).map(Guest::key);
    key.ifPresent(found -> happens(found, occurrence));
  }

  private void happens(ConferenceKey key, Occurrence occurrence) {
    ledger.happens(key, occurrence);
    ConferenceRules.Step step = rules.apply(conferences.get(key), occurrence, now);
    conferences.put(key, step.conference());
    trace.add(occurrence + "\n    " + step.effects());
    audit.answered(key, occurrence, step.effects());
    step.effects().forEach(effect -> carryOut(key, effect));
  }

  private void carryOut(ConferenceKey key, Effect effect) {
    if (effect instanceof Effect.Join it) {
      box.join(box.channels.get(it.call()), it);
    } else if (effect instanceof Effect.Refuse it) {
      guests.remove(it.call());
      answers.put(it.call(), it.reason().word());
    } else if (effect instanceof Effect.Proceed it) {
      guests.remove(it.call());
      answers.put(it.call(), it.departure().reason().word());
    } else if (effect instanceof Effect.Remove it) {
      box.remove(it.room(), it.memberId());
    } else if (effect instanceof Effect.Empty it) {
      box.empty(it.room());
    } else if (effect instanceof Effect.Mute it) {
      box.mute(it);
    } else if (effect instanceof Effect.Deaf it) {
      box.deaf(it);
    } else if (effect instanceof Effect.HangUp it) {
      box.hangUp(it.call());
    } else if (effect instanceof Effect.SetWaitSound it) {
      box.moh(it);
    } else if (effect instanceof Effect.StartRecording it) {
      box.record(it);
    } else if (effect instanceof Effect.PauseRecording it) {
      box.pauseRecording(it);
    } else if (effect instanceof Effect.Rescue it) {
      // as it says, not while that is being done
      if (rescuing.add(it.call())) {
        box.rescue(it.call());
      }
    } else if (effect instanceof Effect.AskForLost it) {
      box.asked(it);
    } else if (effect instanceof Effect.AwaitPause it) {
      timers.add(new Timer(now.plus(it.after()), key, new Occurrence.DigitPause(it.call(), it.presses())));
    } else if (effect instanceof Effect.LookForLost it) {
      timers.add(new Timer(now.plus(it.after()), key, new Occurrence.LostSearchDue(it.room())));
    } else if (effect instanceof Effect.ArmTimeLimit it) {
      timers.add(new Timer(it.deadline(), key, new Occurrence.TimeLimitReached(it.room())));
    } else if (effect instanceof Effect.DisarmTimeLimit it) {
      timers.removeIf(timer -> timer.says().equals(new Occurrence.TimeLimitReached(it.room())));
    }
  }

  // ---- time

  private void passes(Duration time, int pick) {
    now = now.plus(time);
    List<Timer> due = new ArrayList<>(timers.stream().filter(timer -> !timer.due().isAfter(now)).toList());
    if (pick % 2 == 0) {
      java.util.Collections.reverse(due);
    }
    for (Timer timer : due) {
      // one that was cancelled by another that was due does not ring
      if (timers.remove(timer)) {
        happens(timer.key(), timer.says());
      }
    }
  }

  // ---- how things stand

  /** What {@code call.Calls} and {@code call.Conferences} make of FreeSWITCH's answer, when nothing is on its way. */
  private void resync() {
    box.strands().allGoesOn();
    for (ConferenceKey key : KEYS) {
      for (Room room : conferences.get(key).rooms()) {
        room.members().values().forEach(member -> resync(room, member));
      }
      for (Room room : conferences.get(key).rooms()) {
        room.recording().filter(RoomRecording::goesOn).flatMap(recording -> Optional.ofNullable(box.rooms.get(room.name()))).ifPresent(there -> happens(
            there.recording.<Occurrence>map(paused -> new Occurrence.RecordingSeen(room.name(), paused))
                .orElseGet(() -> new Occurrence.RecordingMissing(room.name()))));
        if (room.in().isEmpty() && !box.rooms.containsKey(room.name())) {
          room.uuid().ifPresent(uuid -> happens(new Occurrence.Destroyed(room.name(), uuid)));
        }
      }
    }
    box.strands().allGoesOn();
  }

  private void resync(Room room, Member member) {
    Channel channel = box.channels.get(member.call());
    Optional<ModelRoom> listed = Optional.ofNullable(box.rooms.get(room.name())).filter(there -> there.members.containsKey(member.call()));
    if (channel.gone) {
      happens(new Occurrence.HungUp(member.call()));
    } else if (channel.elsewhere) {
      happens(new Occurrence.Transferred(member.call()));
    } else if (!channel.busy) {
      rescuing.remove(member.call());
      happens(new Occurrence.ApplicationEnded(member.call()));
    } else if (member.is(Member.Phase.JOINING)) {
      listed.ifPresent(there -> happens(new Occurrence.Entered(room.name(), there.uuid, member.call(), channel.memberId)));
    } else if (member.is(Member.Phase.IN) && listed.isEmpty()) {
      happens(channel.room.isPresent() ? new Occurrence.FoundLost(room.name(), member.call())
          : new Occurrence.Left(room.name(), member.call(), false));
    } else if (member.is(Member.Phase.IN) && member.leaving().isPresent()) {
      member.memberId().ifPresent(id -> box.remove(room.name(), id));
    }
    if (conferences.get(guestKey(member)).roomOf(member.call()).map(now -> now.members().get(member.call()).held() != channel.held).orElse(false)) {
      happens(new Occurrence.Held(member.call(), channel.held));
    }
  }

  private ConferenceKey guestKey(Member member) {
    return Optional.ofNullable(guests.get(member.call())).map(Guest::key).orElse(KEYS.get(0));
  }

  /** Nobody does anything any more, and everything that is owed is done; time limits of hours do not ring. */
  void settles() {
    for (int i = 0; i < 12; i++) {
      box.strands().allGoesOn();
      resync();
      passes(Duration.ofSeconds(1), 1);
    }
    box.strands().allGoesOn();
  }

  void everybodyHangsUp() {
    List.copyOf(box.channels.values()).forEach(box::hangsUp);
    settles();
  }

  List<Room> rooms() {
    return KEYS.stream().flatMap(key -> conferences.get(key).rooms().stream()).toList();
  }
}
