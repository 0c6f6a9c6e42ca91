package org.confab;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The house: which package may know which. */
@AnalyzeClasses(packages = "org.confab", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseTest {

  /** Each package, and all of ours that it may know. What is missing here may not exist. */
  private static final Map<String, List<String>> MAY_KNOW = new LinkedHashMap<>();

  static {
    MAY_KNOW.put("clock", List.of());
    MAY_KNOW.put("terminal", List.of());
    MAY_KNOW.put("plivo", List.of());
    MAY_KNOW.put("conference", List.of());
    MAY_KNOW.put("log", List.of("plivo"));
    MAY_KNOW.put("network", List.of());
    MAY_KNOW.put("process", List.of());
    MAY_KNOW.put("yaml", List.of());
    MAY_KNOW.put("config", List.of("network", "yaml"));
    MAY_KNOW.put("metrics", List.of("callback", "esl"));
    MAY_KNOW.put("store", List.of("callback", "clock", "http"));
    MAY_KNOW.put("simulator", List.of("clock"));
    MAY_KNOW.put("esl", List.of("clock"));
    MAY_KNOW.put("http", List.of("clock", "network"));
    MAY_KNOW.put("freeswitch", List.of("clock", "esl", "log"));
    MAY_KNOW.put("callback", List.of("clock", "http", "log"));
    MAY_KNOW.put("sound", List.of("clock", "config", "freeswitch", "http", "log", "metrics", "plivo", "process"));
    MAY_KNOW.put("transcription", List.of("callback", "clock", "config", "http", "log", "metrics", "plivo", "process", "store"));
    MAY_KNOW.put("recording", List.of("callback", "clock", "config", "esl", "freeswitch", "http", "log", "metrics", "plivo", "store"));
    MAY_KNOW.put("trace", List.of("callback", "clock", "config", "esl", "freeswitch", "http", "log", "metrics"));
    MAY_KNOW.put("live", List.of("plivo"));
    MAY_KNOW.put("call", List.of("callback", "clock", "conference", "config", "esl", "freeswitch", "http", "live", "log", "metrics",
        "plivo", "recording", "sound", "store", "transcription"));
    MAY_KNOW.put("api", List.of("call", "callback", "clock", "conference", "config", "freeswitch", "http", "live", "log", "metrics",
        "plivo", "recording", "store"));
    MAY_KNOW.put("console", List.of("api", "callback", "clock", "config", "http", "live", "log", "plivo", "store", "trace"));
    MAY_KNOW.put("check", List.of("call", "clock", "conference", "config", "freeswitch", "http", "network", "plivo"));
    MAY_KNOW.put("prove", List.of("clock", "config", "esl"));
    MAY_KNOW.put("demo", List.of("", "clock", "config", "console", "http", "plivo", "simulator", "terminal"));
    MAY_KNOW.put("doctor", List.of("call", "check", "clock", "config", "esl", "freeswitch", "http", "plivo", "prove", "recording", "sound"));
    MAY_KNOW.put("apptest", List.of("", "clock", "config", "http", "live", "plivo", "simulator", "yaml"));
    MAY_KNOW.put("cli", List.of("", "apptest", "call", "check", "clock", "config", "console", "demo", "doctor", "http", "log", "plivo", "store", "terminal", "trace", "yaml"));
  }

  @ArchTest
  static final ArchRule CONFERENCE_AND_PLIVO_KNOW_ONLY_THE_JDK = noClasses()
      .that().resideInAnyPackage("org.confab.conference", "org.confab.plivo")
      .should().dependOnClassesThat(not(resideInAnyPackage(
          "java..", "javax.xml..", "javax.crypto..", "org.confab.conference", "org.confab.plivo")));

  @ArchTest
  static final ArchRule NEITHER_OF_THEM_KNOWS_THE_OTHER =
      slices().matching("org.confab.(conference|plivo)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule ONLY_MAIN_KNOWS_THE_COMMAND_LINE = noClasses()
      .that(not(resideInAnyPackage("org.confab.cli")).and(not(belongToAnyOf(Main.class))))
      .should().dependOnClassesThat(resideInAPackage("org.confab.cli"));

  @ArchTest
  static final ArchRule THERE_ARE_NO_CIRCLES = slices().matching("org.confab.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NO_PACKAGE_IS_A_LUMBER_ROOM = noClasses()
      .should().resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..manager..", "..node..");

  @ArchTest
  static final ArchRule NO_CLASS_IS_NAMED_LIKE_ONE = noClasses()
      .should().haveNameMatching(".*\\.[A-Za-z]*(Manager|Helper|Util|Utils|Common)");

  /** Its client and its decoder lose the order of events, block for ever, and can be made to send a second command. */
  @ArchTest
  static final ArchRule ESL_CLIENTS_CLIENT_AND_DECODER_ARE_NOT_USED = noClasses()
      .should().dependOnClassesThat().resideInAPackage("link.thingscloud..inbound..")
      .orShould().dependOnClassesThat().resideInAPackage("link.thingscloud..outbound..")
      .orShould().dependOnClassesThat().haveSimpleName("EslFrameDecoder");

  @ArchTest
  static final ArchRule THERE_IS_NO_STATIC_MUTABLE_STATE = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule THE_COMMAND_LINES_LIBRARY_STAYS_IN_THE_COMMAND_LINE = noClasses()
      .that().resideOutsideOfPackage("org.confab.cli").should().dependOnClassesThat().resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_LISTED = classes()
      .should().resideInAnyPackage(packages(MAY_KNOW.keySet().stream().toList(), true));

  @ArchTest
  static void packagesKnowOnlyThoseBelowThem(JavaClasses all) {
    MAY_KNOW.forEach((name, below) -> noClasses().that().resideInAPackage("org.confab." + name + "..")
        .should().dependOnClassesThat(resideInAPackage("org.confab..").and(not(resideInAPackage("org.confab." + name + "..")))
            .and(not(resideInAnyPackage(packages(below, false)))))
        .as("org.confab." + name + " should know only " + below).allowEmptyShould(true).check(all));
  }

  private static String[] packages(List<String> names, boolean withRoot) {
    List<String> packages = new ArrayList<>();
    names.forEach(name -> packages.add(name.isEmpty() ? "org.confab" : "org.confab." + name + ".."));
    if (withRoot) {
      packages.add("org.confab");
    }
    return packages.toArray(String[]::new);
  }

  @Test
  void aRuleOfTheHouseCanFail() {
    // if the import found nothing, every rule above would hold
    assertThat(new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.confab").contain(Confab.class)).isTrue();
  }
}
