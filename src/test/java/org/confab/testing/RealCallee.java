package org.confab.testing;

import java.util.Map;

/**
 * A phone of the profile {@code callers} that the profile {@code box} calls: its leg waits in {@code park}, and is driven from here. It says nothing of
 * itself, not even that it rings, until it is told to.
 */
final class RealCallee extends RealCaller implements Callee {

  private static final String HEARING = "RECORD_READ_ONLY=true;RECORD_USE_THREAD=false;enable_file_write_buffering=false";

  private final RecordedEar ear;
  private final Map<String, String> invite;

  RealCallee(EventSocket commands, String number, String leg, RecordedEar ear, Map<String, String> invite) {
    super(commands, number, leg, number, ear);
    this.ear = ear;
    this.invite = Map.copyOf(invite);
    positions.dialled();
  }

  @Override
  public void rings() {
    tell("uuid_ring_ready " + leg());
  }

  @Override
  public void answers() {
    tell("uuid_setvar_multi " + leg() + " " + HEARING);
    tell("uuid_answer " + leg());
    tell("uuid_record " + leg() + " start " + ear.file());
  }

  @Override
  public void refuses(String cause) {
    tell("uuid_kill " + leg() + " " + cause);
  }

  @Override
  public String shownNumber() {
    return invite.getOrDefault("variable_sip_from_user", "");
  }

  @Override
  public String shownName() {
    return invite.getOrDefault("variable_sip_from_display", "");
  }
}
