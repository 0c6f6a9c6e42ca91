package org.confab.plivo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/attributes.md names what is read, and says of nothing that it works while the reader says that it does not. */
class AttributesPageTest {

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/attributes.md")).stream().filter(line -> line.startsWith("| `")).toList();
  }

  @Test
  void everyAttributeOfConferenceHasOneRowInTheRightTable() throws IOException {
    for (RecordComponent component : ConferenceElement.class.getRecordComponents()) {
      String name = component.getName();
      if (!Set.of("line", "name").contains(name)) {
        List<String> rows = rows().stream().filter(row -> row.split("\\|")[1].contains("`" + name + "`")).toList();
        assertThat(rows).as(name).hasSize(1);
        boolean worksByThePage = rows.get(0).split("\\|").length == 7;
        boolean worksByTheReader = NotActedUpon.warning("Conference", name, "something").isEmpty();
        assertThat(worksByThePage).as(name).isEqualTo(worksByTheReader);
      }
    }
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
