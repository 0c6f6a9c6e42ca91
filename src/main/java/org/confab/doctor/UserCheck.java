package org.confab.doctor;

import org.confab.plivo.Printable;

/** Whether what is tried here says something of Confab's user. */
final class UserCheck {

  private UserCheck() {}

  static Finding examine(String user) {
    return user.equals("root") ? Finding.doubtful("user", "you are root: what root may do, Confab's user may not", "as the user that runs Confab, in its directory (docs/doctor.md): sudo -u confab confab doctor")
        : Finding.right("user", "looked at as the user " + Printable.of(user));
  }
}
