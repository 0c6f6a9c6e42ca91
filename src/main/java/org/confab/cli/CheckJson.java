package org.confab.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.confab.check.Explanation;
import org.confab.check.Fact;
import org.confab.check.Step;

/** A check's report for programs. */
final class CheckJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private CheckJson() {}

  static String of(CheckReport report) {
    ObjectNode json = MAPPER.createObjectNode().put("source", report.source());
    report.reply().ifPresent(reply -> json.putObject("reply").put("method", reply.method().name()).put("url", reply.url().toString())
        .put("status", reply.status()).put("contentType", reply.contentType()).put("milliseconds", reply.took().toMillis()));
    json.put("runs", report.outcome() instanceof CheckReport.Runs);
    if (report.outcome() instanceof CheckReport.Unavailable nothing) {
      json.putObject("refused").put("reason", nothing.reason());
    } else if (report.outcome() instanceof CheckReport.Refused refused) {
      json.putObject("refused").put("reason", refused.reason()).put("line", refused.line()).put("column", refused.column());
    } else if (report.outcome() instanceof CheckReport.Runs runs) {
      explain(json, runs.explanation());
    }
    return json.toPrettyString();
  }

  private static void explain(ObjectNode json, Explanation explanation) {
    ArrayNode elements = json.putArray("elements");
    for (Step step : explanation.steps()) {
      ObjectNode does = elements.addObject().put("line", step.line()).put("element", step.title()).putObject("does");
      String group = "";
      for (Fact fact : step.does()) {
        boolean within = fact.name().startsWith(" ");
        group = within ? group : fact.name();
        does.put(within ? group + " " + fact.name().strip() : fact.name(), fact.text());
      }
    }
    explanation.end().ifPresent(end -> json.put("end", end));
    ArrayNode warnings = json.putArray("warnings");
    explanation.warnings().forEach(warning -> warnings.addObject().put("line", warning.line()).put("text", warning.text()));
  }
}
