package org.confab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.confab.testing.Caller;
import org.confab.testing.FaultyWire;
import org.confab.testing.EventSocket;
import org.confab.testing.OnEverySwitch;
import org.confab.testing.Switch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Confab, in a process of its own, is killed at random moments of a storm of calls. Larger: {@code -Dconfab.kills=20 -Dconfab.calls=50 -Dconfab.conferences=5},
 * and with another {@code -Dconfab.seed}.
 */
@OnEverySwitch
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class KillScenarios {

  @TempDir
  Path folder;

  private final Switch box;

  KillScenarios(Switch box) {
    this.box = box;
  }

  @AfterEach
  void stop() {
    box.hangUpAll();
  }

  @Test
  void nothingIsLostWhenConfabIsKilledAtAnyMoment() throws Exception {
    storm(box.host(), box.eventSocketPort());
  }

  /** Another loss: {@code -Dconfab.loss=10}. */
  @Test
  void nothingIsLostWhenConfabIsKilledAndDoesNotHearOfOneEventInAHundred() throws Exception {
    try (FaultyWire wire = FaultyWire.to(box)) {
      wire.dropEvents(Long.getLong("confab.seed", 1), Integer.getInteger("confab.loss", 100));
      storm("127.0.0.1", wire.port());
      System.out.println(wire.dropped().size() + " events of " + (wire.passed() + wire.dropped().size()) + " were lost");
      assertThat(wire.dropped()).isNotEmpty();
    }
  }

  private void storm(String host, int port) throws Exception {
    Storm.Options options = new Storm.Options(Integer.getInteger("confab.calls", 20), Integer.getInteger("confab.conferences", 3),
        Integer.getInteger("confab.kills", 4), Long.getLong("confab.seed", 1));
    Ledger ledger = new Ledger();
    Path log = Path.of(System.getProperty("confab.log", folder.resolve("confab.log").toString())).toAbsolutePath();
    try (ProvingApplication application = new ProvingApplication(ledger, from -> Storm.attributes(options, from));
        SwitchPhones phones = new SwitchPhones(box);
        ConfabProcess confab = Processes.confab(box, host, port, folder, log, Map.of(
            "CONFAB_ANSWER_URL", application.url("/answer"), "CONFAB_ANSWER_HANGUP_URL", application.url("/hangup")))) {
      Result result = new Storm(options, phones, confab, ledger, application, System.out).run();
      System.out.println(box.name() + ":\n" + result.text());
      assertThat(result.isClean()).as(result.text() + (result.isClean() ? "" : kept(log))).isTrue();
      assertThat(result.told().callbacks()).isGreaterThan(options.calls());
    }
  }

  /** Both logs, where they outlive the test: every loss has a cause. */
  private String kept(Path log) throws IOException {
    Path kept = Files.createDirectories(Path.of("target", "kills", box.name().replace(' ', '-')));
    Files.copy(log, kept.resolve("confab.log"), StandardCopyOption.REPLACE_EXISTING);
    Optional<Path> its = box.log();
    if (its.isPresent()) {
      Files.copy(its.get(), kept.resolve("freeswitch.log"), StandardCopyOption.REPLACE_EXISTING);
    }
    return "The logs are in " + kept + ".";
  }

  private static final class SwitchPhones implements Phones, AutoCloseable {
    private final Switch box;
    private final EventSocket commands;

    SwitchPhones(Switch box) throws IOException {
      this.box = box;
      this.commands = EventSocket.connect(box.host(), box.eventSocketPort(), box.password(), event -> { });
    }

    @Override
    public boolean takesCalls() {
      return true;
    }

    @Override
    public Phone call(String from) {
      Caller caller = box.call(from);
      return new Phone() {
        @Override
        public void press(String keys) {
          try {
            caller.press(keys);
          } catch (IllegalStateException gone) {
            // the call ended at that moment
          }
        }

        @Override
        public void hangUp() {
          caller.hangUp();
        }

        @Override
        public boolean isUp() {
          return caller.isUp();
        }

        @Override
        public boolean isStranded() {
          return caller.reachedFallback();
        }

        @Override
        public Optional<String> room() {
          return Optional.of(caller.position()).filter(at -> at.startsWith("conference ")).map(at -> at.substring("conference ".length()));
        }

        @Override
      public Optional<String> channel() {
        return Optional.empty();
      }

      @Override
      public String variable(String name) {
        return "";
      }

      @Override
        public String position() {
          return caller.positions().toString();
        }
      };
    }

    @Override
    public void kick(String room, String memberId) {
      commands.api("conference " + room + " hup " + memberId);
    }

    @Override
    public void close() throws IOException {
      commands.close();
    }
  }
}
