package org.confab.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code conference <name> <command>} (conference_api.c). */
final class ConferenceApi {

  private static final String USAGE = usage();

  private final Core core;
  private final MemberApi members = new MemberApi();
  private final RecordingApi recordings = new RecordingApi();

  ConferenceApi(Core core) {
    this.core = core;
  }

  private static String usage() {
    try (InputStream in = ConferenceApi.class.getResourceAsStream("conference-usage.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String execute(String arguments) {
    List<String> words = Words.split(arguments, ' ', 25);
    if (words.isEmpty()) {
      return USAGE;
    }
    Optional<Room> room = core.rooms().find(words.get(0));
    if (room.isPresent()) {
      return words.size() < 2 ? "Conference command, not specified.\nTry 'help'\n" : inRoom(room.get(), words);
    }
    return switch (words.get(0).toLowerCase(Locale.ROOT)) {
      case "list" -> RoomList.all(core.rooms().all());
      case "count" -> Integer.toString(core.rooms().all().size());
      case "xml_list" -> RoomXml.of(core.rooms().all());
      case "json_list" -> RoomJson.of(core.rooms().all(), words.size() == 2 && words.get(1).equals("compact"));
      default -> "-ERR Conference " + words.get(0) + " not found\n";
    };
  }

  private String inRoom(Room room, List<String> words) {
    String command = words.get(1).toLowerCase(Locale.ROOT);
    return switch (command) {
      case "list" -> RoomList.members(room, words);
      case "count" -> Integer.toString(room.size());
      case "xml_list" -> RoomXml.of(List.of(room));
      case "json_list" -> RoomJson.of(List.of(room), words.size() == 3 && words.get(2).equals("compact"));
      case "get" -> get(room, words).orElse(syntax("get"));
      case "set" -> set(room, words).orElse(syntax("set"));
      case "play" -> play(room, words);
      case "play_status" -> "-ERR Nothing is playing\n";
      case "stop" -> stop(room, words);
      case "moh" -> moh(room, words);
      case "lock", "unlock" -> lock(room, command.equals("lock"));
      case "say" -> "-ERR (say) Error!\n" + syntax("say");
      case "saymember" -> sayMember(room, words);
      case "recording", "record", "norecord", "pause", "resume", "chkrecord" -> recordings.execute(room, command, words)
          .orElseGet(() -> syntax(command));
      case "get-uuid" -> word(words, 2).flatMap(id -> member(room, id)).map(member -> member.channel().uuid())
          .orElse(syntax("get-uuid"));
      default -> members.execute(room, command, words)
          .orElseGet(() -> known(command) ? syntax(command) : "-ERR Conference command '" + words.get(1) + "' not found.\n");
    };
  }

  private static boolean known(String command) {
    return USAGE.contains("<conf name> " + command + " ");
  }

  /** How FreeSWITCH answers bad arguments: the command's syntax, without an error prefix and without a line's end. */
  static String syntax(String command) {
    return USAGE.lines().filter(line -> line.startsWith("<conf name> " + command + " ")).findFirst()
        .map(line -> line.substring(12)).orElse("");
  }

  static Optional<String> word(List<String> words, int index) {
    return words.size() > index ? Optional.of(words.get(index)) : Optional.empty();
  }

  static Optional<Member> member(Room room, String id) {
    return id.matches("\\d{1,9}") ? room.member(Integer.parseInt(id)) : Optional.empty();
  }

  private static Optional<String> get(Room room, List<String> words) {
    if (words.size() != 3) {
      return Optional.empty();
    }
    return switch (words.get(2).toLowerCase(Locale.ROOT)) {
      case "run_time" -> Optional.of(Long.toString(RoomJson.secondsSince(room, room.created())));
      case "count" -> Optional.of(Integer.toString(room.size()));
      case "count_ghosts" -> Optional.of("0");
      case "max_members" -> Optional.of(Integer.toString(room.maxMembers()));
      case "rate" -> Optional.of("8000");
      case "profile_name" -> Optional.of(room.profile());
      case "uuid" -> Optional.of(room.uuid());
      case "is_locked" -> Optional.of(room.locked() ? "locked" : "");
      case "endconference_grace_time" -> Optional.of(Integer.toString(room.graceTime()));
      case "wait_mod" -> Optional.of(room.waits() ? "true" : "");
      default -> Optional.empty();
    };
  }

  /** Answers with the value that was there before. */
  private static Optional<String> set(Room room, List<String> words) {
    if (words.size() != 4 || !words.get(3).matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int value = Integer.parseInt(words.get(3));
    switch (words.get(2).toLowerCase(Locale.ROOT)) {
      case "max_members" -> {
        int old = room.maxMembers();
        room.maxMembers(value);
        return Optional.of(Integer.toString(old));
      }
      case "endconference_grace_time" -> {
        int old = room.graceTime();
        room.graceTime(value);
        return Optional.of(Integer.toString(old));
      }
      default -> {
        return Optional.empty();
      }
    }
  }

  private static String play(Room room, List<String> words) {
    boolean async = words.size() > 3 && words.size() <= 5 && words.get(words.size() - 1).equalsIgnoreCase("async");
    int count = async ? words.size() - 1 : words.size();
    if (count < 3) {
      return syntax("play");
    }
    String file = words.get(2);
    if (count == 3) {
      if (!room.sounds().play(file, async)) {
        return "-ERR (play) File: " + file + " not found.\n";
      }
      room.fire(Origin.PLAY, "play-file", "File", file, "Async", Boolean.toString(async));
      return "+OK (play) Playing file " + file + "\n";
    }
    Optional<Member> member = member(room, words.get(3));
    if (member.isEmpty()) {
      return "-ERR Member: 338906865 not found.\n" + syntax("play");
    }
    if (!room.sounds().playTo(member.get(), file)) {
      return "-ERR (play) File: " + file + " not found.\n";
    }
    room.fireMember(member.get(), Origin.PLAY_MEMBER, "play-file-member", "File", file);
    return "+OK (play) Playing file " + file + " to member " + member.get().id() + "\n";
  }

  private static String stop(Room room, List<String> words) {
    String what = word(words, 2).orElse("all").toLowerCase(Locale.ROOT);
    if (!List.of("all", "current", "async", "last").contains(what)) {
      return syntax("stop");
    }
    if (words.size() == 4) {
      return member(room, words.get(3)).map(member -> {
        int stopped = member.sound().isPresent() ? 1 : 0;
        Optional<RoomSound> sound = member.sound();
        member.sound(Optional.empty());
        sound.ifPresent(s -> room.core().after(Room.TICK, s::done));
        return "+OK Stopped " + stopped + " files.\n";
      }).orElse("-ERR Member: " + words.get(3) + " not found.\n");
    }
    boolean async = what.equals("async");
    int stopped = room.sounds().stop(!async, what.equals("current") || what.equals("last"), async || what.equals("all"));
    return "+OK Stopped " + stopped + " files.\n";
  }

  private static String moh(Room room, List<String> words) {
    if (words.size() < 3) {
      return "-ERR invalid moh param\n";
    }
    room.sounds().music(words.get(2), room.ownMusic());
    return "+OK moh\n";
  }

  private static String lock(Room room, boolean on) {
    room.lock(on);
    return "+OK " + room.name() + (on ? " locked\n" : " unlocked\n");
  }

  private static String sayMember(Room room, List<String> words) {
    if (words.size() < 4) {
      return "-ERR (saymember) No Text!\n" + syntax("saymember");
    }
    return member(room, words.get(2)).isPresent() ? "-ERR (saymember) Error!\n" + syntax("saymember")
        : "-ERR (saymember) Unknown Member " + words.get(2) + "!\n" + syntax("saymember");
  }
}
