package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.confab.config.DialRule;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.freeswitch.ChannelFacts;
import org.confab.freeswitch.OriginateArguments;
import org.confab.freeswitch.OriginateReader;
import org.confab.live.OutgoingCall.Target;
import org.confab.live.OutgoingCall;
import org.confab.plivo.HttpMethod;
import org.confab.testing.HostileText;
import org.junit.jupiter.api.Test;

/** What FreeSWITCH is told of an application's order. */
class OutgoingPlanTest {

  private static final String UUID = "00000000-0000-4000-8000-000000000001";
  private static final Settings.Outgoing RULES = Settings.Outgoing.to(List.of(new DialRule("*", "sofia/gateway/carrier/{to}")));

  private static OutgoingCall call(String from, String to, String name, String url, String keys) {
    return new OutgoingCall("MAAAAAAAAAAAAAAAAAAA", from, List.of(to), Optional.of(name), new Target(url, HttpMethod.POST), Optional.of(new Target(url, HttpMethod.GET)),
        Optional.empty(), Optional.of(new Target(url, HttpMethod.POST)), Optional.of(Duration.ofSeconds(20)), Optional.empty(), keys);
  }

  @Provide
  Arbitrary<String> text() {
    return HostileText.any();
  }

  @Property
  void whateverTextComesFreeSwitchReadsTheCallThatWasMeantOrNone(@ForAll("text") String from, @ForAll("text") String to, @ForAll("text") String name,
      @ForAll("text") String path) {
    // half a surrogate pair is no character: no UTF-8 has it
    String url = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    OutgoingPlan plan = OutgoingPlan.of(call("49" + from, "49" + to, name, "http://app/" + url, ""), RULES);
    assertThat(plan.refused().isPresent()).isEqualTo(plan.each().isEmpty());
    plan.each().forEach(one -> {
      OriginateReader.Read read = OriginateReader.read(OriginateArguments.of(one.origination(UUID, "MAAAAAAAAAAAAAAAAAAA")));
      assertThat(read.endpoints()).containsExactly("sofia/gateway/carrier/49" + to);
      Map<String, String> variables = read.variables();
      assertThat(variables.keySet()).isSubsetOf("origination_uuid", "origination_caller_id_number", "origination_caller_id_name", "originate_timeout",
          "ignore_early_media", "confab_account", "confab_order", "confab_answer_url");
      assertThat(variables).containsEntry("origination_uuid", UUID).containsEntry("origination_caller_id_number", "49" + from)
          .containsEntry("originate_timeout", "20");
      assertThat(variables.getOrDefault("origination_caller_id_name", "")).isEqualTo(one.order().callerName()).doesNotContainPattern("[^\\p{L}\\p{M}\\p{N}._ -]");
      OutgoingOrder carried = OutgoingOrder.of(new ChannelFacts(UUID, Map.of("Call-Direction", "outbound",
          "variable_confab_order", variables.get("confab_order")))).orElseThrow();
      assertThat(carried).isEqualTo(one.order());
      assertThat(carried.answer().url()).isEqualTo("http://app/" + url);
      assertThat(read.extension()).isEqualTo("m:~:sched_hangup:+14400 ALLOTTED_TIMEOUT~set:confab_fallback=hangup:NORMAL_TEMPORARY_FAILURE inline default"
          + "~sched_transfer:+30 hangup:NORMAL_TEMPORARY_FAILURE inline default~park:");
      assertThat(read.dialplan()).isEqualTo("inline");
    });
  }

  @Property
  void aNameLosesWhatCouldBeSyntaxAndNothingElse(@ForAll("text") String name) {
    String plain = OutgoingPlan.name(name);
    assertThat(plain.codePointCount(0, plain.length())).isLessThanOrEqualTo(50);
    assertThat(plain).doesNotContainPattern("[^\\p{L}\\p{M}\\p{N}._ -]").doesNotContain("  ");
    assertThat(OutgoingPlan.name(plain)).isEqualTo(plain);
  }

  @Test
  void whoeverIsNamedTwiceIsCalledOnce() {
    OutgoingCall one = call("1", "49301", "", "http://app/", "");
    OutgoingCall twice = new OutgoingCall(one.account(), one.from(), List.of("49301", "+49301", "49302"), one.callerName(), one.answer(), one.fallback(),
        one.ring(), one.hangup(), one.ringTimeout(), one.timeLimit(), one.sendDigits());
    assertThat(OutgoingPlan.of(twice, RULES).each()).extracting(OutgoingPlan.One::string)
        .containsExactly("sofia/gateway/carrier/49301", "sofia/gateway/carrier/49302");
  }

  @Test
  void aNameStaysAsItIs() {
    assertThat(OutgoingPlan.name("Zoë O. Łukasz-Müller 2")).isEqualTo("Zoë O. Łukasz-Müller 2");
    assertThat(OutgoingPlan.name("田中 さん")).isEqualTo("田中 さん");
    assertThat(OutgoingPlan.name("'; drop")).isEqualTo("drop");
    assertThat(OutgoingPlan.name("x".repeat(80))).hasSize(50);
  }

  @Test
  void aLongerTimeLimitThanTheOperatorsIsHis() {
    OutgoingCall wanted = call("1", "2", "", "http://app/", "");
    Settings.Outgoing hour = new Settings.Outgoing(RULES.dial(), RULES.ringTimeout(), Duration.ofHours(1), 10, Optional.of("sorry XML default"));
    OutgoingPlan.One one = OutgoingPlan.of(wanted, hour).each().get(0);
    assertThat(one.timeLimit()).isEqualTo(Duration.ofHours(1));
    assertThat(one.wayOut()).isEqualTo("sorry XML default");
  }

  @Test
  void theOperatorsOwnPlaceIsTrustedAndNoOther() {
    Settings.Answer answer = new Settings.Answer(Optional.of(URI.create("http://10.0.0.5:8000/answer")), "POST", Optional.empty(), "POST", Optional.empty(),
        "POST", true, new Unsupported.Skip());
    assertThat(new OutgoingOrder.Url("http://10.0.0.5:8000/other?x#rc=1", HttpMethod.POST).target(answer).link().trusted()).isTrue();
    assertThat(new OutgoingOrder.Url("http://10.0.0.5:8001/other", HttpMethod.POST).target(answer).link().trusted()).isFalse();
    assertThat(new OutgoingOrder.Url("http://169.254.169.254/", HttpMethod.POST).target(answer).link().trusted()).isFalse();
  }
}
