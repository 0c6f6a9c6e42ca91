package org.confab.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.confab.api.HealthCheck;
import org.confab.http.PlainUrl;
import org.confab.store.CallbackLists;
import org.confab.store.DeadLetter;
import org.confab.store.Store;

/** The parts of the page that are sent whole: health, how the callbacks stand, the lists of those that wait or are dead, the demo's phones. */
final class Sections {

  private Sections() {}

  record Health(String name, boolean met, boolean needed, String reason) {
    static Health of(HealthCheck check) {
      HealthCheck.Condition condition = check.ask();
      return new Health(check.name(), condition.met(), check.needed(), PlainUrl.printable(condition.reason()));
    }
  }

  static JsonNode health(List<Health> found) {
    return Json.list(found);
  }

  static JsonNode counts(int pending, Store.Status status, long delivered) {
    return Json.object().put("pending", pending).put("dead", status.deadLetters()).put("held", status.held())
        .put("oldest", pending == 0 ? 0 : status.oldest().map(oldest -> oldest.toEpochMilli()).orElse(0L)).put("delivered", delivered);
  }

  static JsonNode waiting(List<CallbackLists.Waiting> waiting) {
    ArrayNode list = Json.object().arrayNode();
    waiting.forEach(each -> list.add(callback(each.id(), each.decidedAt().toEpochMilli(), each.action(), each.conference(), each.url())));
    return list;
  }

  static JsonNode dead(List<DeadLetter> dead) {
    ArrayNode list = Json.object().arrayNode();
    dead.forEach(each -> list.add(callback(each.id(), each.diedAt().toEpochMilli(), each.action(), each.conference(), each.url())
        .put("said", PlainUrl.printable(each.reason())).put("attempts", each.attempts()).put("replay", each.replay())));
    return list;
  }

  private static ObjectNode callback(String id, long at, String what, String conference, String url) {
    return Json.object().put("key", id).put("at", at).put("what", PlainUrl.printable(what)).put("conference", PlainUrl.printable(conference))
        .put("url", PlainUrl.of(url));
  }

  static JsonNode phones(List<Phones.Phone> phones, List<Phones.Number> numbers) {
    ObjectNode section = Json.object();
    section.set("list", Json.list(phones));
    section.set("numbers", Json.list(numbers));
    return section;
  }
}
