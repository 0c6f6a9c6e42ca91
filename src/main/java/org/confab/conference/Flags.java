package org.confab.conference;

import java.util.EnumSet;
import java.util.Set;

/** muted, startConferenceOnEnter, endConferenceOnExit and relayDTMF without digitsMatch are FreeSWITCH's to keep, so that they hold while nobody drives the call. */
final class Flags {

  private Flags() {}

  static Set<MemberFlag> of(Member member, boolean endconfEndsRoom) {
    MemberSettings settings = member.settings();
    EnumSet<MemberFlag> flags = EnumSet.of(settings.startConferenceOnEnter() ? MemberFlag.MODERATOR : MemberFlag.WAIT_MOD);
    if (member.muted()) {
      flags.add(MemberFlag.MUTE);
    }
    if (member.deaf()) {
      flags.add(MemberFlag.DEAF);
    }
    if (settings.endConferenceOnExit() && endconfEndsRoom) {
      flags.add(MemberFlag.ENDCONF);
    }
    if (settings.relayDtmf() && settings.digitsMatch().isEmpty()) {
      flags.add(MemberFlag.DIST_DTMF);
    }
    return Set.copyOf(flags);
  }
}
