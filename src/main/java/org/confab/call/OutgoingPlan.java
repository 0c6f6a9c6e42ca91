package org.confab.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.confab.config.DialRule;
import org.confab.config.Settings;
import org.confab.freeswitch.CallCommands;
import org.confab.live.OutgoingCall;
import org.confab.plivo.Printable;

/**
 * What is to be said to FreeSWITCH of an application's order, or why nothing is. The one place where text that came by HTTP becomes the number, the name
 * and the dial string of a call.
 */
record OutgoingPlan(List<One> each, Optional<String> refused) {

  private static final Pattern FROM = Pattern.compile("\\+?[A-Za-z0-9_.-]{1,40}");
  private static final Pattern KEYS = Pattern.compile("[0-9*#A-DwW]{0,99}");
  /** What a telephone shows; Plivo's most. */
  private static final int LONGEST_NAME = 50;
  private static final Pattern NO_NAME = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._ -]");

  /** One call. */
  record One(OutgoingOrder order, String string, Duration ringTimeout, Duration timeLimit, String wayOut) {

    CallCommands.Origination origination(String uuid, String account) {
      return new CallCommands.Origination(uuid, string, order.from(), order.callerName(), order.word(), ringTimeout, timeLimit, wayOut, account);
    }
  }

  static OutgoingPlan of(OutgoingCall call, Settings.Outgoing settings) {
    if (settings.dial().isEmpty()) {
      return not("outgoing calls are off: outgoing.dial in Confab's settings has no rule");
    }
    if (!FROM.matcher(call.from()).matches()) {
      return not("from: a caller's number is at most 40 digits, letters and _ . - with a + before them or not, and not \"" + Printable.of(call.from()) + "\"");
    }
    if (!KEYS.matcher(call.sendDigits()).matches()) {
      return not("send_digits: at most 99 keys, 0-9 * # A-D, and w and W for pauses");
    }
    List<One> each = new ArrayList<>();
    Set<String> strings = new HashSet<>();
    for (String to : call.to()) {
      if (!DialRule.isCallable(to)) {
        return not("to: neither a number of up to 20 digits, with a + before them or not, nor sip:user@host: \"" + Printable.of(to) + "\"");
      }
      Optional<String> string = settings.dialString(to);
      if (string.isEmpty()) {
        return not("to: no rule of outgoing.dial in Confab's settings allows \"" + Printable.of(to) + "\"");
      }
      if (!strings.add(string.get())) {
        continue;
      }
      each.add(new One(order(call, to), string.get(), call.ringTimeout().orElse(settings.ringTimeout()),
          call.timeLimit().filter(limit -> limit.compareTo(settings.timeLimit()) < 0).orElse(settings.timeLimit()),
          settings.fallback().orElse(CallCommands.ENDS)));
    }
    return each.isEmpty() ? not("to: nobody is named") : new OutgoingPlan(List.copyOf(each), Optional.empty());
  }

  private static OutgoingPlan not(String why) {
    return new OutgoingPlan(List.of(), Optional.of(why));
  }

  private static OutgoingOrder order(OutgoingCall call, String to) {
    return new OutgoingOrder(call.from(), to, call.callerName().map(OutgoingPlan::name).orElse(""), url(call.answer()),
        call.fallback().map(OutgoingPlan::url), call.ring().map(OutgoingPlan::url), call.hangup().map(OutgoingPlan::url), call.sendDigits());
  }

  private static OutgoingOrder.Url url(OutgoingCall.Target target) {
    return new OutgoingOrder.Url(target.url(), target.method());
  }

  /** What of it is letters, digits, blanks and {@code . _ -}; empty if nothing is. */
  static String name(String text) {
    String plain = NO_NAME.matcher(text).replaceAll(" ").strip().replaceAll(" +", " ");
    int most = Math.min(LONGEST_NAME, plain.codePointCount(0, plain.length()));
    String name = plain.substring(0, plain.offsetByCodePoints(0, most)).strip();
    return CallCommands.isName(name) ? name : "";
  }
}
