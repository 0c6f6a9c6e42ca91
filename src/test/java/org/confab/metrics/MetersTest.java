package org.confab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.callback.Callback;
import org.confab.callback.Lane;
import org.confab.esl.Command;
import org.confab.esl.CommandListener;
import org.confab.metrics.Meters.AnswerResult;
import org.confab.metrics.Meters.Connection;
import org.confab.metrics.Meters.Difference;
import org.confab.metrics.Meters.JoinRefusal;
import org.confab.metrics.Meters.ResyncResult;
import org.confab.metrics.Meters.SoundOutcome;
import org.confab.metrics.Meters.TranscriptionOutcome;
import org.junit.jupiter.api.Test;

class MetersTest {

  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters(registry);
  private static final Callback CALLBACK = new Callback(UUID.randomUUID(), new Lane("room", "http://app/"), "POST", "http://app/", false, Map.of(), "MA1",
      Instant.EPOCH);

  @Test
  void everythingIsCountedUnderItsName() {
    meters.callStarted();
    meters.callStarted();
    meters.callEnded();
    meters.occupancy(3, 40);
    meters.entered(true);
    meters.entered(false);
    meters.callbacks().attempted(CALLBACK);
    meters.callbacks().left(CALLBACK, Duration.ofMillis(7));
    meters.commands().replied(Command.api("status", ""), CommandListener.Result.REFUSED, Optional.empty(), Duration.ofMillis(30));
    meters.commands().jobEnded(new CommandListener.Job("conference", ""), CommandListener.Result.LATE, "", Duration.ofSeconds(20));
    meters.resyncDifference(Difference.MEMBER_LEFT);
    meters.joinRefused(JoinRefusal.FULL);
    meters.callbacks().dead(CALLBACK);
    meters.callbacks().pending(() -> 7);
    meters.callbacks().store(() -> true, () -> 5, () -> 6, () -> Duration.ofMillis(2500));
    meters.connected(Connection.EVENTS, true);
    meters.reconnected(Connection.COMMANDS);
    meters.heartbeatAge(() -> Duration.ofMillis(1500));
    meters.quarantinedRooms(() -> 2);
    meters.sound(SoundOutcome.RENDERED);
    meters.soundCache(() -> 4096L);
    meters.transcription(TranscriptionOutcome.RETRIED);
    meters.pendingTranscriptions(() -> 3);
    meters.answerRequest(AnswerResult.DOCUMENT, Duration.ofMillis(250));
    meters.resync(ResyncResult.COMPARED, Duration.ofMillis(125));
    assertThat(registry.scrape().lines()).contains(
        "confab_calls_current 1.0", "confab_calls_total 2.0", "confab_conferences_current 3.0", "confab_members_current 40.0",
        "confab_members_total 2.0", "confab_conferences_total 1.0", "confab_callback_attempts_total 1.0",
        "confab_event_to_request_seconds_bucket{le=\"0.005\"} 0", "confab_event_to_request_seconds_bucket{le=\"0.01\"} 1",
        "confab_event_to_request_seconds_sum 0.007", "confab_commands_seconds_bucket{result=\"refused\",le=\"0.05\"} 1",
        "confab_commands_seconds_bucket{result=\"refused\",le=\"0.01\"} 0", "confab_jobs_seconds_sum{result=\"late\"} 20.0",
        "confab_resync_differences_total{difference=\"member-left\"} 1.0",
        "confab_joins_refused_total{reason=\"full\"} 1.0", "confab_callbacks_total{outcome=\"dead\"} 1.0", "confab_callbacks_pending 7.0",
        "confab_store_up 1.0", "confab_callbacks_held 5.0", "confab_dead_letters 6.0", "confab_callbacks_oldest_age_seconds 2.5",
        "confab_event_socket_up{connection=\"events\"} 1.0", "confab_event_socket_up{connection=\"commands\"} 0.0",
        "confab_event_socket_reconnects_total{connection=\"commands\"} 1.0", "confab_heartbeat_age_seconds 1.5",
        "confab_rooms_quarantined 2.0",
        "confab_sounds_total{outcome=\"rendered\"} 1.0", "confab_sounds_total{outcome=\"skipped\"} 0.0", "confab_sounds_cache_bytes 4096.0",
        "confab_transcriptions_total{outcome=\"retried\"} 1.0", "confab_transcriptions_total{outcome=\"text\"} 0.0",
        "confab_transcriptions_pending 3.0",
        "confab_answer_requests_seconds_count{result=\"document\"} 1",
        "confab_answer_requests_seconds_sum{result=\"document\"} 0.25", "confab_resyncs_seconds_count{result=\"compared\"} 1",
        "confab_resyncs_seconds_sum{result=\"compared\"} 0.125", "confab_resyncs_seconds_count{result=\"failed\"} 0");
  }

  @Test
  void everySeriesIsThereFromTheFirstScrapeWithHelpAndOurPrefix() {
    List<String> lines = registry.scrape().lines().toList();
    assertThat(lines).contains("confab_callbacks_total{outcome=\"delivered\"} 0.0",
        "confab_joins_refused_total{reason=\"caller-gone\"} 0.0");
    assertThat(lines).allSatisfy(line -> assertThat(line).matches("(# (HELP|TYPE) )?confab_.*"));
    assertThat(lines.stream().filter(line -> line.startsWith("# HELP"))).isNotEmpty().allSatisfy(line -> assertThat(line.split(" ", 4))
        .hasSize(4));
  }
}
