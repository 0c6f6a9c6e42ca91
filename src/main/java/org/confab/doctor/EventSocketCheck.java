package org.confab.doctor;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.confab.config.Settings;
import org.confab.esl.EslException;

/** Whether FreeSWITCH lets Confab in: reachable, password, access list, both connections; and whether it lets in anybody else. */
final class EventSocketCheck {

  static final String NAME = "event-socket";
  private static final String FILE = "autoload_configs/event_socket.conf.xml";
  private static final String RELOAD = "fs_cli -x \"reload mod_event_socket\"";
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");

  private final Settings.FreeSwitch freeswitch;

  EventSocketCheck(Settings.FreeSwitch freeswitch) {
    this.freeswitch = freeswitch;
  }

  private String address() {
    return freeswitch.host() + ":" + freeswitch.port();
  }

  /** Why there is no connection at all. */
  Finding refused(EslException why) {
    if (why instanceof EslException.Rejected) {
      return Finding.wrong(NAME, "FreeSWITCH at " + address() + " rejects the password", "set freeswitch.password (or CONFAB_FREESWITCH_PASSWORD) to the password of "
          + FILE + "; if that file was changed: " + RELOAD);
    } else if (why instanceof EslException.Denied) {
      return Finding.wrong(NAME, "FreeSWITCH at " + address() + " denies this address access", "in " + FILE
          + ", <param name=\"apply-inbound-acl\" value=\"loopback.auto\"/> where both are on one machine, else a list of acl.conf.xml that has this address; then " + RELOAD);
    } else if (why.getMessage().contains("cannot be reached")) {
      return Finding.wrong(NAME, "nothing answers at " + address() + " (" + cause(why) + ")", "does FreeSWITCH run (systemctl status freeswitch)? Then freeswitch.host and "
          + "freeswitch.port must be listen-ip and listen-port of " + FILE + ", and mod_event_socket be loaded: fs_cli -x \"load mod_event_socket\"");
    }
    return Finding.wrong(NAME, address() + " does not speak Event Socket: " + why.getMessage(),
        "freeswitch.port must be listen-port of " + FILE + " (8021); another program may have that port: ss -ltnp");
  }

  private static String cause(EslException why) {
    String message = why.getMessage();
    return message.substring(message.lastIndexOf("): ") + 3);
  }

  List<Finding> examine(BoxQuestions box) {
    try {
      box.hearEvents();
    } catch (EslException silent) {
      return List.of(Finding.wrong(NAME, address() + " lets one connection in, but a second one hears no events: " + silent.getMessage(),
          "fs_cli -x \"reload mod_event_socket\"; if that does not help, FreeSWITCH's log says why"));
    }
    Finding open = Finding.right(NAME, address() + " lets both connections in, and events arrive");
    Map<String, String> params = Xml.params(box.api("xml_locate", "configuration configuration name event_socket.conf"));
    String listens = params.getOrDefault("listen-ip", "127.0.0.1");
    if (params.getOrDefault("password", "").equals("ClueCon") && !LOOPBACK.contains(listens)) {
      return List.of(open, Finding.doubtful("event-socket-open", "the Event Socket listens at " + listens + " with the password that everybody knows; whoever reaches it has the "
          + "whole switch", "in " + FILE + ", listen-ip 127.0.0.1 and a password of your own; the same into freeswitch.password; then " + RELOAD));
    }
    return List.of(open);
  }
}
