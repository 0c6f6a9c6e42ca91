package org.confab.freeswitch;

/** What {@code originate} is given, for tests of those who ask for it. */
public final class OriginateArguments {

  private OriginateArguments() {}

  public static String of(CallCommands.Origination call) {
    return CallCommands.arguments(call);
  }
}
