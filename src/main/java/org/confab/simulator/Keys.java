package org.confab.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a call's phone, and those that are sent to it. A key is reported when an application takes it out of the channel's queue
 * (switch_channel_dequeue_dtmf); some do not, such as {@code loop_playback}.
 */
final class Keys {

  private static final Set<String> TAKERS = Set.of("park", "playback", "conference", "echo");
  private static final int MOST_SENT = 99;
  /** Seen: the first is there after 0.26 s, each further one after 0.52 s. */
  private static final Duration FIRST = Duration.ofMillis(260);
  private static final Duration EACH = Duration.ofMillis(520);

  private final Channel channel;
  private final Deque<Character> queue = new ArrayDeque<>();
  private final StringBuilder dialed = new StringBuilder();

  Keys(Channel channel) {
    this.channel = channel;
  }

  /** Every key that was reported so far. */
  String dialed() {
    return dialed.toString();
  }

  /** A key of the caller's phone, or one that arrived otherwise. */
  void arrive(char digit) {
    if (channel.isUp() && channel.state().hasMedia()) {
      queue.add(digit);
      take();
    }
  }

  /** {@code flush_dtmf}. */
  void flush() {
    queue.clear();
  }

  /** What runs now takes what waits, if it does such a thing. */
  void take() {
    while (!queue.isEmpty() && channel.isUp()) {
      Optional<Execution> top = channel.applications().top();
      if (top.filter(each -> each.application().equals("sleep") && !eatsDigits()).isPresent()) {
        top.get().end(); // the key stays in the queue (switch_ivr_sleep)
        return;
      }
      if (top.filter(each -> TAKERS.contains(each.application()) || each.application().equals("sleep")).isEmpty()) {
        return;
      }
      report(queue.poll(), top.get());
    }
  }

  private boolean eatsDigits() {
    return channel.variables().isTrue("sleep_eat_digits");
  }

  private void report(char digit, Execution top) {
    Core core = channel.core();
    if (core.wanted("DTMF", "")) {
      Event event = core.event("DTMF", "", Origin.DTMF);
      event = channel.verboseEvents() ? ChannelData.full(event, channel) : ChannelData.basic(event, channel);
      core.fire(event.add("DTMF-Digit", Character.toString(digit)).add("DTMF-Duration", "2880").add("DTMF-Source", "RTP"));
    }
    dialed.append(digit);
    if (top.isBreakable() && Playback.stopsAt(channel, digit)) {
      channel.variables().set("playback_terminator_used", Character.toString(digit));
      top.end();
    } else if (top.application().equals("conference")) {
      core.rooms().memberOf(channel).ifPresent(member -> member.pressed(digit));
    }
  }

  /** {@code send_dtmf}: over at once; the phone gets one key after the other. */
  void send(String digits) {
    channel.preAnswer();
    if (digits.length() > MOST_SENT || !channel.isUp()) {
      return;
    }
    Duration at = FIRST;
    for (char digit : digits.toCharArray()) {
      switch (digit) {
        case 'w' -> at = at.plusMillis(500);
        case 'W' -> at = at.plusMillis(1000);
        default -> {
          channel.core().after(at, () -> {
            if (channel.isUp()) {
              channel.phone().hear(Character.toString(digit));
            }
          });
          at = at.plus(EACH);
        }
      }
    }
  }
}
