package org.confab.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The variables that a call gets when it has ended (switch_channel_set_timestamps, mod_sofia's hang-up, the RTP statistics). */
final class CallEnd {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final String[] STATISTICS = {
      "in_raw_bytes", "0", "in_media_bytes", "0", "in_packet_count", "0", "in_media_packet_count", "0", "in_skip_packet_count", "680",
      "in_jitter_packet_count", "0", "in_dtmf_packet_count", "0", "in_cng_packet_count", "0", "in_flush_packet_count", "0",
      "in_largest_jb_size", "0", "in_jitter_min_variance", "0.00", "in_jitter_max_variance", "0.00", "in_jitter_loss_rate", "0.00",
      "in_jitter_burst_rate", "0.00", "in_mean_interval", "0.00", "in_flaw_total", "0", "in_quality_percentage", "100.00",
      "in_mos", "4.50", "out_raw_bytes", "75232", "out_media_bytes", "74992", "out_packet_count", "614",
      "out_media_packet_count", "614", "out_skip_packet_count", "0", "out_dtmf_packet_count", "0", "out_cng_packet_count", "0",
      "rtcp_packet_count", "0", "rtcp_octet_count", "0"};

  private CallEnd() {}

  static void report(Channel channel, HangupCause cause, boolean byUs) {
    ChannelState state = channel.state();
    Variables v = channel.variables();
    state.report();
    v.set("hangup_cause", cause.name()).set("hangup_cause_q850", Integer.toString(cause.q850()))
        .set("digits_dialed", channel.keys().dialed().isEmpty() ? "none" : channel.keys().dialed());
    stamps(v, state, channel.profile());
    epochs(v, state, channel.profile());
    v.set("last_app", v.text("current_application")).set("last_arg", v.text("current_application_data"))
        .set("caller_id", '"' + channel.call().callerName() + "\" <" + channel.call().from() + '>');
    durations(v, state);
    if (byUs) {
      v.set("sip_hangup_disposition", state.answered().isPresent() ? "send_bye" : "send_refuse");
    }
    if (state.hasMedia()) {
      for (int i = 0; i < STATISTICS.length; i += 2) {
        v.set("rtp_audio_" + STATISTICS[i], STATISTICS[i + 1]);
      }
    }
  }

  private static void stamps(Variables v, ChannelState state, Profile profile) {
    stamp(v, "start_stamp", Optional.of(state.created()));
    stamp(v, "profile_start_stamp", Optional.of(profile.created()));
    stamp(v, "answer_stamp", state.answered());
    stamp(v, "progress_stamp", state.progress());
    stamp(v, "progress_media_stamp", state.media());
    v.set("hold_events", state.holds());
    stamp(v, "end_stamp", state.hungUp());
  }

  private static void stamp(Variables v, String name, Optional<Instant> time) {
    time.ifPresent(t -> v.set(name, STAMP.format(t.atZone(ZoneId.systemDefault()))));
  }

  private static void epochs(Variables v, ChannelState state, Profile profile) {
    epoch(v, "start", Optional.of(state.created()));
    epoch(v, "profile_start", Optional.of(profile.created()));
    epoch(v, "answer", state.answered());
    epoch(v, "bridge", Optional.empty());
    epoch(v, "last_hold", state.lastHold());
    Duration held = state.holdTotal();
    v.set("hold_accum_seconds", Long.toString(held.toSeconds())).set("hold_accum_usec", Long.toString(held.toNanos() / 1000))
        .set("hold_accum_ms", Long.toString(held.toMillis()));
    epoch(v, "resurrect", Optional.empty());
    epoch(v, "progress", state.progress());
    epoch(v, "progress_media", state.media());
    epoch(v, "end", state.hungUp());
  }

  private static void epoch(Variables v, String name, Optional<Instant> time) {
    v.set(name + "_epoch", time.map(t -> Long.toString(t.getEpochSecond())).orElse("0"));
    v.set(name + "_uepoch", time.map(Times::micros).orElse("0"));
  }

  private static void durations(Variables v, ChannelState state) {
    long end = micros(state.hungUp().orElseThrow());
    long start = micros(state.created());
    long duration = end - start;
    long bill = state.answered().map(t -> end - micros(t)).orElse(0L);
    long progress = state.progress().map(t -> micros(t) - start).orElse(0L);
    long answer = state.answered().map(t -> micros(t) - start).orElse(0L);
    long media = state.media().map(t -> micros(t) - start).orElse(0L);
    long flow = state.media().map(t -> duration).orElse(0L);
    long[] values = {duration, bill, progress, answer, 0, media, flow};
    String[] seconds = {"duration", "billsec", "progresssec", "answersec", "waitsec", "progress_mediasec", "flow_billsec"};
    String[] millis = {"mduration", "billmsec", "progressmsec", "answermsec", "waitmsec", "progress_mediamsec", "flow_billmsec"};
    String[] micros = {"uduration", "billusec", "progressusec", "answerusec", "waitusec", "progress_mediausec", "flow_billusec"};
    for (int i = 0; i < values.length; i++) {
      v.set(seconds[i], Long.toString(values[i] / 1_000_000));
    }
    for (int i = 0; i < values.length; i++) {
      v.set(millis[i], Long.toString(values[i] / 1000));
    }
    for (int i = 0; i < values.length; i++) {
      v.set(micros[i], Long.toString(values[i]));
    }
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }
}
