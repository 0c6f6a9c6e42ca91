package org.confab.apptest;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.confab.apptest.Step.Expected;
import org.confab.apptest.Step.Wanted;
import org.confab.config.Account;
import org.confab.config.Secret;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.Urls;
import org.confab.yaml.Nearest;
import org.confab.yaml.Place;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;
import org.confab.yaml.YamlTree;

/** Reads a test file. Everything that is wrong with it is found at once, with line and column. */
final class TestFileReader {

  private static final YamlTree.Kind FILE = new YamlTree.Kind("test file", "a test file has sections with keys, as in scenarios: [ { name: …, steps: [ … ] } ]");
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,40}");
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9A-Za-z*#_.-]{1,40}");
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final List<String> SOUNDS = List.of("music", "beep", "beeps", "sound");
  private static final String DIALLED = "4930123456";
  private static final URI ANYWHERE = URI.create("http://127.0.0.1/answer");
  private static final long FIRST_NUMBER = 4_915_100_001L;

  private final Problems problems;
  private final Sections sections;

  private TestFileReader(Problems problems) {
    this.problems = problems;
    this.sections = new Sections(problems);
  }

  /** What the file says; of use only if it adds no problems. */
  static TestFile read(Path path, Problems problems) {
    return new TestFileReader(problems).file(path, YamlTree.read(path, FILE, problems));
  }

  /** As {@link #read}, of a text. */
  static TestFile parse(String yaml, Path path, Problems problems) {
    return new TestFileReader(problems).file(path, YamlTree.parse(yaml, path.toString(), FILE, problems));
  }

  private TestFile file(Path path, Tree.Section root) {
    if (problems.any()) {
      return new TestFile(path, Optional.empty(), HttpMethod.POST, Optional.empty(), Optional.empty(), Optional.empty(), 20, 0, List.of());
    }
    Section file = sections.of(root, Shapes.file());
    if (!file.has("scenarios")) {
      problems.add(root.place(), "scenarios", "is missing: there is nothing to test");
    }
    Optional<Section> answer = file.section("answer");
    HttpMethod method = answer.flatMap(section -> section.text("method")).map(text -> method(text.text(), text.place(), "method")).orElse(HttpMethod.POST);
    Optional<Account> account = file.section("account").map(section -> new Account(section.text("authId").map(Tree.Scalar::text).orElse(""),
        List.of(new Secret(section.text("authToken").map(Tree.Scalar::text).orElse("")))));
    List<TestFile.Scenario> scenarios = file.sections("scenarios").stream().map(this::scenario).toList();
    return new TestFile(path, answer.flatMap(section -> section.text("url")).flatMap(this::url), method, answer.flatMap(section -> reference(section, "fallbackUrl")),
        answer.flatMap(section -> reference(section, "hangupUrl")), account, file.text("maxMembers").map(text -> number(text, "maxMembers", 1000)).orElse(20),
        file.text("restPort").map(text -> number(text, "restPort", 65_535)).orElse(0), scenarios);
  }

  private Optional<URI> url(Tree.Scalar text) {
    if (Urls.parse(text.text()) instanceof Urls.Resolution.Refused refused) {
      problems.add(text.place(), "url", refused.reason());
      return Optional.empty();
    }
    return Optional.of(((Urls.Resolution.Resolved) Urls.parse(text.text())).url());
  }

  /** A URL that may be relative to the answer URL, which may be known only later. */
  private Optional<String> reference(Section section, String key) {
    section.text(key).ifPresent(text -> {
      if (Urls.resolve(ANYWHERE, text.text()) instanceof Urls.Resolution.Refused refused) {
        problems.add(text.place(), key, refused.reason());
      }
    });
    return section.text(key).map(Tree.Scalar::text);
  }

  private HttpMethod method(String text, Place place, String key) {
    if (!text.equals("GET") && !text.equals("POST")) {
      problems.add(place, key, "is GET or POST, not \"" + text + "\"");
      return HttpMethod.POST;
    }
    return HttpMethod.valueOf(text);
  }

  private int number(Tree.Scalar text, String key, int most) {
    if (!text.text().matches("[0-9]{1,9}") || new BigInteger(text.text()).intValue() > most) {
      problems.add(text.place(), key, "is a number from 0 to " + most + ", not \"" + text.text() + "\"");
      return 0;
    }
    return Integer.parseInt(text.text());
  }

  private TestFile.Scenario scenario(Section section) {
    Set<String> callers = new HashSet<>();
    List<Step> steps = new ArrayList<>();
    section.items("steps").forEach(item -> step(item, callers).ifPresent(steps::add));
    String name = section.text("name").map(Tree.Scalar::text).orElse("");
    if (section.has("name") && name.isBlank()) {
      problems.add(section.place(), "name", "is empty");
    }
    return new TestFile.Scenario(name, section.place().line(), steps);
  }

  private Optional<Step> step(Tree item, Set<String> callers) {
    Map<String, Shape> shapes = Shapes.steps();
    if (!(item instanceof Tree.Section one) || one.entries().size() != 1) {
      problems.add(item.place(), "", "a step is one word with what belongs to it, as in - hangup: anna; the words are " + String.join(", ", shapes.keySet()));
      return Optional.empty();
    }
    String word = one.entries().keySet().iterator().next();
    Shape shape = shapes.get(word);
    if (shape == null) {
      problems.add(one.keys().get(word), word, "is no step" + Nearest.hint(word, shapes.keySet()) + "; there are " + String.join(", ", shapes.keySet()));
      return Optional.empty();
    }
    Section section = sections.of(one.entries().get(word), shape, one.keys().get(word), word);
    int line = one.keys().get(word).line();
    return Optional.of(switch (word) {
      case "call" -> call(line, section, callers);
      case "press" -> new Step.Press(line, caller(section, callers), keys(section));
      case "hangup", "talk", "silent", "hold", "unhold" -> new Step.Does(line, caller(section, callers), Step.Deed.valueOf(word.toUpperCase(java.util.Locale.ROOT)));
      case "pause" -> new Step.Pause(line, duration(section, "length", WITHIN));
      case "expect", "only" -> new Step.Expect(line, section.sections("requests").stream().map(each -> expected(each, callers)).toList(), word.equals("only"),
          duration(section, "within", WITHIN));
      case "conference" -> new Step.Conference(line, section.text("name").map(Tree.Scalar::text).orElse(""), names(section, "members", callers), names(section, "muted", callers),
          names(section, "held", callers), names(section, "talking", callers), flag(section, "started"), flag(section, "recorded"), duration(section, "within", WITHIN));
      default -> new Step.Caller(line, caller(section, callers), section.text("in").map(Tree.Scalar::text), flag(section, "hungup"), sounds(section, "hears", callers),
          sounds(section, "heard", callers), duration(section, "within", WITHIN));
    });
  }

  private Step call(int line, Section section, Set<String> callers) {
    String caller = section.text("caller").map(Tree.Scalar::text).orElse("");
    section.text("caller").ifPresent(text -> {
      if (!NAME.matcher(text.text()).matches()) {
        problems.add(text.place(), "caller", "is a word of at most 40 letters, digits and _ . -, not \"" + text.text() + "\"");
      } else if (SOUNDS.contains(text.text())) {
        problems.add(text.place(), "caller", "\"" + text.text() + "\" is what something is heard as (" + String.join(", ", SOUNDS) + "); take another word");
      } else if (!callers.add(text.text())) {
        problems.add(text.place(), "caller", "\"" + text.text() + "\" has called already in this scenario; the second call has to have a name of its own");
      }
    });
    String usual = Long.toString(FIRST_NUMBER + callers.size() - 1);
    return new Step.Call(line, caller, dialled(section, "from", usual), dialled(section, "to", DIALLED), section.text("name").map(Tree.Scalar::text).orElse(caller),
        values(section, "variables"));
  }

  private String dialled(Section section, String key, String usual) {
    section.text(key).filter(text -> !NUMBER.matcher(text.text()).matches())
        .ifPresent(text -> problems.add(text.place(), key, "is a number, or at most 40 letters, digits and + . _ - * #, not \"" + text.text() + "\""));
    return section.text(key).map(Tree.Scalar::text).orElse(usual);
  }

  private String caller(Section section, Set<String> callers) {
    return section.text("caller").map(text -> known(text, callers)).orElse("");
  }

  private String known(Tree.Scalar text, Set<String> callers) {
    if (!callers.contains(text.text())) {
      problems.add(text.place(), "", "\"" + text.text() + "\" has not called in this scenario" + Nearest.hint(text.text(), callers));
    }
    return text.text();
  }

  private String keys(Section section) {
    section.text("keys").filter(text -> !text.text().matches("[0-9*#A-D]{1,64}"))
        .ifPresent(text -> problems.add(text.place(), "keys", "are 0-9 * # A-D (in quotes, if they begin with * or 0), not \"" + text.text() + "\""));
    return section.text("keys").map(Tree.Scalar::text).orElse("");
  }

  private Duration duration(Section section, String key, Duration usual) {
    return section.text(key).map(text -> {
      Matcher form = DURATION.matcher(text.text());
      if (!form.matches()) {
        problems.add(text.place(), key, "is a time as in 500ms, 5s, 10m or 1h, not \"" + text.text() + "\"");
        return usual;
      }
      long count = Long.parseLong(form.group(1));
      Duration length = switch (form.group(2)) {
        case "ms" -> Duration.ofMillis(count);
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        default -> Duration.ofHours(count);
      };
      if (length.compareTo(LONGEST) > 0) {
        problems.add(text.place(), key, "is longer than a week");
      }
      return length;
    }).orElse(usual);
  }

  private Optional<Boolean> flag(Section section, String key) {
    return section.text(key).map(text -> {
      if (!text.text().equals("true") && !text.text().equals("false")) {
        problems.add(text.place(), key, "is true or false, not \"" + text.text() + "\"");
      }
      return text.text().equals("true");
    });
  }

  private Optional<List<String>> names(Section section, String key, Set<String> callers) {
    return section.has(key) ? Optional.of(section.texts(key).stream().map(text -> known(text, callers)).toList()) : Optional.empty();
  }

  private Optional<List<String>> sounds(Section section, String key, Set<String> callers) {
    return section.has(key) ? Optional.of(section.texts(key).stream().map(text -> {
      if (!SOUNDS.contains(text.text())) {
        if (!callers.contains(text.text())) {
          problems.add(text.place(), key, "\"" + text.text() + "\" is nothing to be heard: there are " + String.join(", ", SOUNDS) + ", and those who have called");
        }
      }
      return text.text();
    }).toList()) : Optional.empty();
  }

  private Map<String, String> values(Section section, String key) {
    Map<String, String> values = new LinkedHashMap<>();
    section.values(key).forEach((name, value) -> values.put(name, value.text()));
    return values;
  }

  private Expected expected(Section section, Set<String> callers) {
    Map<String, Wanted> with = new LinkedHashMap<>();
    section.values("with").forEach((name, value) -> {
      Wanted wanted = new Wanted(value.place().line(), value.text());
      if (wanted.isPattern()) {
        try {
          Pattern.compile(wanted.text().substring(1, wanted.text().length() - 1));
        } catch (PatternSyntaxException wrong) {
          problems.add(value.place(), name, "is no regular expression: " + wrong.getDescription());
        }
      }
      with.put(name, wanted);
    });
    section.text("method").ifPresent(text -> method(text.text(), text.place(), "method"));
    return new Expected(section.place().line(), reference(section, "request").orElse(""), section.text("method").map(Tree.Scalar::text),
        section.text("caller").map(text -> known(text, callers)), with, section.texts("without").stream().map(Tree.Scalar::text).toList());
  }
}
