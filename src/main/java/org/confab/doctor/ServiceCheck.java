package org.confab.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.confab.config.Settings;
import org.confab.plivo.Printable;

/** Confab itself, by its operator's port. */
final class ServiceCheck {

  private static final String NAME = "confab";

  private final Web web;
  private final Settings.Operator operator;
  private boolean runs;

  ServiceCheck(Web web, Settings.Operator operator) {
    this.web = web;
    this.operator = operator;
  }

  /** Whether it runs, as far as was seen. */
  boolean runs() {
    return runs;
  }

  List<Finding> examine() throws InterruptedException {
    String address = operator.bind() + ":" + operator.port();
    HttpResponse<String> answer;
    try {
      answer = web.get(URI.create("http://" + (operator.bind().contains(":") ? "[" + operator.bind() + "]" : operator.bind()) + ":" + operator.port() + "/health/ready"));
    } catch (IOException nobody) {
      return List.of(Finding.doubtful(NAME, "Confab does not run (nothing answers at " + address + ")", "confab run, or: systemctl start confab"));
    }
    try {
      JsonNode health = new ObjectMapper().readTree(answer.body());
      JsonNode conditions = health.path("conditions");
      if (conditions.isMissingNode()) {
        return List.of(another(address));
      }
      runs = true;
      return conditions(conditions, answer.statusCode());
    } catch (JsonProcessingException another) {
      return List.of(another(address));
    }
  }

  private static Finding another(String address) {
    return Finding.wrong(NAME, "at " + address + " another program answers than Confab", "another operator.port in confab.yaml, or end that program: ss -ltnp");
  }

  private static List<Finding> conditions(JsonNode conditions, int status) {
    List<Finding> findings = new ArrayList<>();
    for (JsonNode each : conditions) {
      if (!each.path("met").asBoolean(true)) {
        String text = "Confab says of " + Printable.of(each.path("name").asText()) + ": " + Printable.of(each.path("reason").asText());
        String remedy = "docs/operations.md#health says what mends it";
        findings.add(status == 200 ? Finding.doubtful(NAME, text, remedy) : Finding.wrong(NAME, text, remedy));
      }
    }
    if (findings.isEmpty()) {
      findings.add(Finding.right(NAME, "Confab runs, and is ready"));
    }
    return findings;
  }
}
