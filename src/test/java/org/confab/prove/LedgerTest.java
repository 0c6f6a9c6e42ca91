package org.confab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A ledger that finds nothing proves nothing: each kind of fault is found, as what it is, and nothing that is as it should be. */
class LedgerTest {

  private static final long MILLISECOND = 1_000_000L;

  private final Ledger ledger = new Ledger();
  private long now = 1_000_000_000_000L;

  /** In the lane, 10 ms after what came before. */
  private void told(String lane, long sequence, String call, String what) {
    told(lane, sequence, call, what, lane + " " + sequence + " " + call + " " + what);
  }

  private void told(String lane, long sequence, String call, String what, String id) {
    now += 10 * MILLISECOND;
    ledger.arrived(new Ledger.Arrival(now, lane, id, sequence, call, what));
  }

  /** A request for a document. */
  private void asked(String call, String what, String id) {
    told("none", 0, call, what, id);
  }

  private void killed() {
    killed(0);
  }

  /** A process that took so long to end. */
  private void killed(long milliseconds) {
    long asked = now += 10 * MILLISECOND;
    now += milliseconds * MILLISECOND;
    ledger.killed(asked, now, 3000 * MILLISECOND);
  }

  /** Two callers who meet, and leave. */
  private void everythingOf(String lane) {
    asked("a", "/answer", "1");
    told(lane, 1, "a", "enter");
    asked("b", "/answer", "2");
    told(lane, 2, "b", "enter");
    told(lane, 3, "a", "exit");
    asked("a", "/after", "3");
    asked("a", "/next", "4");
    told("hangup of a", 1, "a", "/hangup");
    told(lane, 4, "b", "exit");
    told("actions of " + lane, 1, "b", "/after");
    told("hangup of b", 1, "b", "/hangup");
  }

  private Ledger.Report clean() {
    Ledger.Report report = ledger.report();
    assertThat(List.of(report.dropped(), report.stranded(), report.lost(), report.duplicated(), report.reordered())).allMatch(List::isEmpty);
    assertThat(report.isClean()).isTrue();
    return report;
  }

  /** Nothing is found but that, once. */
  private void found(List<String> fault, String... words) {
    assertThat(fault).singleElement().asString().contains(words);
    Ledger.Report report = ledger.report();
    assertThat(report.isClean()).isFalse();
    assertThat(report.dropped().size() + report.stranded().size() + report.lost().size() + report.duplicated().size() + report.reordered().size())
        .as("%s", report).isEqualTo(1);
  }

  @Test
  void whatIsAsItShouldBeIsNoFault() {
    everythingOf("x");
    assertThat(clean().callbacks()).isEqualTo(7);
  }

  @Test
  void aConferenceThatWasOverCountsAnew() {
    everythingOf("x");
    asked("c", "/answer", "5");
    told("x", 1, "c", "enter");
    told("x", 2, "c", "exit");
    asked("c", "/after", "6");
    told("hangup of c", 1, "c", "/hangup");
    clean();
  }

  @Test
  void aCallThatEndedByNobodysWillIsDropped() {
    ledger.ended("4911", Ledger.End.AS_IT_SHOULD);
    ledger.ended("4912", Ledger.End.DROPPED);
    found(ledger.report().dropped(), "4912");
  }

  @Test
  void aCallerAtTheFallbackIsStranded() {
    ledger.ended("4911", Ledger.End.STRANDED);
    found(ledger.report().stranded(), "4911");
  }

  @Test
  void aCallerAtTheFallbackIsAsItShouldBeWhenConfabWasAwayForTooLong() {
    ledger.ended("4911", Ledger.End.AT_THE_FALLBACK);
    assertThat(clean().fallbacks()).isEqualTo(1);
  }

  @Test
  void aNumberThatIsMissingIsACallbackThatIsLost() {
    told("x", 1, "a", "digits");
    told("x", 3, "b", "digits");
    found(ledger.report().lost(), "callback 2 of x");
  }

  @Test
  void theFirstNumberIsMissedToo() {
    told("x", 2, "a", "digits");
    found(ledger.report().lost(), "callback 1 of x");
  }

  @Test
  void aNumberThatIsMissingBeforeTheConferenceBeganAnewIsNotFilledByTheNextOne() {
    told("x", 1, "a", "digits");
    told("x", 3, "b", "digits");
    told("x", 1, "c", "digits");
    told("x", 2, "d", "digits");
    found(ledger.report().lost(), "callback 2 of x");
  }

  @Test
  void anExitThatDoesNotComeIsLostThoughNoNumberIsMissing() {
    told("x", 1, "a", "enter");
    found(ledger.report().lost(), "exit of call a");
  }

  @Test
  void anEnterThatDoesNotComeIsLost() {
    told("x", 1, "a", "exit");
    asked("a", "/after", "1");
    found(ledger.report().lost(), "enter of call a");
  }

  @Test
  void anActionThatDoesNotComeIsLost() {
    told("x", 1, "a", "enter");
    told("x", 2, "a", "exit");
    found(ledger.report().lost(), "action request of call a");
  }

  @Test
  void aHangupRequestThatDoesNotComeIsLost() {
    asked("a", "/answer", "1");
    found(ledger.report().lost(), "hangup request of call a");
  }

  @Test
  void aCallbackThatComesTwiceIsDuplicated() {
    told("x", 1, "a", "digits", "id");
    told("x", 1, "a", "digits", "id");
    found(ledger.report().duplicated(), "digits of call a", "not over a kill");
  }

  @Test
  void aCallbackThatWasUnderWayAtAKillIsRepeated() {
    told("x", 1, "a", "digits", "id");
    killed();
    told("x", 1, "a", "digits", "id");
    Ledger.Report report = clean();
    assertThat(report.repeated()).isEqualTo(1);
    assertThat(report.callbacks()).isEqualTo(1);
  }

  @Test
  void aCallbackThatCameLongBeforeTheKillWasNotUnderWay() {
    told("x", 1, "a", "digits", "id");
    now += 3000 * MILLISECOND;
    killed();
    told("x", 1, "a", "digits", "id");
    found(ledger.report().duplicated(), "digits of call a", "not over a kill");
  }

  @Test
  void whatWasUnderWayWhenConfabWasToldToEndMayBeRepeatedHoweverLongThatTook() {
    asked("a", "/next", "id");
    killed(9000);
    asked("a", "/next", "id");
    assertThat(clean().repeated()).isEqualTo(1);
  }

  @Test
  void aCallbackThatComesAgainAfterALaterOneOfItsLaneWasNotUnderWay() {
    told("x", 1, "a", "digits", "id");
    told("x", 2, "b", "digits");
    killed();
    told("x", 1, "a", "digits", "id");
    found(ledger.report().duplicated(), "digits of call a", "others of its lane in between");
  }

  @Test
  void aCallbackThatIsRepeatedUnderAnotherNumberIsDuplicated() {
    told("x", 1, "a", "digits", "id");
    killed();
    told("x", 2, "a", "digits", "id");
    found(ledger.report().duplicated(), "digits of call a", "another number");
  }

  @Test
  void anEnterUnderAnotherIdIsDuplicated() {
    told("x", 1, "a", "enter");
    told("x", 2, "a", "enter", "another");
    told("x", 3, "a", "exit");
    asked("a", "/after", "1");
    found(ledger.report().duplicated(), "enter of call a", "another id");
  }

  @Test
  void anExitUnderAnotherIdIsDuplicatedAlsoOverAKill() {
    told("x", 1, "a", "enter");
    told("x", 2, "a", "exit");
    killed();
    told("x", 3, "a", "exit", "another");
    asked("a", "/after", "1");
    found(ledger.report().duplicated(), "exit of call a", "another id");
  }

  @Test
  void anActionThatIsRepeatedByTheOutboxUnderItsIdIsAsItShouldBe() {
    asked("a", "/after", "id");
    killed();
    told("action of a", 1, "a", "/after", "id");
    assertThat(clean().repeated()).isEqualTo(1);
  }

  @Test
  void anActionThatIsRepeatedByTheOutboxUnderAnotherIdIsDuplicated() {
    asked("a", "/after", "id");
    killed();
    told("action of a", 1, "a", "/after", "another");
    found(ledger.report().duplicated(), "/after of call a", "another id");
  }

  @Test
  void aDocumentThatIsAskedForTwiceIsDuplicated() {
    asked("a", "/next", "id");
    asked("a", "/next", "id");
    found(ledger.report().duplicated(), "/next of call a", "not over a kill");
  }

  @Test
  void aCallbackThatOvertookAnotherIsReordered() {
    told("x", 1, "a", "digits");
    told("x", 3, "b", "digits");
    told("x", 2, "c", "digits");
    found(ledger.report().reordered(), "digits of call c (x, 2)");
  }

  @Test
  void theFirstOfALaneThatWasOvertakenIsReorderedAndNoNewBeginning() {
    told("x", 2, "a", "digits");
    told("x", 1, "b", "digits");
    told("x", 3, "c", "digits");
    found(ledger.report().reordered(), "digits of call b (x, 1)");
  }

  @Test
  void anExitBeforeItsEnterIsReordered() {
    told("x", 1, "a", "exit");
    told("x", 2, "a", "enter");
    asked("a", "/after", "1");
    found(ledger.report().reordered(), "call a was told", "exit");
  }

  @Test
  void lanesHaveNoOrderAmongThemselves() {
    told("x", 1, "a", "digits");
    told("y", 1, "b", "digits");
    told("x", 2, "c", "digits");
    told("y", 2, "d", "digits");
    clean();
  }
}
