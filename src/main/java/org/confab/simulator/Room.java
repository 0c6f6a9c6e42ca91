package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One room of mod_conference, from its creation to its end. */
final class Room {

  static final String MAINTENANCE = "conference::maintenance";
  /** The room's own thread looks around this often. */
  static final Duration TICK = Duration.ofMillis(20);

  private final Core core;
  private final String name;
  private final String profile;
  private final String uuid = UUID.randomUUID().toString();
  private final Instant created;
  private final Optional<String> ownMusic;
  private final List<Member> members = new ArrayList<>();
  private final Recordings recordings = new Recordings(this);
  private final RoomSounds sounds;
  private final Floor floor = new Floor(this);
  private int size;
  private int mandatory;
  private int maxMembers;
  private int graceTime;
  private boolean waits;
  private boolean locked;
  private boolean ending;
  private boolean awake;
  private boolean over;
  private boolean enforceMin;

  Room(Core core, String name, String profile, Channel creator, MemberFlags flags) {
    this.core = core;
    this.name = name;
    this.profile = profile;
    this.created = core.now();
    this.waits = flags.has("wait-mod");
    this.ownMusic = creator.variables().get("conference_moh_sound");
    this.sounds = new RoomSounds(this, ownMusic);
    String max = creator.variables().text("conference_max_members");
    this.maxMembers = max.matches("\\d{1,6}") && Integer.parseInt(max) > 1 ? Integer.parseInt(max) : 0;
    fire(Origin.ROOM_CREATE, "conference-create");
  }

  Core core() {
    return core;
  }

  String name() {
    return name;
  }

  /** What {@code get profile_name} says; a profile that the box does not have leaves {@code none}. */
  String profile() {
    return profile.equals("default") ? profile : "none";
  }

  String uuid() {
    return uuid;
  }

  Instant created() {
    return created;
  }

  /** Conference-Size. */
  int size() {
    return size;
  }

  boolean waits() {
    return waits;
  }

  boolean locked() {
    return locked;
  }

  /** It is ending, or has ended: nobody finds it any more. */
  boolean ending() {
    return ending;
  }

  boolean enforcesMin() {
    return enforceMin;
  }

  int maxMembers() {
    return maxMembers;
  }

  void maxMembers(int max) {
    maxMembers = max;
  }

  int graceTime() {
    return graceTime;
  }

  void graceTime(int seconds) {
    graceTime = seconds;
  }

  RoomSounds sounds() {
    return sounds;
  }

  Optional<String> ownMusic() {
    return ownMusic;
  }

  /** The newest first, as mod_conference's list has them. */
  List<Member> callers() {
    return List.copyOf(members);
  }

  Recordings recordings() {
    return recordings;
  }

  Optional<Member> member(int id) {
    return members.stream().filter(member -> member.id() == id && member.isReachable() && !member.isLost()).findFirst();
  }

  Floor floor() {
    return floor;
  }

  /** Whether a join is turned away: locked, or full. */
  boolean rejects() {
    return locked || maxMembers > 0 && size >= maxMembers;
  }

  /** Someone created it and did not come in. */
  void abandoned() {
    if (size == 0) {
      ending = true;
      wake();
    }
  }

  /** conference_member_add. */
  void add(Member member) {
    Channel channel = member.channel();
    size++;
    mandatory += member.isMandatory() ? 1 : 0;
    core.rooms().entered(member);
    channel.variables().set("read_codec", "L16").set("read_rate", "48000").set("conference_member_id", Integer.toString(member.id()))
        .set("conference_moderator", Boolean.toString(member.isModerator())).set("conference_ghost", "false")
        .set("conference_recording", recordings.newest())
        .set("conference_uuid", uuid);
    if (channel.variables().get("conference_call_key").isEmpty()) {
      channel.variables().set("conference_call_key",
          "conference_" + name + "_cluecon.com_" + channel.variable("caller_id_number").orElse(""));
    }
    if (member.isModerator()) {
      waits = false;
    }
    if (size > 1) {
      boolean stop = waits ? !channel.variables().isTrue("conference_permanent_wait_mod_moh") : sounds.hasMusic();
      if (stop) {
        sounds.stopMusic();
        sounds.musicAllowed();
      }
      channel.variables().get("conference_enter_sound").ifPresent(sound -> sounds.play(Expansion.expand(sound, channel), false));
    }
    enforceMin = true;
    fireMember(member, Origin.ADD_MEMBER, "add-member");
    members.add(0, member);
    member.hearVoice();
    wake();
  }

  /** conference_member_del. */
  void remove(Member member) {
    Channel channel = member.channel();
    channel.variables().get("conference_exit_sound").ifPresent(sound -> sounds.play(Expansion.expand(sound, channel), false));
    members.remove(member);
    Acoustics.changed(this);
    member.sound().ifPresent(RoomSound::done);
    floor.left(member);
    size--;
    if (member.endsConference()) {
      ending = true;
    }
    if (member.isMandatory() && --mandatory == 0) {
      core.after(Duration.ofSeconds(graceTime), this::end);
    }
    channel.variables().unset("conference_call_key");
    if (size == 0) {
      ending = true;
    } else if (waits && !channel.variables().isTrue("conference_permanent_wait_mod_moh")) {
      sounds.stopMusic();
    }
    fireMember(member, Origin.DEL_MEMBER, "del-member");
    wake();
  }

  private void end() {
    if (mandatory == 0) {
      ending = true;
      wake();
    }
  }

  void lock(boolean on) {
    locked = on;
    fire(on ? Origin.LOCK : Origin.UNLOCK, on ? "lock" : "unlock");
  }

  /** The room's thread has something to do at its next tick. */
  void wake() {
    if (!awake && !over) {
      awake = true;
      core.after(TICK, this::tick);
    }
  }

  /** One round of the room's thread; one that is ending goes through it once more. */
  private void tick() {
    awake = false;
    if (!over) {
      floor.tick(members);
      sounds.tick();
      if (ending) {
        destroy();
      }
    }
  }

  private void destroy() {
    over = true;
    core.rooms().forget(this);
    sounds.end();
    for (Member member : callers()) {
      if (member.isLost()) {
        continue;
      }
      if (!member.channel().variables().isFalse("hangup_after_conference")) {
        member.channel().hangUp(HangupCause.NORMAL_CLEARING);
      }
      member.dismiss();
    }
    core.later(this::emptied);
  }

  private void emptied() {
    if (!members.isEmpty()) {
      over = false;
      awake = false;
      if (!members.stream().allMatch(Member::isLost)) {
        core.after(TICK, this::emptied);
      }
      return;
    }
    over = true;
    recordings.end();
    fire(Origin.ROOM_DESTROY, "conference-destroy");
  }

  /** The trap: the room ends in the instant in which that member comes in, and never looks at it again. */
  void dieAround(Member member) {
    member.lose();
    ending = true;
    core.rooms().forget(this);
    wake();
  }

  /** conference_event_add_data. */
  Event data(Event event) {
    return event.add("Conference-Name", name).add("Conference-Domain", "cluecon.com").add("Conference-Size", Integer.toString(size))
        .add("Conference-Ghosts", "0").add("Conference-Profile-Name", profile()).add("Conference-Unique-ID", uuid);
  }

  /** A room's event, with more headers in pairs. */
  void fire(Origin origin, String action, String... more) {
    fire(data(core.event("CUSTOM", MAINTENANCE, origin)), action, more);
  }

  /** A member's event, with more headers in pairs. */
  void fireMember(Member member, Origin origin, String action, String... more) {
    fire(member.data(core.event("CUSTOM", MAINTENANCE, origin)), action, more);
  }

  private void fire(Event event, String action, String... more) {
    event.add("Action", action);
    for (int i = 0; i < more.length; i += 2) {
      event.add(more[i], more[i + 1]);
    }
    core.fire(event);
  }
}
