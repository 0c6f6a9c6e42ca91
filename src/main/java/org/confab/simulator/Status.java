package org.confab.simulator;

import java.time.Duration;

/** What the switch says of itself: the HEARTBEAT event and {@code status} (switch_core.c, mod_commands.c). */
final class Status {

  private Status() {}

  static Event heartbeat(Core core) {
    Duration up = Duration.between(core.started(), core.now());
    return core.event("HEARTBEAT", "", Origin.HEARTBEAT)
        .add("Event-Info", "System Ready")
        .add("Up-Time", Times.upTime(up))
        .add("FreeSWITCH-Version", core.versionText() + "~64bit")
        .add("Uptime-msec", Long.toString(up.toMillis()))
        .add("Session-Count", Integer.toString(core.channels().size()))
        .add("Max-Sessions", "4000")
        .add("Session-Per-Sec", "500")
        .add("Session-Per-Sec-Last", "0")
        .add("Session-Per-Sec-Max", "4")
        .add("Session-Per-Sec-FiveMin", "4")
        .add("Session-Since-Startup", Integer.toString(core.sessionsSinceStart()))
        .add("Session-Peak-Max", Integer.toString(core.peak()))
        .add("Session-Peak-FiveMin", Integer.toString(core.peak()))
        .add("Idle-CPU", "98.000000");
  }

  static String status(Core core) {
    return "UP " + Times.upTime(Duration.between(core.started(), core.now())) + "\n"
        + "FreeSWITCH (Version " + core.versionText() + "  64bit) is ready\n"
        + core.sessionsSinceStart() + " session(s) since startup\n"
        + core.channels().size() + " session(s) - peak " + core.peak() + ", last 5min " + core.peak() + " \n"
        + "0 session(s) per Sec out of max 500, peak 4, last 5min 4 \n"
        + "4000 session(s) max\n"
        + "min idle cpu 0.00/98.00\n"
        + "Current Stack Size/Max 240K/8192K\n";
  }
}
