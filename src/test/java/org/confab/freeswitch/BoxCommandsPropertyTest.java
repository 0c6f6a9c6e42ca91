package org.confab.freeswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.confab.esl.BackgroundJobs;
import org.confab.esl.EslConnection;
import org.confab.esl.EslException;
import org.confab.esl.EslOptions;
import org.confab.testing.FakeEventSocket;
import org.confab.testing.FakeEventSocket.Received;
import org.confab.testing.HostileText;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;

/**
 * Whatever stands in a value: FreeSWITCH gets the command that was meant, or none; never a second command, application or variable, never an
 * expansion. Read on the other side by parsers that follow switch_utils.c and mod_dialplan_inline, and nothing of ours.
 */
class BoxCommandsPropertyTest {

  private static Loop loop;
  private static FakeEventSocket server;
  private static BoxCommands commands;

  @BeforeContainer
  static void connect() {
    loop = new Loop();
    server = new FakeEventSocket(loop.vertx());
    ManualClock clock = new ManualClock();
    EslConnection connection = loop.await(() -> EslConnection.open(loop.vertx().createNetClient(),
        EslOptions.of("127.0.0.1", server.port(), FakeEventSocket.PASSWORD), clock, event -> { }));
    commands = new BoxCommands(new BackgroundJobs(clock, "confab-j-"), new Applications("confab-a-", ended -> { }), clock, event -> { });
    commands.use(Optional.of(connection));
  }

  @AfterContainer
  static void close() {
    loop.close();
  }

  @Provide
  Arbitrary<String> text() {
    return HostileText.any();
  }

  /** What arrives of it: everything before a command of the test's own. */
  private static List<Received> arrives(Supplier<Future<?>> use) {
    server.forget();
    Future<?> outcome = loop.run(() -> use.get());
    loop.await(() -> commands.api("barrier", ""));
    List<Received> all = server.received();
    List<Received> arrived = all.subList(0, all.size() - 1);
    assertThat(all.get(all.size() - 1).line()).isEqualTo("api barrier");
    if (arrived.isEmpty()) {
      assertThat(outcome.failed()).isTrue();
      assertThat(outcome.cause()).isInstanceOf(EslException.Refused.class);
    }
    assertThat(arrived).allSatisfy(it -> assertThat(it.line() + it.command().body()).doesNotContain("${"));
    return arrived;
  }

  /** The words of the one command that arrives, if one does, as {@code switch_separate_string} makes them. */
  private static void words(Supplier<Future<?>> use, String... expected) {
    List<Received> arrived = arrives(use);
    assertThat(arrived).hasSizeLessThanOrEqualTo(1);
    arrived.forEach(it -> assertThat(separated(it.line(), ' ')).containsExactly(expected));
  }

  /** switch_utils.c: a delimiter counts outside of single quotes only, a backslash takes the next character as it is. */
  private static List<String> separated(String text, char delimiter) {
    char separator = delimiter;
    String rest = text;
    if (rest.startsWith("^^") && rest.length() > 2) {
      separator = rest.charAt(2);
      rest = rest.substring(3);
    }
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      if (c == '\\' && i + 1 < rest.length()) {
        part.append(rest.charAt(++i));
      } else if (c == '\'') {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  @Property(tries = 400)
  void aVariableIsAskedFor(@ForAll("text") String call, @ForAll("text") String name) {
    words(() -> commands.variable(call, "x"), "api", "uuid_getvar", call, "x");
    words(() -> commands.variable("c", name), "api", "uuid_getvar", "c", name);
  }

  @Property(tries = 400)
  void aCallIsHungUpOrWhatItHearsIsEnded(@ForAll("text") String call, @ForAll("text") String cause) {
    words(() -> commands.hangUp(call, "NORMAL_CLEARING"), "api", "uuid_kill", call, "NORMAL_CLEARING");
    words(() -> commands.hangUp("c", cause), "api", "uuid_kill", "c", cause);
    words(() -> commands.stopApplication(call), "api", "uuid_break", call);
    words(() -> commands.scheduleHangUp(call, Duration.ofMillis(1500), cause), "api", "sched_hangup", "+2", call, cause);
  }

  @Property(tries = 400)
  void aCallIsMoved(@ForAll("text") String call, @ForAll("text") String target) {
    words(() -> commands.park(call), "api", "uuid_transfer", call, "park", "inline");
    words(() -> commands.transfer(call, "1000 XML default"), "api", "uuid_transfer", call, "1000", "XML", "default");
    arrives(() -> commands.transfer("c", target)).forEach(it -> assertThat(separated(it.line(), ' ')).hasSize(6));
  }

  @Property(tries = 400)
  void aTaskIsCancelled(@ForAll("text") String task) {
    words(() -> commands.cancelTask(task), "api", "sched_del", task);
    arrives(() -> commands.cancelTask(task)).forEach(it -> assertThat(task).matches("[0-9]+"));
  }

  @Property(tries = 400)
  void aRoomIsTouched(@ForAll("text") String room, @ForAll("text") String member) {
    words(() -> commands.conference().emptyRoom(room), "bgapi", "conference", room, "hup", "all");
    words(() -> commands.conference().removeMember(room, "7"), "bgapi", "conference", room, "hup", "7");
    words(() -> commands.conference().muteMember(room, "7", true), "bgapi", "conference", room, "mute", "7", "quiet");
    arrives(() -> commands.conference().removeMember("confab-r", member)).forEach(it -> assertThat(member).matches("[0-9]+"));
    arrives(() -> commands.conference().muteMember("confab-r", member, false)).forEach(it -> assertThat(member).matches("[0-9]+"));
  }

  @Property(tries = 400)
  void aFileIsLookedFor(@ForAll("text") String path) {
    server.forget();
    Future<Boolean> outcome = loop.run(() -> commands.fileExists(path));
    loop.await(() -> commands.api("barrier", ""));
    List<Received> arrived = server.received();
    assertThat(arrived.size()).isEqualTo(outcome.failed() ? 1 : 2);
    if (arrived.size() == 2) {
      assertThat(arrived.get(0).line()).isEqualTo(path.isEmpty() ? "api file_exists" : "api file_exists " + path);
    }
  }

  @Property(tries = 1500)
  void variablesStayTheVariablesThatTheyAre(@ForAll("text") String call, @ForAll("text") String name, @ForAll("text") String value) {
    for (Map.Entry<String, String> it : List.of(Map.entry("x", value), Map.entry(name, "v"))) {
      Map<String, String> variables = new LinkedHashMap<>();
      variables.put("first", "1");
      variables.put(it.getKey(), it.getValue());
      variables.put("last", "2");
      List<Received> arrived = arrives(() -> commands.run("c", commands.newChain(), variables, new Chain().then("answer", ""), Optional.empty()));
      if (!arrived.isEmpty()) {
        assertThat(arrived).hasSize(2);
        String list = arrived.get(0).line().substring("api uuid_setvar_multi c ".length());
        assertThat(separated(list, ';')).containsExactlyElementsOf(variables.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
      }
    }
    arrives(() -> commands.run(call, commands.newChain(), Map.of("a", "b"), new Chain().then("answer", ""), Optional.empty())).forEach(it ->
        assertThat(separated(it.line(), ' ')).startsWith(it.line().startsWith("api") ? new String[] {"api", "uuid_setvar_multi", call, "a=b"}
            : new String[] {"sendmsg", call}));
  }

  @Property(tries = 1500)
  void aChainHasTheApplicationsThatWerePutIntoIt(@ForAll("text") String application, @ForAll("text") String argument, @ForAll("text") String way) {
    chain("conference", argument, Optional.empty());
    chain(application, "x", Optional.empty());
    chain("conference", "x", Optional.of(way));
  }

  private static void chain(String application, String argument, Optional<String> way) {
    Chain chain;
    try {
      chain = new Chain().then("answer", "").then(new Chain().then(application, argument)).then("sleep", "1");
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).doesNotContain("\n", "\r");
      return;
    }
    for (Received it : arrives(() -> commands.run("c", commands.newChain(), Map.of(), chain, way))) {
      List<String> words = separated(it.command().body(), ' ');
      assertThat(words).hasSize(2).element(1).isEqualTo("inline");
      assertThat(words.get(0)).startsWith("m:~:");
      List<String> expected = new ArrayList<>(List.of("answer:", application + ":" + argument, "sleep:1"));
      way.ifPresent(each -> expected.add("sched_transfer:+30 " + each));
      List<String> applications = List.of(words.get(0).substring("m:~:".length()).split("~", -1));
      assertThat(applications.subList(0, applications.size() - 1)).isEqualTo(expected);
      assertThat(applications.get(applications.size() - 1)).startsWith("set:confab_step=confab-a-");
    }
  }
}
