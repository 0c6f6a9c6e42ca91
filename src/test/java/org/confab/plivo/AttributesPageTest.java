package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/attributes.md names what is read, and says of nothing that it works while the reader says that it does not. */
class AttributesPageTest {

  /** Plivo's attributes of the other elements that are run (docs.plivo.com, and its SDKs). */
  private static final Map<String, List<String>> OTHERS = Map.of(
      "GetDigits", List.of("action", "method", "redirect", "numDigits", "finishOnKey", "timeout", "digitTimeout", "retries", "validDigits",
          "invalidDigitsSound", "playBeep", "log"),
      "GetInput", List.of("action", "method", "redirect", "inputType", "executionTimeout", "digitEndTimeout", "numDigits", "finishOnKey", "log"),
      "DTMF", List.of("async"),
      "Play", List.of("loop"),
      "Speak", List.of("loop", "voice", "language"),
      "Wait", List.of("length"));

  /** The rows of the part whose heading names that element. */
  private static List<String> rows(String element) throws IOException {
    List<String> rows = new ArrayList<>();
    boolean within = false;
    for (String line : Files.readAllLines(Path.of("docs/attributes.md"))) {
      if (line.startsWith("## ")) {
        within = line.contains("`<" + element + ">`");
      } else if (within && line.startsWith("| ") && line.split("\\|")[1].contains("`")) {
        rows.add(line);
      }
    }
    return rows;
  }

  private static List<String> rows(String element, String attribute) throws IOException {
    return rows(element).stream().filter(row -> row.split("\\|")[1].contains("`" + attribute + "`")).toList();
  }

  private static boolean worksByThePage(String row) {
    return row.split("\\|").length == 7;
  }

  @Test
  void everyAttributeOfConferenceHasOneRowInTheRightTable() throws IOException {
    for (RecordComponent component : ConferenceElement.class.getRecordComponents()) {
      String name = component.getName();
      if (!Set.of("line", "name").contains(name)) {
        List<String> rows = rows("Conference", name);
        assertThat(rows).as(name).hasSize(1);
        assertThat(worksByThePage(rows.get(0))).as(name).isEqualTo(NotActedUpon.warning("Conference", name, "something").isEmpty());
      }
    }
  }

  @Test
  void everyAttributeOfTheOtherElementsHasOneRowAndIsReadAndActedUpon() throws IOException {
    for (Map.Entry<String, List<String>> element : OTHERS.entrySet()) {
      for (String name : element.getValue()) {
        List<String> rows = rows(element.getKey(), name).stream().filter(row -> !row.startsWith("| `") || row.startsWith("| `" + name)).toList();
        assertThat(rows).as(element.getKey() + " " + name).hasSize(1);
        assertThat(worksByThePage(rows.get(0))).as(name).isTrue();
        assertThat(NotActedUpon.warning(element.getKey(), name, "something")).as(name).isEmpty();
        assertThat(Documents.warnings("<Response><" + element.getKey() + " " + name + "='?'>1</" + element.getKey() + "></Response>"))
            .as(name).noneMatch(warning -> warning.contains("has no attribute"));
      }
    }
  }

  @Test
  void whatThePageHasARowForIsAnAttribute() throws IOException {
    for (String element : List.of("GetDigits", "GetInput", "DTMF")) {
      assertThat(rows(element)).extracting(row -> row.split("`")[1]).containsExactlyInAnyOrderElementsOf(OTHERS.get(element));
    }
  }

  @Test
  void speechAttributesAreNamed() throws IOException {
    String page = Files.readString(Path.of("docs/attributes.md"));
    assertThat(GetInputElement.SPEECH).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    assertThat(PreAnswerElement.MAY_HOLD).allSatisfy(name -> assertThat(page.split("## `<PreAnswer>`")[1].split("\n## ")[0]).contains(name));
  }

  /** Who reads that an attribute is proved by a scenario finds that scenario. */
  @Test
  void everyScenarioThatIsNamedExists() throws IOException {
    Matcher names = Pattern.compile("`(\\w+Scenarios)(?:#(\\w+))?`").matcher(Files.readString(Path.of("docs/attributes.md")));
    int found = 0;
    while (names.find()) {
      Path file = Path.of("src/test/java/org/confab/scenario", names.group(1) + ".java");
      assertThat(file).exists();
      if (names.group(2) != null) {
        assertThat(Files.readString(file)).contains("void " + names.group(2) + "(");
      }
      found++;
    }
    assertThat(found).isGreaterThan(10);
  }

  @Test
  void everyElementThatIsNotRunIsNamed() throws IOException {
    String page = Files.readString(Path.of("docs/attributes.md"));
    assertThat(OtherElement.PLIVOS).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    assertThat(ElementReaders.names()).allSatisfy(name -> assertThat(page).contains("`<" + name + ">`"));
  }
}
