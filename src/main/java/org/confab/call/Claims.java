package org.confab.call;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.ChannelFacts;
import org.confab.log.About;
import org.confab.plivo.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the calls that wait in {@code park} are this Confab's, where several serve one FreeSWITCH. A call that was handed over by {@code socket}
 * bears the name of the Confab that took it; the others leave it alone. One that bears none, as no Confab could be reached, is claimed first: of several
 * that write their names at the same time, the last one has it.
 */
final class Claims {

  /** The channel variable that bears the name. */
  static final String HOLDER = "confab_holder";

  private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
  /** So long apart, two Confabs do not take one call for unclaimed. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Settings.Outbound outbound;
  private final BoxCommands box;
  private final Clock clock;
  private final Set<String> claiming = new HashSet<>();
  private final Set<String> won = new HashSet<>();

  Claims(Settings.Outbound outbound, BoxCommands box, Clock clock) {
    this.outbound = outbound;
    this.box = box;
    this.clock = clock;
  }

  /** Whether it may be taken now. If that is still open, {@code later} is run when it may, and not at all if it is another's. */
  boolean isOurs(ChannelFacts channel, Runnable later) {
    String holder = channel.variable(HOLDER).orElse("");
    if (holder.equals(outbound.name()) || won.remove(channel.uuid()) || !outbound.enabled() && holder.isEmpty()) {
      return true;
    }
    if (!holder.isEmpty()) {
      LOG.debug("call {}: left alone, since it was handed to {}.", About.call(channel.uuid()), Printable.of(holder));
    } else if (OutgoingOrder.of(channel).isEmpty() && claiming.add(channel.uuid())) {
      claim(channel.uuid(), later);
    }
    return false;
  }

  /** Whether it is another's, or that is not settled yet. */
  boolean isAnothers(ChannelFacts channel) {
    return claiming.contains(channel.uuid()) || channel.variable(HOLDER).filter(holder -> !holder.equals(outbound.name())).isPresent();
  }

  private void claim(String call, Runnable later) {
    box.variable(call, HOLDER).compose(held -> held.isEmpty() ? box.set(call, HOLDER, outbound.name()).map(set -> true)
        : Future.succeededFuture(false))
        .onSuccess(written -> {
          if (written) {
            clock.schedule(SETTLED, () -> settle(call, later));
          } else {
            claiming.remove(call);
          }
        })
        .onFailure(why -> claiming.remove(call));
  }

  private void settle(String call, Runnable later) {
    claiming.remove(call);
    box.variable(call, HOLDER).compose(holder -> box.variable(call, "current_application")
        .map(application -> holder.equals(outbound.name()) && application.equals("park")))
        .onSuccess(ours -> {
          if (ours) {
            won.add(call);
            later.run();
            won.remove(call);
          }
        });
  }
}
