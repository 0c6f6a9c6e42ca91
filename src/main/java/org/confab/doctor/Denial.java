package org.confab.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;
import org.confab.plivo.Printable;

/**
 * Why FreeSWITCH's user is kept from a directory.
 *
 * @param why    the end of a sentence
 * @param remedy the command
 */
record Denial(String why, String remedy) {

  private static final int READ = 4;
  private static final int WRITE = 2;
  private static final int ENTER = 1;

  /** What can be seen of it from here; empty if that explains nothing. */
  static Optional<Denial> of(Surroundings surroundings, Path directory, boolean write) {
    Optional<Surroundings.Running> freeswitch = surroundings.freeswitch();
    if (freeswitch.isEmpty()) {
      return Optional.empty();
    }
    Surroundings.Running process = freeswitch.get();
    return rights(surroundings, process, directory, write).or(() -> confinement(surroundings, process, directory)).or(() -> surroundings.seesOtherFiles(process.pid())
        .filter(other -> other).map(other -> new Denial("FreeSWITCH's service sees other files than this process (a container, PrivateTmp=, ProtectHome= or ProtectSystem=)",
            "systemctl edit freeswitch: [Service] ReadWritePaths=" + directory + "; in a container, mount that directory under the same path")));
  }

  private static Optional<Denial> rights(Surroundings surroundings, Surroundings.Running process, Path directory, boolean write) {
    if (process.user() == 0) {
      return Optional.empty();
    }
    return onTheWay(surroundings, process, directory.toAbsolutePath(), write).or(() -> behindLinks(surroundings, process, directory, write));
  }

  private static Optional<Denial> behindLinks(Surroundings surroundings, Surroundings.Running process, Path directory, boolean write) {
    try {
      return onTheWay(surroundings, process, directory.toRealPath(), write);
    } catch (IOException hidden) {
      return Optional.empty();
    }
  }

  private static Optional<Denial> onTheWay(Surroundings surroundings, Surroundings.Running process, Path directory, boolean write) {
    Path at = directory.getRoot();
    for (int i = 0; i <= directory.getNameCount(); i++) {
      int needed = i < directory.getNameCount() ? ENTER : write ? WRITE | ENTER : READ | ENTER;
      Optional<Denial> denied = rights(surroundings, process, at, needed);
      if (denied.isPresent()) {
        return denied;
      }
      at = i < directory.getNameCount() ? at.resolve(directory.getName(i)) : at;
    }
    return Optional.empty();
  }

  private static Optional<Denial> rights(Surroundings surroundings, Surroundings.Running process, Path at, int needed) {
    try {
      Map<String, Object> unix = Files.readAttributes(at, "unix:mode,uid,gid");
      int mode = (Integer) unix.get("mode");
      int shift = unix.get("uid").equals(process.user()) ? 6 : process.groups().contains((Integer) unix.get("gid")) ? 3 : 0;
      if ((mode >> shift & needed) == needed) {
        return Optional.empty();
      }
      PosixFileAttributes attributes = Files.readAttributes(at, PosixFileAttributes.class);
      String name = Printable.of(at.toString());
      String rights = PosixFilePermissions.toString(attributes.permissions()) + " " + attributes.owner().getName() + " " + attributes.group().getName();
      String remedy = needed == ENTER || (needed & READ) != 0 ? "chmod o+" + (needed == ENTER ? "x" : "rx") + " " + name
          : "one group that has both users (usermod -aG, then restart both): mkdir -p " + name + " && chgrp <group> " + name + " && chmod 2770 " + name;
      return Optional.of(new Denial(name + " (" + rights + ") keeps the user " + Printable.of(surroundings.userName(process.user())) + " out", remedy));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<Denial> confinement(Surroundings surroundings, Surroundings.Running process, Path directory) {
    return surroundings.confinement(process.pid()).map(name -> name.equals("SELinux")
        ? new Denial("the files' rights allow it, and SELinux confines FreeSWITCH", "ausearch -m avc -ts recent | audit2why says what it denied; semanage fcontext -a -t "
            + "public_content_rw_t '" + directory + "(/.*)?' && restorecon -R " + directory)
        : new Denial("the files' rights allow it, and AppArmor confines FreeSWITCH", "into /etc/apparmor.d/local/ for FreeSWITCH's profile: " + directory
            + "/** rwk, ; then systemctl reload apparmor (journalctl -k | grep DENIED shows what it denied)"));
  }
}
