package org.confab.conference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.confab.conference.Story.moderator;
import static org.confab.conference.Story.settings;

import org.confab.conference.Effect.Deaf;
import org.confab.conference.Effect.HangUp;
import org.confab.conference.Effect.Mute;
import org.confab.conference.Effect.Remove;
import org.confab.conference.Effect.TellExit;
import org.confab.conference.Occurrence.DeafOrdered;
import org.confab.conference.Occurrence.HangUpOrdered;
import org.confab.conference.Occurrence.Held;
import org.confab.conference.Occurrence.HungUp;
import org.confab.conference.Occurrence.KickOrdered;
import org.confab.conference.Occurrence.Left;
import org.confab.conference.Occurrence.MuteOrdered;
import org.junit.jupiter.api.Test;

/** What REST and the console order of members. */
class OrdersTest {

  private static final RoomName ROOM = Story.roomNumber(1);

  private static Story two() {
    return new Story().joins("a", settings()).joins("b", settings());
  }

  @Test
  void muteAndUnmuteAreSaidEachTimeTheyAreOrdered() {
    Story story = two();
    assertThat(story.that(new MuteOrdered("a", true)).last()).containsExactly(new Mute(ROOM, "id-a", true));
    assertThat(story.that(new MuteOrdered("a", true)).last()).containsExactly(new Mute(ROOM, "id-a", true));
    assertThat(story.that(new MuteOrdered("a", false)).last()).containsExactly(new Mute(ROOM, "id-a", false));
  }

  @Test
  void anUnmuteDoesNotLetTheMusicOfWhoHoldsIntoTheRoomAndCountsWhenHeIsBack() {
    Story story = two().that(new MuteOrdered("a", true)).that(new Held("a", true));
    assertThat(story.that(new MuteOrdered("a", false)).last()).isEmpty();
    assertThat(story.that(new Held("a", false)).last()).containsExactly(new Mute(ROOM, "id-a", false));
  }

  @Test
  void whoWasMutedByOrderStaysSoAfterHold() {
    Story story = two().that(new Held("a", true)).that(new MuteOrdered("a", true));
    assertThat(story.that(new Held("a", false)).last()).isEmpty();
  }

  @Test
  void deafAndUndeaf() {
    assertThat(two().that(new DeafOrdered("b", true)).last()).containsExactly(new Deaf(ROOM, "id-b", true));
    assertThat(two().that(new DeafOrdered("b", false)).last()).containsExactly(new Deaf(ROOM, "id-b", false));
  }

  @Test
  void whoIsKickedLeavesForThatReason() {
    Story story = two();
    assertThat(story.that(new KickOrdered("a")).last()).containsExactly(new Remove(ROOM, "id-a"));
    story.that(new Left(ROOM, "a", false));
    assertThat(story.last(TellExit.class)).singleElement().extracting(exit -> exit.departure().reason()).isEqualTo(ExitReason.KICK);
  }

  @Test
  void whoIsHungUpByOrderLeavesForThatReasonAndTakesTheConferenceAlongIfHisElementSaysSo() {
    Story story = new Story().joins("m", moderator()).joins("b", settings());
    assertThat(story.that(new HangUpOrdered("m")).last()).containsExactly(new HangUp("m"));
    story.that(new Left(ROOM, "m", true));
    assertThat(story.last(TellExit.class)).singleElement().extracting(exit -> exit.departure().reason()).isEqualTo(ExitReason.API);
    story.that(new HungUp("m")).that(new Left(ROOM, "b", false));
    assertThat(story.last(TellExit.class)).singleElement().extracting(exit -> exit.departure().reason()).isEqualTo(ExitReason.MODERATOR_LEFT);
  }

  @Test
  void ordersForWhoIsNotThereAreWithoutEffect() {
    Story story = two();
    assertThat(story.that(new MuteOrdered("x", true)).last()).isEmpty();
    assertThat(story.that(new KickOrdered("x")).last()).isEmpty();
    assertThat(story.that(new HangUpOrdered("x")).last()).isEmpty();
  }
}
