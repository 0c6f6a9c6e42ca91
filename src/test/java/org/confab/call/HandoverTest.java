package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.config.Unsupported;
import org.confab.freeswitch.ChannelFacts;
import org.confab.plivo.HttpMethod;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private static final Settings.Answer SETTINGS = new Settings.Answer(Optional.of(URI.create("http://app/answer")), "POST",
      Optional.of(URI.create("http://app/fallback")), "GET", Optional.of(URI.create("http://app/hangup")), "POST", true, new Unsupported.Skip());

  private static Handover of(Map<String, String> variables) {
    Map<String, String> headers = new HashMap<>();
    variables.forEach((name, value) -> headers.put("variable_" + name, value));
    return Handover.of(new ChannelFacts("call-1", headers), SETTINGS);
  }

  @Test
  void defaultMeansTheConfiguredUrls() {
    Handover handover = of(Map.of("confab_answer_url", "default"));
    assertThat(handover.answer()).contains(new Handover.Target("http://app/answer", HttpMethod.POST));
    assertThat(handover.fallback()).contains(new Handover.Target("http://app/fallback", HttpMethod.GET));
    assertThat(handover.hangup()).contains(new Handover.Target("http://app/hangup", HttpMethod.POST));
    assertThat(handover.account()).isEmpty();
  }

  @Test
  void theChannelsOwnUrlsGoFirst() {
    Handover handover = of(Map.of("confab_answer_url", "http://mine/a", "confab_answer_method", "GET", "confab_fallback_url", "http://mine/f",
        "confab_hangup_url", "http://mine/h", "confab_account", "MAXXXXXXXXXXXXXXXXXX"));
    assertThat(handover.answer()).contains(new Handover.Target("http://mine/a", HttpMethod.GET));
    assertThat(handover.fallback().map(Handover.Target::url)).contains("http://mine/f");
    assertThat(handover.hangup().map(Handover.Target::url)).contains("http://mine/h");
    assertThat(handover.account()).contains("MAXXXXXXXXXXXXXXXXXX");
  }

  /** mod_loopback.c copies the variables of originate to its other leg, which the dialplan may hand over to us as a call of its own. */
  @Test
  void theOrderOfAnOutgoingCallIsNotThatOfTheLegThatItReaches() {
    OutgoingOrder.Url mine = new OutgoingOrder.Url("http://app/mine", HttpMethod.GET);
    String word = new OutgoingOrder("1", "2", "", mine, Optional.empty(), Optional.empty(), Optional.empty(), "").word();
    Map<String, String> variables = Map.of("variable_confab_order", word, "variable_confab_answer_url", "default");
    Map<String, String> reached = new HashMap<>(variables);
    reached.put("Call-Direction", "inbound");
    assertThat(Handover.of(new ChannelFacts("b", reached), SETTINGS).answer().map(Handover.Target::url)).contains("http://app/answer");
    Map<String, String> placed = new HashMap<>(variables);
    placed.put("Call-Direction", "outbound");
    assertThat(Handover.of(new ChannelFacts("a", placed), SETTINGS).answer().map(Handover.Target::url)).contains("http://app/mine");
  }

  @Test
  void aMethodThatIsNoneIsTheConfiguredOne() {
    assertThat(of(Map.of("confab_answer_url", "http://mine/a", "confab_answer_method", "DELETE")).answer().map(Handover.Target::method))
        .contains(HttpMethod.POST);
  }

  @Test
  void aWayOutIsAnExtensionADialplanAndAContext() {
    assertThat(of(Map.of("confab_fallback", "voicemail XML default")).wayOut()).contains("voicemail XML default");
    for (String odd : new String[] {"voicemail", "a b", "x XML d ~hangup:", "x XML ${system(id)}", "x XML d'", ""}) {
      assertThat(of(Map.of("confab_fallback", odd)).wayOut()).as(odd).isEmpty();
    }
  }
}
