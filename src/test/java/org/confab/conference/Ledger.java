package org.confab.conference;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What anybody could know who hears what the rules hear and sees what they say, without knowing how they decide: who was sent into which room,
 * who is in it, why it cannot go on. What the rules say is held against it by {@link Audit}.
 */
final class Ledger {

  enum At { SENT, IN, STRANDED, OUT }

  /** A call's way through one room. */
  static final class Way {
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
  static final class Sheet {
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

  final Map<RoomName, Sheet> sheets = new LinkedHashMap<>();
  final Map<String, RoomName> sentTo = new HashMap<>();
  /** Who asked to be let in, and has had no answer. */
  final Map<String, MemberSettings> unanswered = new HashMap<>();
  /** Who is to be muted, by his element or by an order; and deaf. */
  final Map<String, Boolean> muted = new HashMap<>();
  final Map<String, Boolean> deaf = new HashMap<>();
  final Set<RoomName> searched = new HashSet<>();
  final Set<String> foundLost = new HashSet<>();
  final Map<String, StringBuilder> pressed = new HashMap<>();
  /** Whom the last occurrence brought into a room, and whether he found nobody there. */
  Optional<String> entersNow = Optional.empty();
  boolean firstNow;

  static Optional<RoomName> roomOf(Occurrence it) {
    return Optional.ofNullable(it instanceof Occurrence.Entered o ? o.room() : it instanceof Occurrence.Kicked o ? o.room()
        : it instanceof Occurrence.Left o ? o.room() : it instanceof Occurrence.FloorTaken o ? o.room() : it instanceof Occurrence.Destroyed o ? o.room()
        : it instanceof Occurrence.TimeLimitReached o ? o.room() : it instanceof Occurrence.LostSearchDue o ? o.room()
        : it instanceof Occurrence.FoundLost o ? o.room() : it instanceof Occurrence.RecordingStarted o ? o.room()
        : it instanceof Occurrence.RecordingStopped o ? o.room() : it instanceof Occurrence.RecordingSeen o ? o.room()
        : it instanceof Occurrence.RecordingMissing o ? o.room() : null);
  }

  static Optional<String> callOf(Occurrence it) {
    return Optional.ofNullable(it instanceof Occurrence.JoinRequested o ? o.call() : it instanceof Occurrence.WaitSoundReady o ? o.call()
        : it instanceof Occurrence.ApplicationEnded o ? o.call() : it instanceof Occurrence.Transferred o ? o.call()
        : it instanceof Occurrence.HungUp o ? o.call() : it instanceof Occurrence.Pressed o ? o.call() : it instanceof Occurrence.DigitPause o ? o.call()
        : it instanceof Occurrence.Held o ? o.call() : it instanceof Occurrence.MuteOrdered o ? o.call() : it instanceof Occurrence.DeafOrdered o ? o.call()
        : it instanceof Occurrence.KickOrdered o ? o.call() : it instanceof Occurrence.HangUpOrdered o ? o.call() : null);
  }

  void happens(ConferenceKey key, Occurrence occurrence) {
    entersNow = Optional.empty();
    if (occurrence instanceof Occurrence.JoinRequested it) {
      unanswered.put(it.call(), it.settings());
      muted.put(it.call(), it.settings().muted());
      deaf.put(it.call(), false);
    } else if (occurrence instanceof Occurrence.MuteOrdered it) {
      memberOf(it.call()).ifPresent(way -> muted.put(it.call(), it.mute()));
    } else if (occurrence instanceof Occurrence.DeafOrdered it) {
      memberOf(it.call()).ifPresent(way -> deaf.put(it.call(), it.deaf()));
    } else if (occurrence instanceof Occurrence.KickOrdered it) {
      memberOf(it.call()).ifPresent(way -> way.causes.add(ExitReason.KICK));
    } else if (occurrence instanceof Occurrence.HangUpOrdered it) {
      current(it.call()).map(sheet -> sheet.ways.get(it.call())).ifPresent(way -> way.causes.add(ExitReason.API));
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

  private Optional<Way> memberOf(String call) {
    return current(call).map(sheet -> sheet.ways.get(call)).filter(way -> way.at == At.IN);
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
}
