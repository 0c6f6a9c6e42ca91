package org.confab.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.freeswitch.ChannelFacts;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.Test;

class CallRequestsTest {

  private final ManualClock clock = new ManualClock();
  private final CallRequests requests = new CallRequests(clock, true);

  private Map<String, String> told(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(Map.of("Caller-Caller-ID-Number", "+4915100001", "Caller-Caller-ID-Name", "Anna",
        "Caller-Destination-Number", "266322", "Call-Direction", "inbound"));
    all.putAll(headers);
    Handover nothing = new Handover(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    return requests.answer(new Call(new ChannelFacts("call-1", all), new Account("MAXXXXXXXXXXXXXXXXXX", List.of(new Secret("t"))), nothing,
        Instant.parse("2026-11-22T08:00:00Z"), Memory.NONE));
  }

  @Test
  void numbersLoseTheirPlus() {
    assertThat(told(Map.of())).containsEntry("From", "4915100001").containsEntry("To", "266322").containsEntry("CallerName", "Anna");
  }

  @Test
  void whoForwardedTheCallIsTheUserOfItsDiversion() {
    assertThat(told(Map.of("variable_sip_h_Diversion", "\"Anna\" <sip:+4930777@example.com>;reason=no-answer"))).containsEntry("ForwardedFrom", "4930777");
    assertThat(told(Map.of("variable_sip_h_Diversion", "tel:+4930778;reason=user-busy"))).containsEntry("ForwardedFrom", "4930778");
    assertThat(told(Map.of("variable_sip_h_Diversion", "nobody"))).doesNotContainKey("ForwardedFrom");
    assertThat(told(Map.of())).doesNotContainKey("ForwardedFrom");
  }

  @Test
  void theCalledNumberIsConfabToElseTheSipRequestsElseTheDialplans() {
    assertThat(told(Map.of("variable_sip_req_user", "+4930999"))).containsEntry("To", "4930999");
    assertThat(told(Map.of("variable_sip_req_user", "+4930999", "variable_confab_to", "1000"))).containsEntry("To", "1000");
  }

  @Test
  void sipHeadersForTheApplicationAreHandedOnAndNoOthers() {
    assertThat(told(Map.of("variable_sip_h_X-PH-Customer", "42", "variable_sip_h_Authorization", "secret", "variable_sip_h_X-Other", "no")))
        .containsEntry("X-PH-Customer", "42").doesNotContainKey("Authorization").doesNotContainKey("X-Other").doesNotContainValue("secret");
  }

  @Test
  void parametersOfTheDialplanAreHandedOnButReplaceNothing() {
    assertThat(told(Map.of("variable_confab_param_Tenant", "acme", "variable_confab_param_CallUUID", "forged")))
        .containsEntry("Tenant", "acme").containsEntry("CallUUID", "call-1");
  }

  @Test
  void anAnsweredCallIsInProgress() {
    assertThat(told(Map.of("Answer-State", "answered"))).containsEntry("CallStatus", "in-progress");
    assertThat(told(Map.of("Answer-State", "ringing"))).containsEntry("CallStatus", "ringing");
  }
}
