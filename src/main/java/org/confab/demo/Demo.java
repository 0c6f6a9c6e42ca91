package org.confab.demo;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.confab.demo.SampleApplication.Answer;
import org.confab.demo.SampleApplication.Received;
import org.confab.http.PlainUrl;
import org.confab.terminal.Ink;
import org.confab.terminal.Terminal;

/** The demo, from its start to its end. Both ways to play it block, and return the process's exit code. */
public final class Demo {

  /** What a way to play does on the stage. */
  @FunctionalInterface
  private interface Play {
    boolean on(Stage stage) throws IOException, InterruptedException, TimeoutException;
  }

  private static final long STOP_SECONDS = 3;

  private final Terminal terminal;
  private final DemoOptions options;
  private final Timeline timeline;
  private final People people = new People();

  public Demo(Terminal terminal, DemoOptions options) {
    this.terminal = terminal;
    this.options = options;
    this.timeline = new Timeline(terminal);
  }

  /** What an operator would find in the log, as a line of the demo. */
  public void warn(String message) {
    timeline.tell(Timeline.Kind.WARNING, people.mentioned(message), PlainUrl.printable(message));
  }

  /** Takes commands, one per line, until they end or one of them is quit; 0, or 1 if it could not be started. */
  public int interactive(BufferedReader commands) {
    return interactive(commands, SampleDocuments::answer);
  }

  /** As {@link #interactive(BufferedReader)}, with an application that answers otherwise. */
  int interactive(BufferedReader commands, Function<Received, Answer> answers) {
    return play(answers, stage -> {
      Prompt prompt = new Prompt(stage, timeline, terminal);
      prompt.welcome(options);
      prompt.run(commands);
      return true;
    });
  }

  /** Plays a moderated conference; 0 if every expected request came, in order and signed, else 1. */
  public int script() {
    return script(SampleDocuments::answer);
  }

  /** As {@link #script()}, with an application that answers otherwise. */
  int script(Function<Received, Answer> answers) {
    return play(answers, stage -> new Script(stage, timeline).play());
  }

  private int play(Function<Received, Answer> answers, Play play) {
    SoundsDirectory directory;
    try {
      directory = options.application().isPresent() ? SoundsDirectory.usual() : SoundsDirectory.temporary();
    } catch (UncheckedIOException failed) {
      return couldNot(failed);
    }
    Vertx vertx = Vertx.vertx();
    CountDownLatch over = new CountDownLatch(1);
    Thread interrupted = new Thread(() -> interrupted(vertx, over, directory), "stop");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try (SoundsDirectory sounds = directory; Stage stage = new Stage(vertx, options, timeline, people, sounds.path(), answers)) {
      return play.on(stage) ? 0 : 1;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (Exception failed) {
      return couldNot(failed);
    } finally {
      vertx.close();
      over.countDown();
      removeHook(interrupted);
    }
  }

  private int couldNot(Exception failed) {
    timeline.say(Ink.BAD, "confab: the demo could not be played: " + PlainUrl.printable(String.valueOf(failed.getMessage())));
    return 1;
  }

  /** Ctrl-C: nobody waits for anything any more. */
  private void interrupted(Vertx vertx, CountDownLatch over, SoundsDirectory directory) {
    if (over.getCount() > 0) {
      timeline.end();
      if (terminal.interactive()) {
        terminal.print("");
      }
      try (directory) {
        vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | RuntimeException late) {
        return; // the process ends anyway
      }
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyStopping) {
      Thread.yield(); // then it runs, and finds nothing to do
    }
  }
}
