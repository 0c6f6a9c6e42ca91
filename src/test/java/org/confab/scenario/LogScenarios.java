package org.confab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.confab.log.LineEncoder;
import org.confab.testing.Caller;
import org.confab.testing.FakeApplication;
import org.confab.testing.Switch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says as JSON while calls come and go. */
class LogScenarios extends Scenario {

  /** What a document can say, and a log line shall survive. */
  private static final String HOSTILE = "quarterly \"review\" \\ {\"call\":\"forged\"}\u202E";

  private final Logger ours = (Logger) LoggerFactory.getLogger("org.confab");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  LogScenarios(Switch box) {
    super(box);
  }

  /** Everything from here on, as it would be written. */
  private AppenderBase<ILoggingEvent> listen() {
    LineEncoder encoder = new LineEncoder();
    encoder.setFormat("json");
    AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
      @Override
      protected void append(ILoggingEvent event) {
        lines.add(new String(encoder.encode(event), StandardCharsets.UTF_8));
      }
    };
    appender.setContext(ours.getLoggerContext());
    appender.start();
    ours.addAppender(appender);
    return appender;
  }

  private static JsonNode json(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException invalid) {
      throw new AssertionError(line, invalid);
    }
  }

  /** One story that has most of what can be decided; every line of it is looked at. */
  @Test
  void everyLineThatIsAboutACallOrAConferenceHasThemAsFields() {
    answers(Map.of("1", conference(HOSTILE, "maxMembers=\"1\"", "startConferenceOnEnter=\"true\"", "enterSound=\"beep:1\""),
        "2", conference(HOSTILE, "maxMembers=\"1\"") + "<Play>/gone.wav</Play><Unknown/>",
        "3", conference(HOSTILE, "enterSound=\"" + application.url("/gone.xml") + "\"", "digitsMatch=\"[\"")));
    application.answer("/gone.wav", request -> FakeApplication.Answer.status(404));
    application.answer("/gone.xml", request -> FakeApplication.Answer.status(404));
    application.answer("/callback", request -> FakeApplication.Answer.status(request.parameter("ConferenceAction").equals("exit") ? 403 : 200));
    Level before = ours.getLevel();
    ours.setLevel(Level.DEBUG);
    boolean additive = ours.isAdditive();
    ours.setAdditive(false);
    AppenderBase<ILoggingEvent> appender = listen();
    try {
      Caller anna = enters("1");
      Caller cleo = enters("3");
      Caller ben = box.call("2");
      ben.awaitHangUp();
      anna.hangUp();
      cleo.hangUp();
      exited(anna);
      exited(cleo);
      Service.until("a dead letter is told of", () -> lines.stream().filter(line -> line.contains("is a dead letter")).count() == 2);
      Service.until("hung up is told", () -> lines.stream().filter(line -> line.matches("(?s).*: hung up, [A-Z_]+\\..*")).count() == 3);

      List<JsonNode> all = lines.stream().map(LogScenarios::json).toList();
      for (Caller caller : List.of(anna, ben, cleo)) {
        List<JsonNode> his = all.stream().filter(line -> line.get("message").asText().contains(caller.callUuid())).toList();
        assertThat(his).hasSizeGreaterThan(3).allSatisfy(line -> assertThat(line.path("call").asText()).as(line.toString()).isEqualTo(caller.callUuid()));
      }
      assertThat(all.stream().filter(line -> line.get("message").asText().contains("quarterly"))).hasSizeGreaterThan(5)
          .allSatisfy(line -> assertThat(line.path("conference").asText()).as(line.toString()).isEqualTo(HOSTILE));
      assertThat(all.stream().filter(line -> line.get("message").asText().matches("call .*: (entered|left|not let into) .*"))).hasSize(5)
          .allSatisfy(line -> assertThat(line.has("call") && line.has("conference")).as(line.toString()).isTrue());
      assertThat(all.stream().filter(line -> line.get("message").asText().contains("is a dead letter"))).allSatisfy(line -> {
        assertThat(line.get("conference").asText()).isEqualTo(HOSTILE);
        assertThat(line.get("call").asText()).isIn(anna.callUuid(), cleo.callUuid());
        assertThat(line.get("callback").asText()).hasSize(36);
        assertThat(line.get("level").asText()).isEqualTo("ERROR");
      });
      // a line that is written while the call is on its way into a conference says which, also where the text does not
      assertThat(all.stream().filter(line -> line.get("message").asText().contains("enterSound is not heard"))).hasSize(1)
          .allSatisfy(line -> assertThat(line.path("conference").asText()).as(line.toString()).isEqualTo(HOSTILE));
      assertThat(all).noneMatch(line -> line.path("call").asText().equals("forged"));
      assertThat(lines).allSatisfy(line -> assertThat(line.indexOf('\n')).as(line).isEqualTo(line.length() - 1));
    } finally {
      ours.detachAppender(appender);
      ours.setLevel(before);
      ours.setAdditive(additive);
    }
  }
}
