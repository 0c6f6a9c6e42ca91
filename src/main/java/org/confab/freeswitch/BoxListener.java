package org.confab.freeswitch;

/** Hears what a box tells, on the box's context, in order. Must not block, and must not throw. */
@FunctionalInterface
public interface BoxListener {
  void onEvent(SwitchEvent event);
}
