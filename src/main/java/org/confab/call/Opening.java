package org.confab.call;

import org.confab.freeswitch.Chain;

/** How a call gets to hear something: it is answered, or, within {@code <PreAnswer>}, not. */
public enum Opening {
  ANSWER("answer"), EARLY_MEDIA("pre_answer");

  private final String application;

  Opening(String application) {
    this.application = application;
  }

  /** The beginning of whatever is to be heard. On a call that has been answered both do nothing. */
  Chain chain() {
    return new Chain().then(application, "");
  }
}
