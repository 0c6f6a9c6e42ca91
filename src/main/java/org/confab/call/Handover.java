package org.confab.call;

import java.util.Optional;
import org.confab.config.Settings;
import org.confab.freeswitch.Chain;
import org.confab.freeswitch.ChannelFacts;
import org.confab.http.Link;
import org.confab.plivo.HttpMethod;

/**
 * What the dialplan said of a call, and the settings where it said nothing: {@code confab_answer_url} ({@code default} for the configured
 * one), {@code confab_answer_method}, {@code confab_fallback_url}, {@code confab_hangup_url}, {@code confab_account}, {@code confab_fallback}.
 *
 * @param wayOut {@code <extension> XML <context>} of the dialplan's fallback
 */
record Handover(Optional<Target> answer, Optional<Target> fallback, Optional<Target> hangup, Optional<String> account, Optional<String> wayOut) {

  /** A URL with its options, how to ask it, and whether it is the operator's own. */
  record Target(String url, HttpMethod method, boolean trusted) {

    /** The operator's own. */
    Target(String url, HttpMethod method) {
      this(url, method, true);
    }

    Link link() {
      return new Link(url, trusted);
    }
  }

  static Handover of(ChannelFacts channel, Settings.Answer settings) {
    return OutgoingOrder.of(channel).map(order -> of(channel, settings, order)).orElseGet(() -> incoming(channel, settings));
  }

  /** Of somebody whom an application called: what it said goes first. */
  private static Handover of(ChannelFacts channel, Settings.Answer settings, OutgoingOrder order) {
    Handover configured = incoming(channel, settings);
    return new Handover(Optional.of(order.answer().target(settings)), order.fallback().map(url -> url.target(settings)).or(configured::fallback),
        order.hangup().map(url -> url.target(settings)).or(configured::hangup), configured.account(), configured.wayOut());
  }

  private static Handover incoming(ChannelFacts channel, Settings.Answer settings) {
    Optional<String> answerUrl = channel.variable("confab_answer_url").filter(url -> !url.equals("default"))
        .or(() -> settings.url().map(Object::toString));
    HttpMethod method = HttpMethod.valueOf(channel.variable("confab_answer_method").filter(Handover::isMethod).orElse(settings.method()));
    Optional<String> fallbackUrl = channel.variable("confab_fallback_url").or(() -> settings.fallbackUrl().map(Object::toString));
    Optional<String> hangupUrl = channel.variable("confab_hangup_url").or(() -> settings.hangupUrl().map(Object::toString));
    return new Handover(answerUrl.map(url -> new Target(url, method)),
        fallbackUrl.map(url -> new Target(url, HttpMethod.valueOf(settings.fallbackMethod()))),
        hangupUrl.map(url -> new Target(url, HttpMethod.valueOf(settings.hangupMethod()))),
        channel.variable("confab_account"),
        channel.variable("confab_fallback").filter(Chain::isFallback));
  }

  private static boolean isMethod(String text) {
    return text.equals("GET") || text.equals("POST");
  }
}
