package org.confab.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.confab.live.CallSound;
import org.confab.live.OutgoingCall;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Printable;
import org.confab.plivo.Urls;

/** What the parameters of a request ask for of a call; what Plivo can do and Confab cannot is refused, where it would otherwise pass for done. */
final class CallOrders {

  /** Plivo's most. */
  private static final int MOST_CALLED = 1000;
  private static final int MOST_SOUNDS = 20;
  private static final int DAY = 86_400;
  private static final Set<String> NO = Set.of("false", "0", "no");

  private CallOrders() {}

  static OutgoingCall outgoing(String account, ApiParameters given) {
    refuse(given, "machine_detection", "machine detection is not there: whoever answers, answer_url is asked");
    // its other settings mean nothing without it, and Plivo's Python SDK says machine_detection_time and _method with every call
    refuse(given, "machine_detection_url", "machine detection is not there: whoever answers, answer_url is asked");
    refuse(given, "hangup_on_ring", "it cannot be done; ring_timeout counts from the beginning");
    refuse(given, "send_on_preanswer", "send_digits are sent when the call is answered, not before");
    refuse(given, "sip_headers", "SIP headers cannot be sent");
    List<String> to = Arrays.stream(given.required("to").split("<", -1)).map(String::strip).filter(one -> !one.isEmpty()).distinct().toList();
    if (to.size() > MOST_CALLED) {
      throw new BadRequest("to: at most " + MOST_CALLED + " at once, not " + to.size());
    }
    return new OutgoingCall(account, given.required("from").strip(), to, given.text("caller_name"),
        new OutgoingCall.Target(given.requiredUrl("answer_url"), given.method("answer_method", HttpMethod.POST)),
        target(given, "fallback"), target(given, "ring"), target(given, "hangup"), seconds(given, "ring_timeout", 600),
        seconds(given, "time_limit", 999_999_999), given.text("send_digits").orElse(""));
  }

  private static Optional<OutgoingCall.Target> target(ApiParameters given, String what) {
    HttpMethod method = given.method(what + "_method", HttpMethod.POST);
    return given.url(what + "_url").map(url -> new OutgoingCall.Target(url, method));
  }

  private static Optional<Duration> seconds(ApiParameters given, String name, int most) {
    return given.text(name).map(text -> Duration.ofSeconds(given.number(name, 1, 1, most)));
  }

  private static void refuse(ApiParameters given, String name, String why) {
    given.text(name).filter(text -> !NO.contains(text.strip().toLowerCase(Locale.ROOT))).ifPresent(text -> {
      throw new BadRequest(name + ": " + why);
    });
  }

  static void onlyThisLeg(ApiParameters given, String name) {
    given.text(name).map(String::strip).filter(leg -> !leg.equalsIgnoreCase("aleg")).ifPresent(leg -> {
      throw new BadRequest(leg.equalsIgnoreCase("bleg") || leg.equalsIgnoreCase("both")
          ? name + ": only aleg; no call has another leg, since <Dial> is not there"
          : name + " has to be aleg, not \"" + Printable.of(leg) + "\"");
    });
  }

  static CallSound audio(ApiParameters given) {
    onlyThisLeg(given, "legs");
    // a comma may be part of a URL; one before the next URL is not
    List<String> urls = Arrays.stream(given.required("urls").split(",\\s*(?=[hH][tT][tT][pP][sS]?://)")).map(CallOrders::absolute).toList();
    if (urls.size() > MOST_SOUNDS) {
      throw new BadRequest("urls: at most " + MOST_SOUNDS + " of them, not " + urls.size());
    }
    return new CallSound.Audio(urls, Duration.ofSeconds(given.number("length", 0, 1, DAY)), flag(given, "loop", false), flag(given, "mix", true));
  }

  private static String absolute(String url) {
    if (Urls.parse(url.strip()) instanceof Urls.Resolution.Resolved resolved) {
      return resolved.url().toString();
    }
    throw new BadRequest("urls: " + ((Urls.Resolution.Refused) Urls.parse(url.strip())).reason());
  }

  static CallSound speech(ApiParameters given) {
    onlyThisLeg(given, "legs");
    return new CallSound.Speech(MemberRoutes.spoken(given.required("text")), MemberRoutes.voice(given), MemberRoutes.language(given), Duration.ZERO,
        flag(given, "loop", false), flag(given, "mix", true));
  }

  private static boolean flag(ApiParameters given, String name, boolean otherwise) {
    return given.text(name).map(text -> {
      String word = text.strip().toLowerCase(Locale.ROOT);
      if (!word.equals("true") && !word.equals("false")) {
        throw new BadRequest(name + " has to be true or false, not \"" + Printable.of(text) + "\"");
      }
      return word.equals("true");
    }).orElse(otherwise);
  }
}
