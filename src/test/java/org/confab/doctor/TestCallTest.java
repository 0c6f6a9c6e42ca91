package org.confab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.confab.doctor.Finding.Standing;
import org.confab.prove.Phones;
import org.junit.jupiter.api.Test;

/** A test call that goes wrong at each place where one can; time passes by the test's own watch. */
class TestCallTest {

  private final Script script = new Script();

  private List<Finding> make(Optional<String> keys) {
    List<Finding> findings = new ArrayList<>();
    new TestCall(script, "4930123456 in context public", keys, () -> script.now * 1_000_000L, () -> script.pass(50), findings::add).make();
    return findings;
  }

  private List<Finding> make() {
    return make(Optional.empty());
  }

  @Test
  void callThatComesThroughIsToldStationByStation() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(400, phone -> phone.variables.put("confab_step", "x:2"));
    script.at(900, phone -> phone.room = Optional.of("confab-1-one"));
    List<Finding> findings = make();
    assertThat(findings).extracting(Finding::standing).containsOnly(Standing.RIGHT);
    assertThat(findings).extracting(Finding::text).containsExactly("a call to 4930123456 in context public is handed to Confab by the dialplan, after 0.1 s",
        "Confab takes it, after 0.4 s", "it is in a conference, after 0.9 s", "it hangs up, and is out 0.0 s later");
    assertThat(script.phone.up).isFalse();
  }

  @Test
  void keysArePressedOnceConfabHasTakenTheCall() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(400, phone -> phone.variables.put("confab_step", "x:2"));
    script.onKeys = () -> script.phone.room = Optional.of("confab-1-one");
    assertThat(make(Optional.of("1"))).extracting(Finding::standing).containsOnly(Standing.RIGHT);
    assertThat(script.phone.pressed).isEqualTo("1");
  }

  @Test
  void numberThatNoExtensionTakes() {
    script.at(100, phone -> phone.end("NO_ROUTE_DESTINATION"));
    last("does not reach Confab's extension: ended, NO_ROUTE_DESTINATION", "00_confab.xml", 1);
  }

  @Test
  void numberThatSomebodyElsesExtensionTakes() {
    script.at(100, phone -> phone.variables.put("current_application", "voicemail"));
    last("does not reach Confab's extension: it runs 'voicemail'", "fs_cli -x reloadxml", 1);
  }

  @Test
  void callThatNobodyTakes() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(30_000, phone -> phone.stranded = true);
    last("nobody takes the call: after 30 s it is led to the fallback", "does Confab run", 2);
  }

  @Test
  void callThatIsHungUp() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(600, phone -> phone.end("NORMAL_TEMPORARY_FAILURE"));
    last("the call is hung up: ended, NORMAL_TEMPORARY_FAILURE", "confab trace a-channel", 2);
  }

  @Test
  void callThatConfabHangsUpAtOnceIsNotBlamedOnTheDialplan() {
    script.at(50, phone -> {
      phone.variables.putAll(Map.of("confab_answer_url", "default", "current_application", "park"));
      phone.end("NORMAL_TEMPORARY_FAILURE");
    });
    last("the call is hung up: ended, NORMAL_TEMPORARY_FAILURE", "confab trace a-channel", 2);
  }

  @Test
  void documentThatLeadsToNoConference() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(400, phone -> phone.variables.put("confab_step", "x:2"));
    script.at(500, phone -> phone.variables.put("current_application", "play_and_get_digits"));
    List<Finding> findings = make();
    assertThat(findings).hasSize(3);
    assertThat(findings.get(2).standing()).isEqualTo(Standing.DOUBTFUL);
    assertThat(findings.get(2).text()).contains("it is in no conference: it runs 'play_and_get_digits'");
    assertThat(findings.get(2).remedy()).hasValueSatisfying(mends -> assertThat(mends).contains("--keys"));
    assertThat(script.phone.up).as("the call is left behind").isFalse();
  }

  @Test
  void documentThatIsOverBeforeAConference() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(400, phone -> phone.variables.put("confab_step", "x:2"));
    script.at(2000, phone -> phone.end("NORMAL_CLEARING"));
    last("it is over before it is in a conference: ended, NORMAL_CLEARING", "confab trace", 3);
  }

  @Test
  void callThatDoesNotEnd() {
    script.at(100, phone -> phone.variables.put("confab_answer_url", "default"));
    script.at(400, phone -> phone.room = Optional.of("confab-1-one"));
    script.phone.hangsUp = false;
    last("it hangs up, and is still there", "uuid_kill a-channel", 4);
  }

  private void last(String text, String remedy, int count) {
    List<Finding> findings = make();
    assertThat(findings).hasSize(count);
    Finding last = findings.get(count - 1);
    assertThat(last.standing()).isEqualTo(Standing.WRONG);
    assertThat(last.text()).contains(text);
    assertThat(last.remedy()).hasValueSatisfying(mends -> assertThat(mends).contains(remedy));
    assertThat(findings.subList(0, count - 1)).allSatisfy(earlier -> assertThat(earlier.standing()).isEqualTo(Standing.RIGHT));
  }

  /** What happens to the call, by milliseconds. */
  private static final class Script implements Phones {

    private final TreeMap<Long, java.util.function.Consumer<ScriptedPhone>> events = new TreeMap<>();
    private final ScriptedPhone phone = new ScriptedPhone();
    private Runnable onKeys = () -> { };
    private long now;

    private Script() {
      phone.script = this;
    }

    void at(long millis, java.util.function.Consumer<ScriptedPhone> happens) {
      events.put(millis, happens);
    }

    void pass(long millis) {
      now += millis;
      List<Long> due = new ArrayList<>(events.headMap(now, true).keySet());
      due.forEach(time -> events.remove(time).accept(phone));
    }

    @Override
    public boolean takesCalls() {
      return true;
    }

    @Override
    public Phone call(String from) {
      phone.up = true;
      return phone;
    }

    @Override
    public void kick(String room, String memberId) {
      throw new AssertionError("nobody is to be kicked");
    }
  }

  private static final class ScriptedPhone implements Phones.Phone {

    private final Map<String, String> variables = new HashMap<>();
    private Optional<String> room = Optional.empty();
    private Script script;
    private boolean up;
    private boolean stranded;
    private boolean hangsUp = true;
    private String pressed = "";
    private String cause = "";

    void end(String why) {
      up = false;
      cause = why;
    }

    @Override
    public void press(String keys) {
      pressed += keys;
      script.onKeys.run();
    }

    @Override
    public void hangUp() {
      if (hangsUp) {
        end("NORMAL_CLEARING");
      }
    }

    @Override
    public boolean isUp() {
      return up;
    }

    @Override
    public boolean isStranded() {
      return stranded;
    }

    @Override
    public Optional<String> room() {
      return room.filter(there -> up);
    }

    @Override
    public Optional<String> channel() {
      return Optional.of("a-channel");
    }

    @Override
    public String variable(String name) {
      return variables.getOrDefault(name, "");
    }

    @Override
    public String position() {
      return up ? "channels a-channel" : "ended, " + cause;
    }
  }
}
