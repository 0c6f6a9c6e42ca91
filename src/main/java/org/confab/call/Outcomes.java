package org.confab.call;

import org.confab.freeswitch.SwitchEvent.Completed;

/** What follows when an application is over. */
final class Outcomes {

  private Outcomes() {}

  static Next afterApplication(Completed completed) {
    return switch (completed.ending()) {
      // a sound or a pause that never began because the connection broke: nothing that would be worth doing late
      case FINISHED, NEVER_RAN -> Next.onward();
      case HUNG_UP, TRANSFERRED -> new Next.Over();
    };
  }
}
