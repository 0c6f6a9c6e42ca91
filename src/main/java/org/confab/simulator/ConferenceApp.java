package org.confab.simulator;

/** The application {@code conference} (conference_function in mod_conference.c). */
final class ConferenceApp {

  private ConferenceApp() {}

  static void start(Channel channel, Execution execution) {
    String text = execution.argument();
    String flagText = "";
    int flagsAt = text.indexOf("+flags{");
    if (flagsAt >= 0) {
      int end = text.indexOf('}', flagsAt);
      flagText = text.substring(flagsAt + 7, end < 0 ? text.length() : end);
      text = text.substring(0, flagsAt);
    }
    String more = channel.variables().text("conference_member_flags");
    MemberFlags flags = MemberFlags.of(more.isEmpty() ? flagText : flagText + "|" + more);
    String name = text.stripLeading();
    int pin = name.indexOf('+');
    name = pin < 0 ? name : name.substring(0, pin);
    int at = name.lastIndexOf('@');
    String profile = at < 0 ? "default" : name.substring(at + 1);
    name = at < 0 ? name : name.substring(0, at);
    if (name.isEmpty()) {
      execution.end();
      return;
    }
    join(channel, execution, name, profile, flags);
  }

  private static void join(Channel channel, Execution execution, String name, String profile, MemberFlags flags) {
    channel.core().rooms().locks().join(name, channel, () -> enter(channel, execution, name, profile, flags));
  }

  private static void enter(Channel channel, Execution execution, String name, String profile, MemberFlags flags) {
    Rooms rooms = channel.core().rooms();
    boolean lost = rooms.takeLoss();
    Room room = rooms.find(name).orElseGet(() -> rooms.create(name, profile, channel, flags));
    channel.variables().set("conference_name", name).set("app_session_uuid", room.uuid());
    channel.answer();
    if (room.rejects()) {
      room.abandoned();
      execution.end();
      return;
    }
    Member member = new Member(room, channel, execution, flags);
    execution.onLeave(member::leave);
    room.add(member);
    if (lost) {
      room.dieAround(member);
    }
  }
}
