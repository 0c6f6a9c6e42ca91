package org.confab.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The commands that are for members: one by id, {@code all}, {@code last}, {@code non_moderator}, or by {@code variable=value}. */
final class MemberApi {

  /** Empty where there is no such command, or it has no member to act on. */
  Optional<String> execute(Room room, String command, List<String> words) {
    if (!List.of("kick", "hup", "mute", "unmute", "tmute", "deaf", "undeaf", "hold", "unhold", "dtmf", "floor").contains(command)
        || words.size() < 3) {
      return Optional.empty();
    }
    String target = words.get(2);
    String data = words.size() > 3 ? words.get(3) : "";
    if (target.matches("0*[1-9]\\d{0,8}")) {
      int id = Integer.parseInt(target);
      return Optional.of(room.member(id).map(member -> act(member, command, data)).orElse("-ERR Non-Existant ID " + id + "\n"));
    }
    List<Member> there = room.callers().stream().filter(member -> !member.isLost()).toList();
    return switch (target.toLowerCase(Locale.ROOT)) {
      case "all" -> Optional.of(each(there, command, data));
      case "non_moderator" -> Optional.of(others(there, command, data));
      case "last" -> Optional.of(there.stream().max(Comparator.comparingInt(Member::id))
          .map(member -> act(member, command, data)).orElse(""));
      default -> target.contains("=") ? Optional.of(byVariable(there, target, command, data)) : Optional.empty();
    };
  }

  private static String each(List<Member> members, String command, String data) {
    StringBuilder out = new StringBuilder();
    members.forEach(member -> out.append(act(member, command, data)));
    return out.toString();
  }

  private static String others(List<Member> members, String command, String data) {
    StringBuilder out = new StringBuilder();
    for (Member member : members) {
      out.append(member.isModerator() ? "Skipping moderator (member id " + member.id() + ").\n" : act(member, command, data));
    }
    return out.toString();
  }

  private static String byVariable(List<Member> members, String target, String command, String data) {
    String[] pair = target.split("=", 2);
    return new ArrayList<>(members).stream().filter(member -> member.channel().variable(pair[0]).filter(pair[1]::equals).isPresent())
        .findFirst().map(member -> act(member, command, data)).orElse("-ERR Non-Existant member\n");
  }

  private static String act(Member member, String command, String data) {
    return switch (command) {
      case "kick" -> leave(member, "kicked", Origin.KICK, "kick-member");
      case "hup" -> leave(member, "hup", Origin.HUP, "hup-member");
      case "mute" -> speak(member, false);
      case "unmute" -> speak(member, true);
      case "tmute" -> speak(member, !member.canSpeak());
      case "deaf" -> hear(member, false);
      case "undeaf" -> hear(member, true);
      case "hold" -> hold(member, true);
      case "unhold" -> hold(member, false);
      case "dtmf" -> dtmf(member, data);
      default -> floor(member);
    };
  }

  private static String leave(Member member, String said, Origin origin, String action) {
    if (action.equals("kick-member")) {
      member.kicked();
    }
    member.room().fireMember(member, origin, action);
    member.dismiss();
    return "+OK " + said + " " + member.id() + "\n";
  }

  private static String speak(Member member, boolean on) {
    member.speak(on);
    member.room().fireMember(member, on ? Origin.UNMUTE : Origin.MUTE, on ? "unmute-member" : "mute-member");
    return (on ? "+OK unmute " : "+OK mute ") + member.id() + "\n";
  }

  private static String hear(Member member, boolean on) {
    member.hear(on);
    member.room().fireMember(member, on ? Origin.UNDEAF : Origin.DEAF, on ? "undeaf-member" : "deaf-member");
    return (on ? "+OK undeaf " : "+OK deaf ") + member.id() + "\n";
  }

  private static String hold(Member member, boolean on) {
    member.hold(on);
    member.room().fireMember(member, on ? Origin.MEMBER_HOLD : Origin.MEMBER_UNHOLD, on ? "hold-member" : "unhold-member");
    return (on ? "+OK hold " : "+OK unhold ") + member.id() + "\n";
  }

  private static String dtmf(Member member, String digits) {
    if (digits.isEmpty()) {
      return "-ERR Invalid input!\n";
    }
    member.channel().phone().hear(digits);
    member.room().fireMember(member, Origin.DTMF_MEMBER, "dtmf-member", "Digits", digits);
    return "+OK sent " + digits + " to " + member.id() + "\n";
  }

  private static String floor(Member member) {
    Optional<Member> holder = member.room().floor().holder();
    if (holder.isEmpty()) {
      member.room().floor().give(Optional.of(member));
      return "+OK floor " + member.id() + "\n";
    }
    if (holder.get() == member) {
      member.room().floor().give(Optional.empty());
      return "+OK floor none\n";
    }
    return "-ERR floor is held by " + holder.get().id() + "\n";
  }
}
