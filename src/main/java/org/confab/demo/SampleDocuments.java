package org.confab.demo;

import java.util.Optional;
import org.confab.demo.SampleApplication.Answer;
import org.confab.demo.SampleApplication.Received;

/** What the sample application answers: what was dialled decides, a number or the name of one of Plivo's examples. */
final class SampleDocuments {

  /** For people who want to know what they can dial. */
  static final String NUMBERS = """
      1000  takes part in "Weekly call"; waits for its moderator
      2000  moderates it: starts it, and ends it for all by leaving
      3000  takes part, and can leave by pressing *
      4000  listens: takes part, muted
      5000  "Pair", a conference of at most two
      else  is refused""";

  /** What the example of a PIN lets in. */
  static final String PIN = "1234";

  private SampleDocuments() {}

  static Answer answer(Received request) {
    return SampleSounds.of(request.path()).map(Answer::wav).orElseGet(() -> Answer.xml(switch (request.path()) {
      case "/answer" -> example(request.parameter("To"), request).orElseGet(() -> response(dialled(request.parameter("To"))));
      case "/after", "/conference-ended/" -> response("<Wait length=\"1\"/><Hangup/>");
      case "/goodbye" -> response("<Hangup/>");
      case "/full" -> response("<Wait length=\"1\"/><Hangup reason=\"busy\"/>");
      case "/pin/" -> request.parameter("Digits").equals(PIN) ? response("<Conference>closed-meeting</Conference>")
          : example(ExampleDocuments.PIN, request).orElseThrow();
      case "/join-sound.xml" -> response("<Play>" + request.base() + SampleSounds.CHIME + "</Play>");
      case "/hold-music.xml" -> response("<Play>" + request.base() + SampleSounds.MUSIC + "</Play>");
      case "/hold.xml" -> response("<Play>" + request.base() + SampleSounds.RINGING + "</Play><Wait length=\"2\"/>");
      default -> ""; // callbacks and the hangup URL want nothing
    }));
  }

  private static Optional<String> example(String name, Received request) {
    return ExampleDocuments.of(name).map(page -> ExampleDocuments.served(page, request.base()));
  }

  private static String dialled(String number) {
    return switch (number) {
      case "1000" -> weekly("startConferenceOnEnter=\"false\" action=\"/after\"");
      case "2000" -> weekly("endConferenceOnExit=\"true\" action=\"/after\"");
      case "3000" -> weekly("startConferenceOnEnter=\"false\" hangupOnStar=\"true\" action=\"/after\"");
      case "4000" -> weekly("startConferenceOnEnter=\"false\" muted=\"true\"") + "<Wait length=\"1\"/><Redirect>/goodbye</Redirect>";
      case "5000" -> "<Conference maxMembers=\"2\" callbackUrl=\"/callback\">Pair</Conference><Redirect>/full</Redirect>";
      default -> "<Hangup reason=\"rejected\"/>";
    };
  }

  private static String weekly(String attributes) {
    return "<Conference " + attributes + " callbackUrl=\"/callback\">Weekly call</Conference>";
  }

  private static String response(String elements) {
    return "<Response>" + elements + "</Response>";
  }
}
