package org.confab.console;

/** Something that happened between Confab and the application. */
sealed interface Happening permits Asked, Told {

  String key();
}
