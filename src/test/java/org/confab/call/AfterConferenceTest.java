package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.callback.CallbackListener;
import org.confab.callback.Delivery;
import org.confab.callback.MemoryOutbox;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Effect;
import org.confab.conference.ExitReason;
import org.confab.conference.RoomName;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.freeswitch.ChannelFacts;
import org.confab.http.Attempts;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.Link;
import org.confab.http.RetryPolicy;
import org.confab.http.Signer;
import org.confab.metrics.Meters;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.ConferenceElement;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Reading;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The decision table of {@code action}, {@code redirect} and {@code answer.actionOnHangup}. */
class AfterConferenceTest {

  private static final ConferenceKey KEY = new ConferenceKey("MAXXXXXXXXXXXXXXXXXX", "Weekly");
  private static final Link ACTION = Link.own("http://app/action");

  private final Loop loop = new Loop();
  private final ManualClock clock = new ManualClock();
  private final List<HttpRequest> now = new ArrayList<>();
  private final List<HttpRequest> fromTheOutbox = new ArrayList<>();

  @AfterEach
  void close() {
    loop.close();
  }

  /** One that answers everything with a document; whoever runs it gets it by {@link Next.Document} only. */
  private Attempts remembering(List<HttpRequest> requests) {
    return new Attempts(request -> {
      requests.add(request);
      return Future.succeededFuture(new HttpReply(200, Map.of(), "<Response><Hangup/></Response>".getBytes(), request.url(), true));
    }, clock);
  }

  private static ConferenceElement element(boolean redirect) {
    Reading reading = AnswerDocuments.read(("<Response><Conference method=\"GET\" redirect=\"" + redirect + "\">Weekly</Conference></Response>").getBytes());
    return (ConferenceElement) ((Reading.Accepted) reading).document().elements().get(0);
  }

  private static Stay stay(String end) {
    if (end.startsWith("refused-")) {
      return new Stay.Refused(Effect.Refusal.valueOf(end.substring("refused-".length())));
    }
    return new Stay.Was(new Effect.Departure(RoomName.of(KEY, 1), "uuid-1", "7", ExitReason.valueOf(end), false), Optional.empty());
  }

  @ParameterizedTest(name = "{0}, call gone: {1}, action: {2}, redirect: {3}, actionOnHangup: {4} -> {5}, {6}")
  @CsvSource(delimiter = '|', nullValues = "-", value = {
      // how it ended   | gone  | action | redirect | onHangup | next     | action is requested
      "STAR             | false | true   | true     | true     | Document | to be run",
      "STAR             | false | true   | false    | true     | Continue | at once",
      "STAR             | false | false  | true     | true     | Continue | not",
      "STAR             | false | false  | false    | true     | Continue | not",
      "STAR             | false | true   | true     | false    | Document | to be run",
      "STAR             | false | true   | false    | false    | Continue | at once",
      "KICK             | false | true   | true     | true     | Document | to be run",
      "KICK             | false | true   | false    | true     | Continue | at once",
      "KICK             | false | false  | true     | true     | Continue | not",
      "MODERATOR_LEFT   | false | true   | true     | true     | Document | to be run",
      "MODERATOR_LEFT   | false | true   | false    | true     | Continue | at once",
      "MODERATOR_LEFT   | false | false  | true     | true     | Continue | not",
      "TIME_LIMIT       | false | true   | true     | true     | Document | to be run",
      "TIME_LIMIT       | false | true   | false    | true     | Continue | at once",
      "TIME_LIMIT       | false | false  | true     | true     | Continue | not",
      "ALONE            | false | true   | true     | true     | Document | to be run",
      "ALONE            | false | true   | false    | true     | Continue | at once",
      "ALONE            | false | false  | true     | true     | Continue | not",
      "API              | false | true   | true     | true     | Document | to be run",
      "API              | false | true   | false    | true     | Continue | at once",
      "API              | false | false  | true     | true     | Continue | not",
      // gone: nothing more is run, the action is owed
      "HANGUP           | true  | true   | true     | true     | Over     | later",
      "HANGUP           | true  | true   | false    | true     | Over     | later",
      "HANGUP           | true  | false  | true     | true     | Over     | not",
      "HANGUP           | true  | true   | true     | false    | Over     | not",
      "HANGUP           | true  | true   | false    | false    | Over     | not",
      "HANGUP           | true  | false  | false    | false    | Over     | not",
      // its channel's end is told after the departure
      "HANGUP           | false | true   | true     | true     | Over     | later",
      "HANGUP           | false | true   | true     | false    | Over     | not",
      "HANGUP           | false | false  | true     | true     | Over     | not",
      // hung up on the way out
      "STAR             | true  | true   | true     | true     | Over     | later",
      "STAR             | true  | true   | false    | false    | Over     | not",
      "TIME_LIMIT       | true  | true   | true     | true     | Over     | later",
      "TIME_LIMIT       | true  | true   | true     | false    | Over     | not",
      "MODERATOR_LEFT   | true  | true   | false    | true     | Over     | later",
      "ALONE            | true  | false  | true     | true     | Over     | not",
      // in other hands: nothing is ours to say
      "TRANSFERRED      | true  | true   | true     | true     | Over     | not",
      "TRANSFERRED      | false | true   | false    | true     | Over     | not",
      "TRANSFERRED      | true  | false  | true     | false    | Over     | not",
      // never in: neither the action nor its document
      "refused-FULL     | false | true   | true     | true     | Continue | not",
      "refused-FULL     | false | true   | false    | true     | Continue | not",
      "refused-FULL     | false | false  | true     | true     | Continue | not",
      "refused-REJECTED | false | true   | true     | true     | Continue | not",
      "refused-REJECTED | true  | true   | true     | true     | Over     | not",
      "refused-GONE     | true  | true   | true     | true     | Over     | not"})
  void theActionIsRequestedAndItsDocumentRun(String end, boolean gone, boolean hasAction, boolean redirect, boolean onHangup, String next,
      String requested) {
    loop.run(() -> {
      CallRequests requests = new CallRequests(clock, true);
      Delivery delivery = new Delivery(new MemoryOutbox(10), remembering(fromTheOutbox), clock, id -> Signer.NONE, url -> RetryPolicy.DEFAULT,
          new Delivery.Options(Duration.ofHours(1), true), CallbackListener.NONE);
      Application application = new Application(new BoxContext(loop.context(), clock::now), remembering(now), delivery, Memory.NONE, true, clock,
          new Meters(new SimpleMeterRegistry()));
      Call call = new Call(new ChannelFacts("a", Map.of("Answer-State", "answered")), new Account(KEY.account(), List.of(new Secret("token"))),
          new Handover(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()), clock.now(), Memory.NONE);
      if (gone) {
        call.isOver();
      }
      Next follows = new AfterConference(application, requests, element(redirect), hasAction ? Optional.of(ACTION) : Optional.empty(), onHangup)
          .of(call, KEY, stay(end));
      assertThat(follows.getClass().getSimpleName()).isEqualTo(next);
      assertThat(requested(follows)).isEqualTo(requested);
      if (!requested.equals("not")) {
        Map<String, String> parameters = parameters(follows);
        assertThat(parameters).containsEntry("ConferenceName", "Weekly").containsEntry("ConferenceMemberID", "7")
            .containsEntry("ConferenceExitReason", ExitReason.valueOf(end).word())
            .containsEntry("CallStatus", next.equals("Over") ? "completed" : "in-progress");
      }
    });
  }

  private String requested(Next follows) {
    if (follows instanceof Next.Document document) {
      assertThat(now).as("whoever runs it requests it").isEmpty();
      assertThat(document.link()).isEqualTo(ACTION);
      assertThat(document.method()).isEqualTo(HttpMethod.GET);
      assertThat(document.redirect()).isFalse();
      return "to be run";
    }
    // also at once it is a callback, so that it outlives a restart
    assertThat(now).isEmpty();
    assertThat(fromTheOutbox).hasSizeLessThanOrEqualTo(1);
    return fromTheOutbox.isEmpty() ? "not" : follows instanceof Next.Continue ? "at once" : "later";
  }

  private Map<String, String> parameters(Next follows) {
    return follows instanceof Next.Document document ? document.parameters() : fromTheOutbox.get(0).parameters();
  }
}
