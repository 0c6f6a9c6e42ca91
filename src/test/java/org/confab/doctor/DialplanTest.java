package org.confab.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.confab.doctor.Dialplan.Extension;
import org.junit.jupiter.api.Test;

/** Dialplans as people write them; what FreeSWITCH makes of each is in mod_dialplan_xml.c. */
class DialplanTest {

  private static final String SET = "<action application=\"set\" data=\"confab_answer_url=default\"/>";

  private static Dialplan read(String extensions) throws Exception {
    return Dialplan.read("<section name=\"dialplan\"><context name=\"public\">" + extensions + "</context></section>");
  }

  private static Extension extension(String inside) throws Exception {
    return read("<extension name=\"confab\">" + inside + "</extension>").extensions().get(0);
  }

  @Test
  void conditionsWithinConditionsAreLookedInto() throws Exception {
    Dialplan dialplan = read("<extension name=\"confab\"><condition field=\"destination_number\" expression=\"^1$\"><condition wday=\"2-6\">" + SET
        + "<action application=\"park\"/></condition></condition></extension>");
    assertThat(dialplan.confabs()).singleElement().satisfies(extension -> assertThat(extension.does("park")).isTrue());
  }

  @Test
  void numbersOfWhichAnyIsTakenAreEachTaken() throws Exception {
    Extension extension = extension("<condition regex=\"any\"><regex field=\"destination_number\" expression=\"^1$\"/>"
        + "<regex field=\"destination_number\" expression=\"^2$\"/>" + SET + "</condition>");
    assertThat(extension.numbers()).contains("^1$|^2$");
    assertThat(List.of("1", "2", "3")).filteredOn(extension::takes).containsExactly("1", "2");
    assertThat(extension.takesAll()).isFalse();
  }

  @Test
  void numbersThatMustFitAllPatterns() throws Exception {
    Extension extension = extension("<condition regex=\"all\"><regex field=\"destination_number\" expression=\"^1\"/>"
        + "<regex field=\"destination_number\" expression=\"2$\"/><regex field=\"network_addr\" expression=\"^10\\.\"/>" + SET + "</condition>");
    assertThat(List.of("1", "2", "12")).filteredOn(extension::takes).containsExactly("12");
  }

  @Test
  void whatIsTakenForAnythingElseThanTheNumberIsNotToldByTheNumber() throws Exception {
    Extension extension = extension("<condition regex=\"any\"><regex field=\"destination_number\" expression=\"^1$\"/>"
        + "<regex field=\"network_addr\" expression=\"^10\\.\"/>" + SET + "</condition>");
    assertThat(extension.numbers()).isEmpty();
    assertThat(extension.takesAll()).isFalse();
  }

  @Test
  void whatIsTakenAtSomeTimesIsNotTakenAlways() throws Exception {
    assertThat(extension("<condition time-of-day=\"09:00-17:00\">" + SET + "</condition>").takesAll()).isFalse();
    assertThat(extension("<condition>" + SET + "</condition>").takesAll()).isTrue();
    assertThat(extension("<condition break=\"never\">" + SET + "</condition>").takesAll()).isTrue();
  }

  @Test
  void expressionMayBeAnElement() throws Exception {
    Extension extension = extension("<condition field=\"destination_number\"><expression><![CDATA[^1$]]></expression>" + SET + "</condition>");
    assertThat(extension.numbers()).contains("^1$");
    assertThat(extension.takes("2")).isFalse();
  }

  @Test
  void multisetMayNameWhatIsBetweenItsVariables() throws Exception {
    Extension extension = extension("<condition><action application=\"multiset\" data=\"^^;a=b c;confab_answer_url=https://app.example/x;confab_fallback=1 XML public\"/></condition>");
    assertThat(extension.values("confab_answer_url")).containsExactly("https://app.example/x");
    assertThat(extension.values("confab_fallback")).containsExactly("1 XML public");
  }

  @Test
  void multisetOfAVariableWhoseNameEndsLikeOursIsNotOurs() throws Exception {
    Extension extension = extension("<condition><action application=\"multiset\" data=\"not_confab_answer_url=x confab_hangup_url=y\"/></condition>");
    assertThat(extension.values("confab_answer_url")).isEmpty();
  }

  @Test
  void contextThatIsNotThereIsTheGlobalOne() throws Exception {
    Dialplan dialplan = Dialplan.read("<section name=\"dialplan\"><context name=\"public\"/><context name=\"global\"><extension name=\"all\">"
        + "<condition field=\"destination_number\" expression=\"^1$\"><action application=\"answer\"/></condition></extension></context></section>");
    assertThat(dialplan.leads("1", "nowhere")).isTrue();
    assertThat(dialplan.leads("1", "public")).isFalse();
  }
}
