package org.confab.doctor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The dialplan that FreeSWITCH has loaded, as far as it is about Confab.
 *
 * @param contexts their names
 */
record Dialplan(List<String> contexts, List<Extension> extensions) {

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
      int at = data.startsWith(assignment) ? 0 : application.equals("multiset") ? data.indexOf(assignment) : -1;
      if (at < 0) {
        return Optional.empty();
      }
      String value = data.substring(at + assignment.length());
      return Optional.of(application.equals("multiset") ? value.split(" ", 2)[0] : value);
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
    for (Element condition : Xml.children(extension, "condition")) {
      conditions.add(new Condition(condition.getAttribute("field"), condition.getAttribute("expression")));
      Xml.children(condition, "action").forEach(action -> actions.add(new Action(action.getAttribute("application"), action.getAttribute("data"))));
    }
    return new Extension(context, extension.getAttribute("name"), extension.getAttribute("continue").equals("true"), List.copyOf(conditions), List.copyOf(actions));
  }

  /** Those that hand calls to Confab. */
  List<Extension> confabs() {
    return extensions.stream().filter(extension -> !extension.values("confab_answer_url").isEmpty()).toList();
  }

  /** Whether a call that is transferred there finds something to do. */
  boolean leads(String number, String context) {
    return extensions.stream().anyMatch(extension -> extension.context().equals(context) && (extension.takes(number) || extension.takesAll()));
  }
}
