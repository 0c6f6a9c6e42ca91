package org.confab.doctor;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.confab.plivo.Printable;
import org.confab.prove.Phones;

/** A call through the dialplan, into a conference and out again; nobody's phone rings. The application takes it for a real one. */
final class TestCall {

  private static final String NAME = "call";
  /** What the caller's number is. */
  static final String FROM = "49999999";
  private static final Duration DIALPLAN = Duration.ofSeconds(10);
  /** The dialplan's way out is taken after 30 s. */
  private static final Duration TAKEN = Duration.ofSeconds(40);
  private static final Duration CONFERENCE = Duration.ofSeconds(30);
  private static final Duration OUT = Duration.ofSeconds(10);
  /** Set by Confab with everything that it runs on a call. */
  private static final String STEP = "confab_step";

  private final Phones phones;
  private final String target;
  private final Optional<String> keys;
  private final LongSupplier nanos;
  private final Runnable pause;
  private final Consumer<Finding> found;

  /**
   * @param target number and context, for people
   * @param keys   pressed when Confab has taken the call
   * @param nanos  the time
   * @param pause  lets a little of it pass
   * @param found  is told of each station when it is reached, or is not
   */
  TestCall(Phones phones, String target, Optional<String> keys, LongSupplier nanos, Runnable pause, Consumer<Finding> found) {
    this.phones = phones;
    this.target = target;
    this.keys = keys;
    this.nanos = nanos;
    this.pause = pause;
    this.found = found;
  }

  void make() {
    long begun = nanos.getAsLong();
    Phones.Phone phone = phones.call(FROM);
    try {
      if (reachesDialplan(phone, begun) && isTaken(phone, begun)) {
        entersConference(phone, begun);
      }
    } finally {
      if (phone.isUp()) {
        phone.hangUp();
      }
    }
  }

  private boolean reachesDialplan(Phones.Phone phone, long begun) {
    if (await(DIALPLAN, phone, () -> !phone.variable("confab_answer_url").isEmpty())) {
      found.accept(Finding.right(NAME, "a call to " + target + " is handed to Confab by the dialplan, after " + since(begun)));
      return true;
    }
    found.accept(Finding.wrong(NAME, "a call to " + target + " does not reach Confab's extension: " + where(phone), "fs_cli prints how each call goes through the dialplan; the file 00_confab.xml "
        + "has to be in the folder of that context, and its line marked EDIT has to fit the number; then fs_cli -x reloadxml"));
    return false;
  }

  private boolean isTaken(Phones.Phone phone, long begun) {
    String id = phone.channel().orElse("");
    if (await(TAKEN, phone, () -> phone.isStranded() || !phone.variable(STEP).isEmpty() || phone.room().isPresent()) && !phone.isStranded()) {
      found.accept(Finding.right(NAME, "Confab takes it, after " + since(begun)));
      keys.ifPresent(phone::press);
      return true;
    }
    boolean waited = phone.isUp() || phone.isStranded();
    found.accept(Finding.wrong(NAME, waited ? "nobody takes the call" + (phone.isStranded() ? ": after 30 s it is led to the fallback" : ": " + where(phone))
        : "the call is hung up: " + where(phone), waited ? "does Confab run (systemctl status confab), and is it connected (/health/ready)? Its log says why it does not take " + Printable.of(id)
            : "Confab's log says why, and: confab trace " + Printable.of(id)));
    return false;
  }

  private void entersConference(Phones.Phone phone, long begun) {
    String id = phone.channel().orElse("");
    if (!await(CONFERENCE, phone, () -> phone.room().isPresent())) {
      found.accept(phone.isUp() ? Finding.doubtful(NAME, "after " + since(begun) + " it is in no conference: " + where(phone), "does the document lead there only by keys? --keys 1 presses them. "
          + "confab trace " + Printable.of(id) + " tells all of it") : Finding.wrong(NAME, "it is over before it is in a conference: " + where(phone), "confab trace " + Printable.of(id)));
      return;
    }
    found.accept(Finding.right(NAME, "it is in a conference, after " + since(begun)));
    long left = nanos.getAsLong();
    phone.hangUp();
    found.accept(await(OUT, phone, () -> !phone.isUp()) ? Finding.right(NAME, "it hangs up, and is out " + since(left) + " later")
        : Finding.wrong(NAME, "it hangs up, and is still there: " + phone.position(), "fs_cli -x \"uuid_kill " + Printable.of(id) + "\"; FreeSWITCH's log says what keeps it"));
  }

  /** Whether that came to be, within that time and while the call was there; or right after. */
  private boolean await(Duration patience, Phones.Phone phone, BooleanSupplier wanted) {
    long until = nanos.getAsLong() + patience.toNanos();
    while (nanos.getAsLong() < until && phone.isUp()) {
      if (wanted.getAsBoolean()) {
        return true;
      }
      pause.run();
    }
    return wanted.getAsBoolean();
  }

  private static String where(Phones.Phone phone) {
    String application = phone.isUp() ? phone.variable("current_application") : "";
    return Printable.of(application.isEmpty() ? phone.position() : "it runs '" + application + "'");
  }

  private String since(long then) {
    return String.format(Locale.ROOT, "%.1f s", (nanos.getAsLong() - then) / 1e9);
  }
}
