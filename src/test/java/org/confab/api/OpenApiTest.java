package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.confab.live.LiveConferences;
import org.confab.testing.ManualClock;
import org.junit.jupiter.api.Test;

/** The API's description says what there is, and nothing else. */
class OpenApiTest {

  /** Every route of the service. */
  private static List<Route> routes() {
    LiveConferences conferences = new FakeConferences();
    List<Routes> all = List.of(new ConferenceRoutes(conferences, new ManualClock()), new MemberRoutes(conferences), new CallRoutes(new FakeCalls()),
        new CallbackRoutes(null));
    return new RouteTable(all).routes();
  }

  private static Set<String> described() {
    Set<String> described = new TreeSet<>();
    Description.ROOT.get("paths").properties().forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
      if (!method.equals("parameters")) {
        described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }));
    return described;
  }

  @Test
  void everyCallIsDescribedAndEveryDescribedCallIsThere() {
    Set<String> there = routes().stream().map(route -> route.method() + " " + route.path().text()).collect(Collectors.toCollection(TreeSet::new));
    there.add("GET " + OpenApiRequests.PATH);
    assertThat(described()).isEqualTo(there);
  }

  @Test
  void everyNameInAPathIsDescribedAndNoOther() {
    Description.ROOT.get("paths").properties().forEach(path -> {
      Set<String> inPath = Pattern.compile("\\{([^}]*)}").matcher(path.getKey()).results().map((MatchResult found) -> found.group(1)).collect(Collectors.toSet());
      Set<String> described = new HashSet<>();
      path.getValue().path("parameters").forEach(parameter -> described.add(Description.resolved(parameter).get("name").asText()));
      assertThat(described).as(path.getKey()).isEqualTo(inPath);
    });
  }

  @Test
  void everyReferenceLeadsSomewhereAndEveryPartIsUsed() {
    Set<String> used = Description.ROOT.findValuesAsText("$ref").stream().collect(Collectors.toSet());
    used.forEach(reference -> assertThat(Description.ROOT.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    for (String kind : List.of("schemas", "parameters", "responses")) {
      Description.ROOT.get("components").get(kind).fieldNames()
          .forEachRemaining(name -> assertThat(used).contains("#/components/" + kind + "/" + name));
    }
  }

  @Test
  void callsHaveDifferentNames() {
    List<String> names = Description.ROOT.findValuesAsText("operationId");
    assertThat(names).doesNotHaveDuplicates().hasSize(described().size());
  }

  @Test
  void theJudgeOfAnswersFindsFaults() {
    JsonNode schema = Description.ROOT.at("/components/schemas/ConferenceList");
    for (String broken : List.of("{}", "[]", "{\"api_id\":\"x\",\"conferences\":[]}",
        "{\"api_id\":\"2867b6e2-58c3-11e1-86da-adf28403fe48\",\"conferences\":[1]}",
        "{\"api_id\":\"2867b6e2-58c3-11e1-86da-adf28403fe48\",\"conferences\":[],\"more\":1}")) {
      assertThat(Description.faults(schema, new RestServer.Reply(200, Map.of(), broken).json(), "body")).as(broken).isNotEmpty();
    }
  }

  @Test
  void theDescriptionIsServedToAnybody() {
    try (RestServer server = new RestServer()) {
      RestServer.Reply reply = server.send("GET", "/v1/openapi.json", "");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json()).isEqualTo(Description.ROOT);
      assertThat(server.send("POST", "/v1/openapi.json", "").status()).isEqualTo(405);
      assertThat(server.send("GET", "/v1/openapi.jsonx", "").status()).isEqualTo(404);
    }
  }
}
