package org.confab.apptest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.confab.apptest.Shape.Kind;

/** Every key of a test file. */
final class Shapes {

  private static final String WITHIN = "How long it is waited for, in the time of the scenario. Default: 5s.";

  private Shapes() {}

  static Shape file() {
    return Shape.of("Tests of an application for Confab: confab test FILE")
        .with("answer", Kind.SECTION, "Where the application is asked what happens to a call; --url wins over it.", Shape.of("The answer URL, and what belongs to it.")
            .with("url", Kind.TEXT, "The answer URL.")
            .with("method", Kind.TEXT, "GET or POST. Default: POST.")
            .with("fallbackUrl", Kind.TEXT, "Asked when the answer URL gives no document; may be relative to it.")
            .with("hangupUrl", Kind.TEXT, "Told when a call is over; may be relative to the answer URL.").orJust("url"))
        .with("account", Kind.SECTION, "Signs the requests. Default: PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN of the environment, else one that is made up.",
            Shape.of("An account.").needs("authId", Kind.TEXT, "AuthID of the requests.").needs("authToken", Kind.TEXT, "What they are signed with."))
        .with("maxMembers", Kind.NUMBER, "How many a conference takes, where its document does not say. Default: 20.")
        .with("restPort", Kind.NUMBER, "The port on which the application finds Confab's REST API meanwhile. Default: any free one.")
        .with("scenarios", Kind.SECTIONS, "Each is played by itself.", scenario());
  }

  static Shape scenario() {
    return Shape.of("A scenario, on a FreeSWITCH of its own.").needs("name", Kind.TEXT, "What it shows.")
        .needs("steps", Kind.STEPS, "What happens, and what is expected, one after the other.");
  }

  static Shape request() {
    return Shape.of("A request to the application.").needs("request", Kind.TEXT, "Its URL, or what follows the host, as in /callback.")
        .with("method", Kind.TEXT, "GET or POST.").with("caller", Kind.TEXT, "Whose call it is about (CallUUID).")
        .with("with", Kind.VALUES, "Parameters and their values; a value between slashes is a regular expression.")
        .with("without", Kind.TEXTS, "Parameters that it does not have.").orJust("request");
  }

  /** By the word that a step begins with. */
  static Map<String, Shape> steps() {
    Map<String, Shape> steps = new LinkedHashMap<>();
    steps.put("call", Shape.of("Somebody calls.").needs("caller", Kind.TEXT, "What he is called in the steps that follow.")
        .with("from", Kind.TEXT, "His number. Default: one of his own.").with("to", Kind.TEXT, "The number that he dials. Default: 4930123456.")
        .with("name", Kind.TEXT, "What his phone shows. Default: what he is called.")
        .with("variables", Kind.VALUES, "Channel variables of the dialplan, as in confab_answer_url.").orJust("caller"));
    steps.put("press", Shape.of("A caller presses keys.").needs("caller", Kind.TEXT, "Who.").needs("keys", Kind.KEYS, "0-9 * # A-D, one after the other."));
    steps.put("hangup", Shape.of("A caller hangs up.").needs("caller", Kind.TEXT, "Who.").orJust("caller"));
    steps.put("talk", Shape.of("A caller talks, until he is silent.").needs("caller", Kind.TEXT, "Who.").orJust("caller"));
    steps.put("silent", Shape.of("A caller falls silent.").needs("caller", Kind.TEXT, "Who.").orJust("caller"));
    steps.put("hold", Shape.of("A caller puts the call on hold.").needs("caller", Kind.TEXT, "Who.").orJust("caller"));
    steps.put("unhold", Shape.of("A caller takes the call back.").needs("caller", Kind.TEXT, "Who.").orJust("caller"));
    steps.put("pause", Shape.of("Time passes; none of yours.").needs("length", Kind.DURATION, "As in 500ms, 5s, 10m, 1h.").orJust("length"));
    steps.put("expect", Shape.of("Requests come, in this order, since the last step of this kind; others may come between.")
        .with("requests", Kind.SECTIONS, "The requests.", request()).with("within", Kind.DURATION, WITHIN).orJust("requests"));
    steps.put("only", Shape.of("These requests came in this order since the last step of this kind, and no others.")
        .with("requests", Kind.SECTIONS, "The requests; none: nothing came.", request()).with("within", Kind.DURATION, WITHIN).orJust("requests"));
    steps.put("conference", Shape.of("How a conference stands.").needs("name", Kind.TEXT, "Its name.")
        .with("members", Kind.NAMES, "Who is in it; []: it is over.").with("muted", Kind.NAMES, "Who of them is muted, and nobody else.")
        .with("held", Kind.NAMES, "Who has put it on hold.").with("talking", Kind.NAMES, "Who talks.")
        .with("started", Kind.FLAG, "Whether somebody with startConferenceOnEnter has come.").with("recorded", Kind.FLAG, "Whether it is being recorded.")
        .with("within", Kind.DURATION, WITHIN));
    steps.put("caller", Shape.of("Where a caller is, and what he hears.").needs("caller", Kind.TEXT, "Who.").with("in", Kind.TEXT, "The conference.")
        .with("hungup", Kind.FLAG, "Whether the call is over.")
        .with("hears", Kind.TEXTS, "What he hears now: callers who talk, music, beep, beeps, sound; []: nothing.")
        .with("heard", Kind.TEXTS, "What he has heard so far, in its order.").with("within", Kind.DURATION, WITHIN));
    return steps;
  }
}
