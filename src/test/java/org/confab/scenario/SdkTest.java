package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.confab.config.DialRule;
import org.confab.config.Settings;
import org.confab.testing.ReceivedRequest;
import org.confab.testing.SimulatorSwitch;
import org.confab.testing.Tone;
import org.junit.jupiter.api.Test;

/** Plivo's SDKs as published ({@code scripts/interop}), Node's installed by {@code npm ci} there, against Confab; skipped where they are not. */
class SdkTest {

  private static final Path INTEROP = Path.of("scripts", "interop");

  private static final String ANSWERING = "4930201";
  private static final String RINGING = "4930202";

  @Test
  void everyConferenceMethodOfTheSdkWorksAndThoseForCallsAndItsValidatorAcceptsTheSignatures() throws Exception {
    assumeTrue(Files.isDirectory(INTEROP.resolve("node_modules").resolve("plivo")), "npm ci in scripts/interop installs the SDK");
    assertThat(driven(true, "node", "node.js")).contains("17 methods, 12 for calls, 6 signatures");
  }

  /** One of the other SDKs, that was got by hand: {@code -Dconfab.sdk='python3 python.py'}. */
  @Test
  void theSdkThatIsNamedWorks() throws Exception {
    String command = System.getProperty("confab.sdk", "");
    assumeTrue(!command.isEmpty(), "confab.sdk names no program of scripts/interop");
    String said = driven(false, command.split(" "));
    System.out.println(said);
    assertThat(said).containsPattern("1[56] methods, (6|no) signatures");
  }

  /** @param calls whether it is told whom it may call, one of whom answers */
  private static String driven(boolean calls, String... command) throws Exception {
    try (Running running = new Running()) {
      List<String> all = new ArrayList<>(List.of(command));
      all.addAll(List.of(running.confab().publicUrl(), Service.FIRST.authId(), Service.FIRST.authTokens().get(0).reveal(), "My Room",
          running.url("/tone.wav"), running.url("/recorded")));
      if (calls) {
        all.addAll(List.of(running.url("/answer"), running.url("/other"), ANSWERING, RINGING));
        Thread phone = new Thread(() -> running.scenario().box.awaitCalled(ANSWERING).answers(), "the phone that answers");
        phone.setDaemon(true);
        phone.start();
      }
      Process program = new ProcessBuilder(all).directory(INTEROP.toFile()).redirectErrorStream(true).start();
      try (OutputStream in = program.getOutputStream()) {
        in.write(running.callbacks().getBytes(StandardCharsets.UTF_8));
      }
      String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).as(said).isTrue();
      assertThat(program.exitValue()).as(said).isZero();
      if (!said.contains("no callback")) {
        assertThat(running.scenario().application.awaitRequest("/recorded").parameter("conference_name")).isEqualTo("My Room");
      }
      return said;
    }
  }

  /** Three callers in a conference, two of them by GET. */
  private static final class Running implements AutoCloseable {

    private static final class Three extends Scenario {
      Three(SimulatorSwitch box) {
        super(box);
      }

      @Override
      Settings settings() {
        Settings plain = SpokenTone.in(super.settings());
        return new Settings(plain.freeswitch(), plain.answer(), plain.conference(), plain.operator(), plain.accounts(), plain.sounds(), plain.callbacks(),
            plain.http(), plain.store(), plain.recordings(), Settings.Transcription.NONE,
            Settings.Outgoing.to(List.of(new DialRule("*", box.dialString()))));
      }
    }

    private final SimulatorSwitch box = SimulatorSwitch.start();
    private final Three scenario = new Three(box);

    Running() {
      scenario.start();
      scenario.application.on("/tone.wav", "audio/wav", Tone.MUSIC.wav(Duration.ofSeconds(2)));
      scenario.application.on("/recorded", request -> "");
      scenario.application.on("/other", request -> Scenario.response(scenario.conference("other")));
      scenario.answers(Map.of("4930900", scenario.conference("called"), "4915100001", scenario.conference("My Room"), "4915100002",
          scenario.conference("My Room", "callbackMethod=\"GET\""),
          "4915100003", scenario.conference("My Room")));
      scenario.enters("4915100001");
      scenario.enters("4915100002");
      scenario.enters("4915100003");
    }

    Three scenario() {
      return scenario;
    }

    Service confab() {
      return scenario.confab;
    }

    String url(String path) {
      return scenario.application.url(path);
    }

    /** What came to the answer URL and to callbackUrl, for the SDK's validator. */
    String callbacks() throws IOException {
      StringBuilder lines = new StringBuilder();
      for (ReceivedRequest request : scenario.application.requests()) {
        Map<String, String> form = new LinkedHashMap<>();
        request.parameters().forEach(each -> form.put(each.getKey(), each.getValue()));
        lines.append(new ObjectMapper().writeValueAsString(Map.of("method", request.method(), "uri", scenario.application.url(request.uri()),
            "nonce", request.header("X-Plivo-Signature-V3-Nonce"), "signature", request.header("X-Plivo-Signature-V3"),
            "params", request.method().equals("GET") ? Map.of() : form))).append('\n');
      }
      return lines.toString();
    }

    @Override
    public void close() {
      try {
        scenario.stop();
      } finally {
        box.close();
      }
    }
  }
}
