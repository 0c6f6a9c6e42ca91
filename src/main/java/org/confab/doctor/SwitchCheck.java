package org.confab.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.confab.freeswitch.Box;
import org.confab.freeswitch.SwitchVersion;

/** FreeSWITCH itself: its version, whether it takes calls, its modules. */
final class SwitchCheck {

  private SwitchCheck() {}

  static List<Finding> examine(BoxQuestions box) {
    List<Finding> findings = new ArrayList<>();
    String said = box.api("version", "short").strip();
    SwitchVersion version = SwitchVersion.parse(said);
    findings.add(version.compareTo(SwitchVersion.OLDEST_KNOWN) >= 0 ? Finding.right("freeswitch", "FreeSWITCH " + version)
        : Finding.doubtful("freeswitch", "FreeSWITCH " + version + " is older than " + SwitchVersion.OLDEST_KNOWN + ", the oldest that is known to work",
            "upgrade FreeSWITCH; until then, try each attribute that you rely on"));
    if (box.api("fsctl", "pause_check").strip().equals("true") || box.api("fsctl", "pause_check inbound").strip().equals("true")) {
      findings.add(Finding.wrong("freeswitch-paused", "FreeSWITCH is paused, and takes no call", "fs_cli -x \"fsctl resume\""));
    }
    findings.addAll(modules(box));
    return findings;
  }

  private static List<Finding> modules(BoxQuestions box) {
    List<Finding> findings = new ArrayList<>();
    List<String> missing = Stream.concat(Box.MODULES.stream(), Stream.of("mod_dialplan_xml")).filter(module -> !has(box, module)).toList();
    missing.forEach(module -> findings.add(Finding.wrong("modules", "FreeSWITCH has not loaded " + module, "fs_cli -x \"load " + module + "\", and <load module=\""
        + module + "\"/> in autoload_configs/modules.conf.xml")));
    if (missing.isEmpty()) {
      findings.add(Finding.right("modules", "FreeSWITCH has the modules that Confab needs"));
    }
    if (!has(box, "mod_loopback")) {
      findings.add(Finding.doubtful("modules-loopback", "FreeSWITCH has not loaded mod_loopback, by which it is asked whether it can write recordings, and --call calls",
          "fs_cli -x \"load mod_loopback\", and <load module=\"mod_loopback\"/> in autoload_configs/modules.conf.xml"));
    }
    return findings;
  }

  static boolean has(BoxQuestions box, String module) {
    return box.api("module_exists", module).strip().equals("true");
  }

  /** Plivo records mp3 where the document says nothing. */
  static Finding mp3(BoxQuestions box) {
    return has(box, "mod_shout") ? Finding.right("mp3", "FreeSWITCH can record mp3 (mod_shout)")
        : Finding.doubtful("mp3", "FreeSWITCH has not loaded mod_shout: recordings will be wav where mp3 is asked for, which is also where recordFileFormat says nothing",
            "install it (apt install freeswitch-mod-shout), fs_cli -x \"load mod_shout\", and <load module=\"mod_shout\"/> in autoload_configs/modules.conf.xml");
  }
}
