package org.confab.testing;

/** Somebody whose phone the switch calls. Where he stands, and his hang-up, are those of the switch's own leg; {@link #from} is his number. */
public interface Callee extends Caller {

  /** The phone rings (180). */
  void rings();

  /** He answers. */
  void answers();

  /** The phone refuses: {@code USER_BUSY} (486), {@code CALL_REJECTED} (603), {@code NO_USER_RESPONSE} (480). */
  void refuses(String cause);

  /** The number that his phone shows. */
  String shownNumber();

  /** The name that it shows. */
  String shownName();
}
