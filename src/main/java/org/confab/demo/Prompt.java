package org.confab.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.confab.console.Console;
import org.confab.http.PlainUrl;
import org.confab.plivo.Printable;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;
import org.confab.terminal.Wrapping;

/** What a person types, and what is done about it. */
final class Prompt {

  private static final long LONGEST_PAUSE = 10_000;
  private static final String ROOM = "conference ";
  private static final String USUAL_NUMBER = "1000";
  private static final String HELP = """
      call WHO NUMBER   somebody calls: WHO is a number or a name, as in
                        call 4915112345 2000, or call anna 3000
      press WHO KEYS    presses keys, 0-9 * # A-D: press anna *
      hangup WHO|all    hangs up
      list              calls and conferences
      more              everything that the latest request said
      examples          of Plivo's page, numbered; example N, or N, plays one
      fs COMMAND        what fs_cli would print, as in fs conference list
      wait SECONDS      lets time pass
      help, quit
      WHO is a name, or a call's number from list.""";

  private final Stage stage;
  private final Dialling dialling;
  private final Timeline timeline;
  private final Terminal terminal;

  Prompt(Stage stage, Timeline timeline, Terminal terminal) {
    this.stage = stage;
    this.dialling = new Dialling(stage);
    this.timeline = timeline;
    this.terminal = terminal;
  }

  void welcome(DemoOptions options) {
    timeline.say(Ink.BOLD, "Confab, with a FreeSWITCH that is only simulated.");
    if (options.application().isPresent()) {
      timeline.say(Ink.PLAIN, "Calls are answered by " + PlainUrl.of(options.application().get()) + ". Its account here: "
          + options.account().authId() + " (PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN set another).");
    } else {
      timeline.say(Ink.PLAIN, "Examples of Plivo's page on <Conference>; type a number to see one played:");
      timeline.say(Ink.PLAIN, Examples.menu());
      timeline.say(Ink.PLAIN, "A sample application answers. Numbers that can be dialled:");
      timeline.say(Ink.PLAIN, SampleDocuments.NUMBERS.indent(2).stripTrailing());
    }
    timeline.say(Ink.PLAIN, "Metrics: http://127.0.0.1:" + stage.operatorPort() + "/metrics   REST: " + stage.publicUrl() + "/v1/");
    timeline.say(Ink.PLAIN, "Console, with phones for the mouse: http://127.0.0.1:" + stage.operatorPort() + Console.PATH);
    timeline.say(Ink.PLAIN, "  user " + Console.USER + ", password " + stage.password().reveal());
    timeline.say(Ink.PLAIN, "Try: call anna 3000, call ben 2000, press anna *. Or: help.");
    timeline.say(Ink.PLAIN, "");
  }

  /** Until the commands end. Those of a person come when they come; others are taken when nothing is under way any more. */
  void run(BufferedReader commands) throws IOException, TimeoutException {
    while (true) {
      timeline.prompt();
      String line = commands.readLine();
      timeline.typed();
      if (line == null) {
        stage.quiet(LONGEST_PAUSE);
        return;
      }
      if (!terminal.interactive() && !line.isBlank()) {
        timeline.say(Ink.BOLD, "> " + Printable.of(line.strip()));
      }
      List<String> words = Arrays.asList(line.strip().split("\\s+", 3));
      String command = words.get(0).toLowerCase(Locale.ROOT);
      if (List.of("quit", "exit", "q").contains(command)) {
        quit();
        return;
      }
      execute(command, words.size() > 1 ? words.get(1) : "", words.size() > 2 ? words.get(2) : "", line.strip());
      if (!terminal.interactive()) {
        stage.quiet(LONGEST_PAUSE);
      }
    }
  }

  private void quit() {
    stage.people().up().forEach(stage::hangUp);
    stage.quiet(2000);
  }

  private void execute(String command, String first, String second, String line) throws TimeoutException {
    switch (command) {
      case "" -> { }
      case "call" -> dialling.call(first, second.isEmpty() ? USUAL_NUMBER : second).ifPresent(this::complain);
      case "press" -> dialling.press(first, second.toUpperCase(Locale.ROOT).replace(" ", "")).ifPresent(this::complain);
      case "hangup" -> hangUp(first);
      case "list", "ls" -> list();
      case "examples" -> withSample(Examples::list);
      case "example" -> example(first);
      case "more" -> stage.lastRequest().forEach(each -> timeline.say(Ink.PLAIN, "  " + each));
      case "fs" -> timeline.say(Ink.PLAIN, printable(stage.freeSwitch(line.substring(2).strip())));
      case "wait" -> pause(first);
      case "help", "?" -> timeline.say(Ink.PLAIN, HELP);
      default -> {
        if (command.matches("[0-9]+")) {
          example(command);
        } else {
          complain("There is no command " + Printable.of(command) + ". Type help.");
        }
      }
    }
  }

  private void example(String number) {
    withSample(examples -> {
      if (number.isEmpty()) {
        examples.list();
      } else {
        examples.play(number);
      }
    });
  }

  /** Your application does not know the page's documents. */
  private void withSample(Consumer<Examples> action) {
    if (stage.sample().isPresent()) {
      action.accept(new Examples(stage, timeline));
    } else {
      timeline.say(Ink.PLAIN, "The examples belong to the sample application: they can be played in a demo without --app.");
    }
  }

  private void complain(String text) {
    timeline.say(Ink.BAD, text);
  }

  private static String printable(String text) {
    return text.lines().map(PlainUrl::printable).reduce((one, other) -> one + "\n" + other).orElse("(nothing)");
  }

  private void hangUp(String who) {
    if (who.equalsIgnoreCase("all")) {
      stage.people().up().forEach(stage::hangUp);
    } else {
      dialling.hangUp(who).ifPresent(this::complain);
    }
  }

  private void pause(String seconds) {
    if (!seconds.matches("[0-9]{1,2}")) {
      complain("wait takes whole seconds, at most 99: wait 2");
      return;
    }
    try {
      Thread.sleep(Integer.parseInt(seconds) * 1000L);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private void list() {
    List<People.Person> up = stage.people().up();
    if (up.isEmpty()) {
      timeline.say(Ink.PLAIN, "Nobody is on the phone, and so no conference is on.");
      return;
    }
    Map<String, List<String>> rooms = new TreeMap<>();
    for (People.Person person : up) {
      String position = person.call().position();
      boolean inRoom = position.startsWith(ROOM);
      timeline.say(Ink.PLAIN, "  call " + Wrapping.padded(person.number() + "", 3) + Wrapping.padded(person.name(), 8)
          + Wrapping.padded(person.call().from(), 16) + (inRoom ? "in a conference" : Printable.of(position)));
      if (inRoom) {
        rooms.computeIfAbsent(position.substring(ROOM.length()), ignored -> new ArrayList<>()).add(person.name());
      }
    }
    rooms.forEach((room, members) -> timeline.say(Ink.PLAIN, "  " + room + ": " + String.join(", ", members)));
  }
}
