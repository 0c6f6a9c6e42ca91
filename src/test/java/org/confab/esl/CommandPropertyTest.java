package org.confab.esl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.confab.testing.HostileText;
import org.confab.testing.SentCommand;

/** Whatever stands in a value: nothing is sent, or one command that says what was meant, as mod_event_socket reads it. */
class CommandPropertyTest {

  @Provide
  Arbitrary<String> text() {
    return HostileText.any();
  }

  private static Optional<SentCommand> sent(Supplier<Command> factory) {
    Command command;
    try {
      command = factory.get();
    } catch (EslException.Refused refused) {
      assertThat(refused.getMessage()).doesNotContain("\n", "\r", "\0");
      return Optional.empty();
    }
    SentCommand.Reader reader = new SentCommand.Reader();
    List<SentCommand> commands = reader.read(command.bytes());
    assertThat(reader.isBetweenCommands()).isTrue();
    assertThat(commands).hasSize(1);
    return Optional.of(commands.get(0));
  }

  private static void is(Optional<SentCommand> sent, String line, int headers) {
    sent.ifPresent(command -> {
      assertThat(command.line()).isEqualTo(line);
      assertThat(command.headers()).hasSize(headers);
      assertThat(command.body()).isEmpty();
    });
  }

  @Property(tries = 2000)
  void aPassword(@ForAll("text") String password) {
    is(sent(() -> Command.auth(password)), "auth " + password, 0);
  }

  @Property(tries = 3000)
  void anApiCall(@ForAll("text") String function, @ForAll("text") String arguments) {
    is(sent(() -> Command.api(function, arguments)), arguments.isEmpty() ? "api " + function : "api " + function + " " + arguments, 0);
    is(sent(() -> Command.api("status", arguments)), arguments.isEmpty() ? "api status" : "api status " + arguments, 0);
  }

  @Property(tries = 3000)
  void aBackgroundJob(@ForAll("text") String function, @ForAll("text") String arguments, @ForAll("text") String id) {
    is(sent(() -> Command.bgapi(function, arguments, "id")), arguments.isEmpty() ? "bgapi " + function : "bgapi " + function + " " + arguments, 1);
    sent(() -> Command.bgapi("conference", arguments, id)).ifPresent(command ->
        assertThat(command.headers()).containsOnlyKeys("job-uuid").containsEntry("job-uuid", id));
  }

  @Property(tries = 3000)
  void aSubscription(@ForAll("text") String one, @ForAll("text") String other) {
    Optional<SentCommand> sent = sent(() -> Command.subscribe(List.of(one, other)));
    is(sent, "event plain " + one + " " + other, 0);
    sent.ifPresent(command -> assertThat(command.line().split("[ \t]+")).hasSize(4));
  }

  @Property(tries = 3000)
  void aFilter(@ForAll("text") String header, @ForAll("text") String value) {
    is(sent(() -> Command.filter(header, value)), "filter " + header + " " + value, 0);
    is(sent(() -> Command.filter("Unique-ID", value)), "filter Unique-ID " + value, 0);
  }

  @Property(tries = 5000)
  void anApplication(@ForAll("text") String channel, @ForAll("text") String application, @ForAll("text") String argument, @ForAll("text") String id) {
    sent(() -> Command.execute("c", "conference", argument, "e")).ifPresent(command -> {
      assertThat(command.line()).isEqualTo("sendmsg c");
      assertThat(command.headers()).containsEntry("call-command", "execute").containsEntry("execute-app-name", "conference")
          .containsEntry("event-uuid", "e").hasSize(argument.isEmpty() ? 3 : 5);
      assertThat(command.body()).isEqualTo(argument);
    });
    sent(() -> Command.execute(channel, application, "x", id)).ifPresent(command -> {
      assertThat(command.line()).isEqualTo("sendmsg " + channel);
      assertThat(command.headers()).containsEntry("execute-app-name", application).containsEntry("event-uuid", id).hasSize(5);
      assertThat(command.body()).isEqualTo("x");
    });
  }

  @Property(tries = 3000)
  void aHangUp(@ForAll("text") String channel, @ForAll("text") String cause) {
    sent(() -> Command.hangup(channel, cause)).ifPresent(command -> {
      assertThat(command.line()).isEqualTo("sendmsg " + channel);
      assertThat(command.headers()).containsEntry("call-command", "hangup").containsEntry("hangup-cause", cause).hasSize(2);
    });
  }

  @Property(tries = 500)
  void whatIsHarmlessIsSent(@ForAll("text") String text) {
    String harmless = "x" + text.codePoints().filter(c -> c != '\n' && c != '\r' && c != 0 && (c < 0xD800 || c > 0xDFFF))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    assertThat(sent(() -> Command.api("status", harmless))).isPresent();
    assertThat(sent(() -> Command.execute("c", "conference", harmless, "e"))).isPresent();
  }
}
