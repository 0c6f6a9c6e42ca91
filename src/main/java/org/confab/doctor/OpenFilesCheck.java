package org.confab.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether Confab and FreeSWITCH may have as many files and connections open as many calls take. */
final class OpenFilesCheck {

  private static final String NAME = "open-files";
  /** Connections to applications, recordings that are fetched, the console's pages. */
  private static final int CONFAB = 4096;
  /** RTP and RTCP, a timer and a recording for each session. */
  private static final int FOR_EACH_SESSION = 4;

  private OpenFilesCheck() {}

  /** @param sessions that FreeSWITCH takes at most, if it said so */
  static List<Finding> examine(Surroundings surroundings, Optional<Integer> sessions) {
    List<Finding> findings = new ArrayList<>();
    Optional<Integer> own = surroundings.openFiles("self");
    own.filter(limit -> limit < CONFAB).ifPresent(limit -> findings.add(Finding.doubtful(NAME, "this user's programs may have " + limit + " files open; Confab's should have " + CONFAB,
        "LimitNOFILE=65536 in [Service] of its unit (the Debian package has it), or ulimit -n 65536 before confab run")));
    Optional<Integer> freeswitch = surroundings.freeswitch().flatMap(process -> surroundings.openFiles(Integer.toString(process.pid())));
    if (freeswitch.isPresent() && sessions.isPresent() && freeswitch.get() < FOR_EACH_SESSION * (long) sessions.get()) {
      findings.add(Finding.doubtful(NAME, "FreeSWITCH takes " + sessions.get() + " sessions, and may have " + freeswitch.get() + " files open: not enough for all of them",
          "LimitNOFILE=100000 in [Service] of its unit (systemctl edit freeswitch), or a lower max-sessions in switch.conf.xml"));
    }
    if (findings.isEmpty()) {
      findings.add(own.isPresent() || freeswitch.isPresent() ? Finding.right(NAME, "enough files may be open") : Finding.unknown(NAME, "how many files may be open cannot be found out here"));
    }
    return findings;
  }
}
