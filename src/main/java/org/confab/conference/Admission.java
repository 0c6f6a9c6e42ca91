package org.confab.conference;

/**
 * maxMembers: the joiner's own value decides, and those on their way in count, so that two joins in one instant never both take the last place.
 * A member who has been told to leave counts until he left.
 */
final class Admission {

  private Admission() {}

  static boolean full(Conference conference, int maxMembers) {
    return conference.current().stream().flatMap(room -> room.members().values().stream())
        .filter(member -> !member.is(Member.Phase.OUT)).count() >= maxMembers;
  }
}
