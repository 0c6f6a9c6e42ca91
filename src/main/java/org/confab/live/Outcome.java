package org.confab.live;

import java.util.List;

/** What became of an order. */
public sealed interface Outcome {

  /** It is done, or under way, for these members; those of them who leave meanwhile are none the worse. */
  record Done(List<String> memberIds) implements Outcome {
    public Done {
      memberIds = List.copyOf(memberIds);
    }
  }

  /** The account has no such conference now. */
  record NoConference() implements Outcome {}

  /** None of these is in the conference; nothing was done. */
  record NoMember(List<String> memberIds) implements Outcome {
    public NoMember {
      memberIds = List.copyOf(memberIds);
    }
  }

  /** It cannot be done as it was asked, however often it is: why, for whoever asked. */
  record Refused(String why) implements Outcome {}

  /** It could not be done now: why, for whoever asked. */
  record Unavailable(String why) implements Outcome {}
}
