package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.esl.Event;
import org.confab.esl.OutboundListener;
import org.confab.freeswitch.BoxListener;
import org.confab.freeswitch.SwitchEvent;
import org.confab.log.About;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that the dialplan hands over by {@code socket}, if the operator wants that: each gets this Confab's name, and is taken when it comes to
 * {@code park}, as every other. Listens only while FreeSWITCH is connected, so that {@code socket} finds the next Confab of its list otherwise. To be
 * used on the box's context.
 */
public final class Arrivals implements BoxListener {

  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final Settings.Outbound settings;
  private final Clock clock;
  private final OutboundListener listener;
  private Clock.Timer again = () -> { };
  private boolean wanted;

  public Arrivals(Vertx vertx, Settings.Outbound settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.listener = new OutboundListener(vertx, OutboundListener.Options.of(settings.bind(), settings.port(), settings::allows), clock, this::mark);
  }

  @Override
  public void onEvent(SwitchEvent event) {
    if (event instanceof SwitchEvent.Connected && settings.enabled()) {
      wanted = true;
      open();
    } else if (event instanceof SwitchEvent.Disconnected) {
      close();
    }
  }

  /** From now on FreeSWITCH finds nobody here. */
  public Future<Void> close() {
    wanted = false;
    again.cancel();
    return listener.close();
  }

  private void open() {
    if (wanted) {
      listener.open()
          .onSuccess(open -> LOG.info("Calls may be handed over by socket at {}:{}, to '{}'.", settings.bind(), settings.port(), settings.name()))
          .onFailure(why -> {
            LOG.error("outbound.bind and outbound.port: nobody can be listened to at {}:{}: {}. Tried again in {} s.", settings.bind(), settings.port(),
                why.getMessage(), AGAIN.toSeconds());
            again = clock.schedule(AGAIN, this::open);
          });
    }
  }

  private Optional<OutboundListener.Mark> mark(Event channel) {
    if (channel.variable("confab_answer_url").isEmpty()) {
      LOG.warn("call {}: came by socket without confab_answer_url, and is left to its dialplan: set it before socket.",
          About.call(channel.text("Unique-ID")));
      return Optional.empty();
    }
    LOG.info("call {}: handed over by socket.", About.call(channel.text("Unique-ID")));
    return Optional.of(new OutboundListener.Mark(Claims.HOLDER, settings.name()));
  }
}
