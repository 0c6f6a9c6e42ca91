package org.confab.api;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.confab.live.Outcome;
import org.confab.plivo.Printable;

/** What became of an order, as HTTP says it. */
final class OutcomeAnswers {

  private static final int MOST_NAMED = 20;

  private OutcomeAnswers() {}

  /** @param done what is answered if it is done; given the members */
  static Answer of(Outcome outcome, Function<List<String>, Answer> done) {
    if (outcome instanceof Outcome.Done those) {
      return done.apply(those.memberIds());
    }
    if (outcome instanceof Outcome.NoConference) {
      return noConference();
    }
    if (outcome instanceof Outcome.NoMember none) {
      return Answer.error(404, none.memberIds().isEmpty() ? "nobody is in the conference" : "member not found: "
          + none.memberIds().stream().limit(MOST_NAMED).map(Printable::of).collect(Collectors.joining(", ")));
    }
    if (outcome instanceof Outcome.Refused refused) {
      return Answer.error(400, refused.why());
    }
    return Answer.error(503, ((Outcome.Unavailable) outcome).why());
  }

  /** 204 if it is done. */
  static Answer noContent(Outcome outcome) {
    return of(outcome, members -> Answer.noContent());
  }

  static Answer noConference() {
    return Answer.error(404, "conference not found");
  }
}
