package org.confab.doctor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The dialplan that FreeSWITCH has loaded, as far as it is about Confab.
 *
 * @param contexts their names
 */
record Dialplan(List<String> contexts, List<Extension> extensions) {

  /** A condition's attributes that mean a time (switch_xml.c, switch_xml_std_datetime_check). */
  private static final List<String> TIMES = List.of("date-time", "year", "yday", "mon", "mday", "week", "mweek", "wday", "hour", "minute", "minute-of-day", "time-of-day");

  /**
   * Where it is, what it takes and does; the actions of all its conditions in their order.
   *
   * @param goesOn whether the extensions behind it are looked at, too
   */
  record Extension(String context, String name, boolean goesOn, List<Condition> conditions, List<Action> actions) {

    /** The values that {@code name} is given, however; patterns' groups among them. */
    List<String> values(String variable) {
      return actions.stream().flatMap(action -> action.value(variable).stream()).toList();
    }

    boolean does(String application) {
      return actions.stream().anyMatch(action -> action.application().equals(application));
    }

    /** What the dialled number has to be like, as it is written. */
    Optional<String> numbers() {
      return conditions.stream().filter(Condition::isOfNumber).map(Condition::expression).findFirst();
    }

    /** Whether a call to that number gets here, and the number is why. */
    boolean takes(String number) {
      return numbers().isPresent() && conditions.stream().filter(Condition::isOfNumber).allMatch(condition -> condition.fits(number));
    }

    /** Whether it takes every call that comes as far. */
    boolean takesAll() {
      return !goesOn && !actions.isEmpty() && conditions.stream().allMatch(condition -> condition.field().isEmpty());
    }
  }

  record Condition(String field, String expression) {

    boolean isOfNumber() {
      return field.equals("destination_number");
    }

    /** FreeSWITCH's are Perl's; what Java cannot read is taken to fit. */
    boolean fits(String text) {
      try {
        return Pattern.compile(expression).matcher(text).find();
      } catch (PatternSyntaxException perls) {
        return true;
      }
    }
  }

  record Action(String application, String data) {

    private static final List<String> SETTERS = List.of("set", "export", "multiset", "set_global");

    Optional<String> value(String variable) {
      if (!SETTERS.contains(application)) {
        return Optional.empty();
      }
      String assignment = variable + "=";
      return assignments().filter(each -> each.startsWith(assignment)).reduce((one, last) -> last).map(each -> each.substring(assignment.length()));
    }

    /** Those of multiset are told apart by spaces, or by what stands behind ^^ (mod_dptools.c, multiset_function). */
    private Stream<String> assignments() {
      if (!application.equals("multiset")) {
        return Stream.of(data);
      }
      boolean named = data.startsWith("^^") && data.length() > 2;
      return Stream.of((named ? data.substring(3) : data).split(Pattern.quote(named ? data.substring(2, 3) : " ")));
    }
  }

  /** @param section what {@code xml_locate dialplan} prints */
  static Dialplan read(String section) throws SAXException {
    List<String> contexts = new ArrayList<>();
    List<Extension> extensions = new ArrayList<>();
    for (Element context : Xml.children(Xml.read(section.getBytes(StandardCharsets.UTF_8)).getDocumentElement(), "context")) {
      String name = context.getAttribute("name");
      contexts.add(name);
      Xml.children(context, "extension").forEach(extension -> extensions.add(extension(name, extension)));
    }
    return new Dialplan(List.copyOf(contexts), List.copyOf(extensions));
  }

  private static Extension extension(String context, Element extension) {
    List<Condition> conditions = new ArrayList<>();
    List<Action> actions = new ArrayList<>();
    conditions(extension, conditions, actions);
    return new Extension(context, extension.getAttribute("name"), extension.getAttribute("continue").equals("true"), List.copyOf(conditions), List.copyOf(actions));
  }

  /** Conditions may be within conditions (mod_dialplan_xml.c, parse_exten). */
  private static void conditions(Element parent, List<Condition> conditions, List<Action> actions) {
    for (Element condition : Xml.children(parent, "condition")) {
      if (condition.hasAttribute("regex")) {
        conditions.addAll(patterns(condition));
      } else {
        conditions.add(condition(condition));
      }
      Xml.children(condition, "action").forEach(action -> actions.add(new Action(action.getAttribute("application"), action.getAttribute("data"))));
      conditions(condition, conditions, actions);
    }
  }

  /** One that has no field, and only says when, is not always met. */
  private static Condition condition(Element element) {
    boolean some = TIMES.stream().anyMatch(element::hasAttribute);
    String field = element.getAttribute("field");
    String expression = Xml.children(element, "expression").stream().findFirst().map(Element::getTextContent).orElse(element.getAttribute("expression"));
    return new Condition(field.isEmpty() && some ? "time" : field, expression);
  }

  /** Those that must all fit are conditions of their own; of others, only what they say of the number alone is known. */
  private static List<Condition> patterns(Element condition) {
    List<Condition> all = Xml.children(condition, "regex").stream().map(Dialplan::condition).toList();
    if (condition.getAttribute("regex").equalsIgnoreCase("all")) {
      return all;
    }
    return all.stream().allMatch(Condition::isOfNumber) && !all.isEmpty()
        ? List.of(new Condition(all.get(0).field(), all.stream().map(Condition::expression).collect(Collectors.joining("|")))) : List.of(new Condition("regex", ""));
  }

  /** Those that hand calls to Confab. */
  List<Extension> confabs() {
    return extensions.stream().filter(extension -> !extension.values("confab_answer_url").isEmpty()).toList();
  }

  /** Whether a call that is transferred there finds something to do. */
  boolean leads(String number, String context) {
    // as mod_dialplan_xml.c, dialplan_xml_locate
    String there = contexts.contains(context) ? context : "global";
    return extensions.stream().anyMatch(extension -> extension.context().equals(there) && (extension.takes(number) || extension.takesAll()));
  }
}
