package org.confab.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.plivo.Printable;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Whether calls get to Confab, and out again where Confab is not there: the dialplan as FreeSWITCH has it loaded. */
final class DialplanCheck {

  private static final String FILE = "00_confab.xml";
  private static final String EXAMPLE = "^266322$";
  private static final String RELOAD = "fs_cli -x reloadxml";
  private static final Pattern FALLBACK = Pattern.compile("(\\S+) XML (\\S+)");

  private final BoxQuestions box;
  private final List<Finding> findings = new ArrayList<>();

  private DialplanCheck(BoxQuestions box) {
    this.box = box;
  }

  /** What FreeSWITCH has loaded; empty where it cannot be read. */
  static Optional<Dialplan> dialplan(BoxQuestions box) {
    try {
      return Optional.of(Dialplan.read(box.api("xml_locate", "dialplan")));
    } catch (SAXException unreadable) {
      return Optional.empty();
    }
  }

  static List<Finding> examine(BoxQuestions box, Optional<Dialplan> dialplan) {
    DialplanCheck check = new DialplanCheck(box);
    if (dialplan.isEmpty()) {
      return List.of(Finding.unknown("dialplan", "FreeSWITCH's dialplan cannot be read (xml_locate dialplan)"));
    }
    List<Dialplan.Extension> ours = dialplan.get().confabs();
    if (ours.isEmpty()) {
      check.nothingLoaded();
    }
    ours.forEach(extension -> check.extension(dialplan.get(), extension));
    return List.copyOf(check.findings);
  }

  private void nothingLoaded() {
    if (SwitchCheck.has(box, "mod_xml_curl")) {
      findings.add(Finding.doubtful("dialplan", "no extension that is loaded sets confab_answer_url; mod_xml_curl may supply one for each call, which cannot be seen from here",
          "try it: confab doctor --call --number <yours> --context <yours>"));
      return;
    }
    String directory = box.api("global_getvar", "conf_dir").strip();
    Optional<Path> file = installed(directory);
    if (file.isEmpty()) {
      findings.add(Finding.wrong("dialplan", "no extension sets confab_answer_url: no call reaches Confab", "cp freeswitch-conf/dialplan/public/" + FILE + " "
          + Printable.of(directory) + "/dialplan/public/ (for registered phones: default/), edit its line marked EDIT, then " + RELOAD));
      return;
    }
    try {
      Xml.read(Files.readAllBytes(file.get()));
      findings.add(Finding.wrong("dialplan", Printable.of(file.get().toString()) + " is there and not loaded", RELOAD
          + "; if it says an error, another file of FreeSWITCH's configuration is broken"));
    } catch (SAXException broken) {
      String where = broken instanceof SAXParseException at ? ", line " + at.getLineNumber() + ", column " + at.getColumnNumber() : "";
      findings.add(Finding.wrong("dialplan", Printable.of(file.get().toString()) + where + " is no XML, and not loaded: " + Printable.of(String.valueOf(broken.getMessage())),
          "mend that line, then " + RELOAD));
    } catch (IOException unreadable) {
      findings.add(Finding.wrong("dialplan", Printable.of(file.get().toString()) + " is there and not loaded; it cannot be read from here", RELOAD));
    }
  }

  /** The shipped file, if FreeSWITCH's configuration can be seen from here. */
  private static Optional<Path> installed(String directory) {
    try (DirectoryStream<Path> contexts = Files.newDirectoryStream(Path.of(directory, "dialplan"), Files::isDirectory)) {
      for (Path context : contexts) {
        if (Files.exists(context.resolve(FILE))) {
          return Optional.of(context.resolve(FILE));
        }
      }
    } catch (IOException | InvalidPathException elsewhere) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private void extension(Dialplan dialplan, Dialplan.Extension extension) {
    int before = findings.size();
    String name = "'" + Printable.of(extension.name()) + "' in context " + Printable.of(extension.context());
    Optional<Dialplan.Action> hangsUp = extension.actions().stream().filter(action -> action.value("park_timeout").isPresent()).findFirst();
    if (hangsUp.isPresent()) {
      findings.add(Finding.wrong("dialplan", name + " sets park_timeout, which hangs up calls that return from a conference", "take that line out, then " + RELOAD));
    }
    boolean led = extension.does("transfer") || extension.does("execute_extension");
    if (!extension.does("park") && !led) {
      findings.add(Finding.wrong("dialplan", name + " sets confab_answer_url, and does not park: Confab never gets its calls", "end it with <action application=\"park\"/>, as "
          + "freeswitch-conf/dialplan/public/" + FILE + " does; then " + RELOAD));
    } else if (extension.numbers().filter(EXAMPLE::equals).isPresent()) {
      findings.add(Finding.doubtful("dialplan", name + " takes only 266322, the example's number", "put your number into the line of " + FILE + " that is marked EDIT, then " + RELOAD));
    }
    if (findings.size() == before) {
      findings.add(Finding.right("dialplan", name + " hands " + extension.numbers().map(numbers -> "calls to " + Printable.of(numbers)).orElse("its calls") + " to Confab"));
    }
    if (!led) {
      fallback(dialplan, extension, name);
    }
  }

  private void fallback(Dialplan dialplan, Dialplan.Extension extension, String name) {
    String check = "fallback";
    Optional<Dialplan.Action> scheduled = extension.actions().stream().filter(action -> action.application().equals("sched_transfer")).reduce((one, last) -> last);
    if (scheduled.isEmpty()) {
      findings.add(Finding.wrong(check, name + " has no way out: callers whom no Confab takes hear ringing for ever", "before park, <action application=\"sched_transfer\" "
          + "data=\"+30 ${confab_fallback}\"/>, as in " + FILE + "; then " + RELOAD));
      return;
    }
    String target = scheduled.get().data().replaceFirst("^\\+?\\d+ ", "");
    List<String> set = extension.values("confab_fallback");
    if (set.isEmpty()) {
      findings.add(Finding.wrong(check, name + " sets no confab_fallback: who leaves a conference while no Confab is there stays on the line for ever",
          "before sched_transfer, <action application=\"set\" data=\"confab_fallback=confab_fallback XML ${context}\"/>; then " + RELOAD));
      return;
    }
    String value = target.contains("${confab_fallback}") ? set.get(set.size() - 1) : target;
    Matcher form = FALLBACK.matcher(value.replace("${context}", extension.context()));
    if (!form.matches() || form.group().contains("$")) {
      findings.add(Finding.doubtful(check, name + " has the way out '" + Printable.of(value) + "', which cannot be followed from here", "look that it is <extension> XML <context>, "
          + "and call while Confab is stopped"));
    } else if (dialplan.leads(form.group(1), form.group(2))) {
      findings.add(Finding.right(check, "callers of " + name + " whom no Confab takes are led to " + Printable.of(form.group(1)) + " in context " + Printable.of(form.group(2))));
    } else {
      findings.add(Finding.wrong(check, name + " has the way out '" + Printable.of(form.group()) + "', and no extension of context " + Printable.of(form.group(2)) + " takes that",
          "set confab_fallback to an extension that is there (your voicemail, a person); then " + RELOAD));
    }
  }
}
