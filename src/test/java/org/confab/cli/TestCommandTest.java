package org.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class TestCommandTest {

  private static final String SHIPPED = "docs/testing/page-examples.yaml";

  @TempDir
  private Path directory;
  private final Shell shell = new Shell(false);

  private String file(String yaml) throws Exception {
    return Files.writeString(directory.resolve("app.yaml"), yaml).toString();
  }

  @Test
  void examplesOfThePagePassAgainstTheDemosApplication() throws Exception {
    Path junit = directory.resolve("reports/junit.xml");
    int code = shell.confab("test", "--demo", "--junit", junit.toString(), SHIPPED);
    assertThat(shell.out()).as(shell.err()).contains("9 scenarios, all passed").doesNotContain("Confab warned").doesNotContain("✗");
    assertThat(code).isEqualTo(ConfabCommand.DONE);
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit.toFile());
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(9);
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("0");
  }

  @Test
  void whatFailedIsToldWithItsLineAndForBuildServersToo() throws Exception {
    Path junit = directory.resolve("junit.xml");
    String file = file("scenarios:\n  - name: \"<no> \\e[31m & such\"\n    steps:\n      - call: { caller: anna, to: basic }\n      - expect: [ { request: /nowhere } ]\n");
    assertThat(shell.confab("test", "--demo", "--junit", junit.toString(), file)).isEqualTo(ConfabCommand.FAILED);
    assertThat(shell.out()).contains("✗ <no> ").contains(file + ":5: no such request within 5 s").contains("1 scenario, 1 failed").doesNotContain("\u001b");
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit.toFile());
    Element failure = (Element) xml.getElementsByTagName("failure").item(0);
    assertThat(failure.getAttribute("message")).isEqualTo("line 5: no such request within 5 s");
    assertThat(failure.getTextContent()).contains("expected:  a request to /nowhere");
    assertThat(((Element) failure.getParentNode()).getAttribute("name")).startsWith("<no> ");
  }

  @Test
  void brokenFileIsToldWithLineAndColumnAndNothingIsPlayed() throws Exception {
    assertThat(shell.confab("test", "--demo", file("scenarios:\n  - name: one\n    step: []\n"))).isEqualTo(ConfabCommand.USAGE);
    assertThat(shell.err()).contains("app.yaml:3:5: step: is no key here; did you mean steps?");
    assertThat(shell.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--patience 0 x.yaml", "--url nonsense x.yaml", "--demo --url http://127.0.0.1/ x.yaml", "nowhere.yaml"})
  void argumentsThatMakeNoSenseAreRefused(String arguments) {
    assertThat(shell.confab(("test " + arguments).strip().split(" "))).isEqualTo(ConfabCommand.USAGE);
    assertThat(shell.err()).isNotBlank();
  }

  @Test
  void schemaAcceptsTheShippedFileAndRefusesWhatTheReaderRefuses() throws Exception {
    assertThat(shell.confab("test", "--schema")).isEqualTo(ConfabCommand.DONE);
    JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(shell.out());
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    assertThat(schema.validate(yaml.readTree(Path.of(SHIPPED).toFile()))).isEmpty();
    assertThat(schema.validate(yaml.readTree(Path.of("docs/testing/first.yaml").toFile()))).isEmpty();
    for (String wrong : List.of("scenario: []", "scenarios: 3", "scenarios: [ { name: a } ]", "scenarios: [ { name: a, steps: [ pres: anna ] } ]",
        "scenarios: [ { name: a, steps: [ pause: 5 seconds ] } ]", "scenarios: [ { name: a, steps: [ press: { caller: a } ] } ]",
        "scenarios: [ { name: a, steps: [ { talk: a, hangup: a } ] } ]", "scenarios: [ { name: a, steps: [ conference: { name: x, started: maybe } ] } ]")) {
      JsonNode tree = yaml.readTree(wrong);
      assertThat(schema.validate(tree)).as(wrong).isNotEmpty();
      assertThat(shell.confab("test", "--demo", file(wrong))).as(wrong).isEqualTo(ConfabCommand.USAGE);
    }
  }
}
