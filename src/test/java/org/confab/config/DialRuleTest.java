package org.confab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.confab.testing.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is called, and by which dial string. */
class DialRuleTest {

  private static Optional<String> dial(String to, String... rules) {
    return Settings.Outgoing.to(List.of(rules).stream().map(DialRule::parse).toList()).dialString(to);
  }

  @ParameterizedTest
  @CsvSource({"49* -> sofia/gateway/carrier/+{to}, 4930900, sofia/gateway/carrier/+4930900", "+49* -> sofia/gateway/carrier/{to}, +4930900, sofia/gateway/carrier/4930900",
      "* -> loopback/{to}/default/XML, 1001, loopback/1001/default/XML", "100* -> user/{to}, 1001, user/1001", "1*0*9 -> x/{to}, 120349, x/120349",
      "sip:*@pbx.example -> sofia/external/{to}, sip:anna.b@PBX.example, sofia/external/anna.b@pbx.example",
      "sip:*@pbx.example:5080 -> sofia/gateway/pbx/{user}, sip:anna@pbx.example:5080, sofia/gateway/pbx/anna"})
  void aRuleMakesADialStringOfWhomItIsFor(String rule, String to, String string) {
    assertThat(dial(to, rule)).contains(string);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4830", "sip:4930@elsewhere.example", "sip:anna@pbx.example:5080", "sip:anna@pbx.example.evil", "anna@pbx.example", "", "+", "49 30",
      "4930,sofia/external/1", "4930|5", "sip:a,b@pbx.example", "sip:a;x=y@pbx.example", "sip:anna@pbx.example;transport=tcp", "sip:@pbx.example",
      "sips:anna@pbx.example", "123456789012345678901", "４９３０"})
  void nobodyElseIsCalled(String to) {
    assertThat(dial(to, "49* -> a/{to}", "sip:*@pbx.example -> b/{to}")).isEmpty();
  }

  @Test
  void theFirstRuleThatIsForSomebodyCountsAlsoIfItRefuses() {
    String[] rules = {"49900* -> refuse", "49* -> a/{to}", "* -> b/{to}"};
    assertThat(dial("49900123", rules)).isEmpty();
    assertThat(dial("4930", rules)).contains("a/4930");
    assertThat(dial("110", rules)).contains("b/110");
  }

  /** The host may read them as the same user, and what is refused is to be refused however it is spelled. */
  @ParameterizedTest
  @ValueSource(strings = {"sip:49900123@pbx.example", "sip:+49900123@pbx.example", "sip:Boss@pbx.example", "SIP:BOSS.1@PBX.example"})
  void whoIsRefusedIsRefusedInEverySpelling(String to) {
    assertThat(dial(to, "sip:49900*@pbx.example -> refuse", "sip:boss*@pbx.example -> refuse", "sip:*@pbx.example -> b/{to}")).isEmpty();
    assertThat(dial(to, "sip:+49900*@pbx.example -> refuse", "sip:BOSS*@pbx.example -> refuse", "sip:*@pbx.example -> b/{to}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"49*", "-> a/{to}", "49* -> ", "49* -> a/b", "49* -> a/{to},b/{to}", "49* -> a/{to}|b/{to}", "49* -> {x=y}a/{to}", "49* -> [x=y]a/{to}",
      "49* -> a/{to} x", "49* -> $a/{to}", "49* -> a/{user}", "sip:*@* -> a/{to}", "sip:*@pbx*.example -> a/{to}", "a* -> b/{to}", "49* -> a/'{to}'"})
  void aRuleThatCouldMeanSomethingElseIsNone(String rule) {
    assertThatThrownBy(() -> DialRule.parse(rule)).isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<String> to() {
    Arbitrary<String> hostile = HostileText.any();
    return Arbitraries.oneOf(hostile, hostile.map(text -> "4930" + text), hostile.map(text -> "sip:" + text + "@pbx.example"),
        hostile.map(text -> "sip:anna@pbx.example" + text));
  }

  @Property
  void whateverIsAskedForOnlyDigitsOrAUserOfThatHostGetIntoADialString(@ForAll("to") String to) {
    dial(to, "* -> sofia/gateway/carrier/{to}", "sip:*@pbx.example -> sofia/external/{to}")
        .ifPresent(string -> assertThat(string).matches("\\Asofia/(gateway/carrier/[0-9]{1,20}|external/[A-Za-z0-9_.+-]{1,64}@pbx\\.example)\\z"));
  }
}
