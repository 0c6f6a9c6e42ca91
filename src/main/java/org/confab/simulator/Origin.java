package org.confab.simulator;

/**
 * Where in FreeSWITCH's source an event is fired; every event says so. The line differs between versions for some. (Of 1.10.12 only those
 * in its recordings were seen; the older lines of CHANNEL_EXECUTE, PROGRESS, PROGRESS_MEDIA, HANGUP and DESTROY are inferred.)
 */
enum Origin {
  EXEC("switch_core_session.c", "switch_core_session_exec", 2972, 2967),
  EXECUTE("switch_core_session.c", "switch_core_session_exec", 2949, 2944),
  PARK("switch_ivr.c", "switch_ivr_park", 1002, 1002),
  UNPARK("switch_ivr.c", "switch_ivr_park", 1213, 1213),
  ANSWER("switch_channel.c", "switch_channel_perform_mark_answered", 3848, 3846),
  PROGRESS("switch_channel.c", "switch_channel_perform_mark_ring_ready_value", 3507, 3505),
  EARLY("switch_channel.c", "switch_channel_perform_mark_pre_answered", 3562, 3560),
  HOLD("switch_channel.c", "switch_channel_mark_hold", 876, 876),
  UNHOLD("switch_channel.c", "switch_channel_mark_hold", 876, 876),
  CREATE("switch_core_state_machine.c", "switch_core_session_run", 628, 628),
  HANGUP("switch_channel.c", "switch_channel_perform_hangup", 3447, 3445),
  REPORTING("switch_core_state_machine.c", "switch_core_session_reporting_state", 943, 943),
  DESTROY("switch_core_session.c", "switch_core_session_perform_destroy", 1588, 1583),
  DTMF("switch_channel.c", "switch_channel_dequeue_dtmf", 678, 677),
  HEARTBEAT("switch_core.c", "send_heartbeat", 95, 95),
  DUMP("mod_commands.c", "uuid_dump_function", 6495, 6490),
  JOB("mod_event_socket.c", "api_exec", 1569, 1572),
  ROOM_CREATE("mod_conference.c", "conference_new", 3848, 3848),
  ROOM_DESTROY("mod_conference.c", "conference_thread_run", 863, 863),
  ADD_MEMBER("conference_member.c", "conference_member_add", 962, 962),
  DEL_MEMBER("conference_member.c", "conference_member_del", 1355, 1355),
  FLOOR("conference_member.c", "conference_member_set_floor_holder", 1158, 1158),
  START_TALKING("conference_loop.c", "conference_loop_input", 1154, 1154),
  STOP_TALKING("conference_loop.c", "stop_talking_handler", 794, 794),
  FILE_DONE("conference_file.c", "conference_file_close", 52, 52),
  FILE_ERROR("conference_file.c", "conference_file_play", 268, 268),
  PLAY("conference_api.c", "conference_api_sub_play", 2817, 2817),
  PLAY_MEMBER("conference_api.c", "conference_api_sub_play", 2846, 2846),
  START_RECORDING("conference_record.c", "conference_record_thread_run", 319, 319),
  STOP_RECORDING("conference_record.c", "conference_record_thread_run", 427, 427),
  PAUSE_RECORDING("conference_api.c", "conference_api_sub_pauserec", 3860, 3860),
  LOCK("conference_api.c", "conference_api_sub_lock", 3474, 3474),
  UNLOCK("conference_api.c", "conference_api_sub_unlock", 3496, 3496),
  MUTE("conference_api.c", "conference_api_sub_mute", 339, 339),
  UNMUTE("conference_api.c", "conference_api_sub_unmute", 492, 492),
  DEAF("conference_api.c", "conference_api_sub_deaf", 797, 797),
  UNDEAF("conference_api.c", "conference_api_sub_undeaf", 839, 839),
  MEMBER_HOLD("conference_api.c", "conference_api_sub_hold", 440, 440),
  MEMBER_UNHOLD("conference_api.c", "conference_api_sub_unhold", 389, 389),
  KICK("conference_api.c", "conference_api_sub_kick", 902, 902),
  HUP("conference_api.c", "conference_api_sub_hup", 871, 871),
  DTMF_MEMBER("conference_api.c", "conference_api_sub_dtmf", 1049, 1049);

  final String file;
  final String function;
  private final int newer;
  private final int older;

  Origin(String file, String function, int newer, int older) {
    this.file = file;
    this.function = function;
    this.newer = newer;
    this.older = older;
  }

  int line(SimulatorOptions.Version version) {
    return version == SimulatorOptions.Version.V1_11_1 ? newer : older;
  }
}
