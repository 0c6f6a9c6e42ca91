package org.confab.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.confab.check.Crawled;
import org.confab.check.Difference;
import org.confab.check.Visit;

/** A crawl's report for programs. URLs are whole, but for a password and Plivo's options. */
final class CrawlJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private CrawlJson() {}

  static String of(String source, Crawled crawled) {
    ObjectNode json = MAPPER.createObjectNode().put("source", source).put("runs", crawled.runs());
    crawled.visits().forEach(visit -> visit(json.withArray("requests").addObject(), visit));
    json.withArray("differences");
    crawled.differences().forEach(difference -> difference(json.withArray("differences").addObject(), difference));
    return json.put("notAsked", crawled.notAsked()).toPrettyString();
  }

  private static void visit(ObjectNode json, Visit visit) {
    json.put("method", visit.method().name()).put("url", plain(visit.url()));
    visit.status().ifPresent(status -> json.put("status", status));
    visit.took().ifPresent(took -> json.put("milliseconds", took.toMillis()));
    visit.elements().ifPresent(elements -> json.put("elements", elements));
    visit.from().ifPresent(from -> {
      ObjectNode place = json.putObject("from").put("url", plain(from.document())).put("line", from.line()).put("element", from.element());
      from.attribute().ifPresent(attribute -> place.put("attribute", attribute));
    });
  }

  private static void difference(ObjectNode json, Difference difference) {
    json.put("url", plain(difference.url())).put("line", difference.line());
    difference.element().ifPresent(element -> json.put("element", element));
    difference.attribute().ifPresent(attribute -> json.put("attribute", attribute));
    json.put("text", difference.text()).put("fails", difference.fails());
  }

  private static String plain(URI url) {
    return url.toString().replaceFirst("#.*", "").replaceFirst("//[^/?]*@", "//");
  }
}
