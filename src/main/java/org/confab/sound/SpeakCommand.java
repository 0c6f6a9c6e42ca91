package org.confab.sound;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.confab.plivo.Printable;
import org.confab.process.ChildProcess;

/**
 * The command that renders speech, started without a shell. The text is its standard input, never a word of its command line. It is
 * killed, and what it started with it, when it takes too long or writes too much.
 */
final class SpeakCommand {

  private static final int LOOK_EVERY_MS = 20;
  private static final int MOST_SAID = 4096;

  private final List<String> words;
  private final long maxSize;
  private volatile boolean closed;

  /** @param words as in {@code sounds.speak} */
  SpeakCommand(List<String> words, long maxSize) {
    this.words = words;
    this.maxSize = maxSize;
  }

  /**
   * Renders a text; blocking.
   *
   * @param text  a file with it
   * @param voice the engine's, checked
   * @param file  what the command shall write
   * @throws Unusable if it does not
   */
  void run(Path text, String voice, Path file, Deadline deadline) throws IOException, InterruptedException {
    List<String> command = words.stream().map(word -> word.replace("{voice}", voice).replace("{file}", file.toString())).toList();
    ProcessBuilder builder = new ProcessBuilder(command).redirectInput(text.toFile()).redirectOutput(Redirect.DISCARD)
        .redirectError(Redirect.PIPE);
    ChildProcess child;
    try {
      child = ChildProcess.start(builder);
    } catch (IOException missing) {
      throw new Unusable("cannot be spoken: the command of sounds.speak cannot be started: "
          + Printable.of(String.valueOf(missing.getMessage())) + "; install it, or name another one there");
    }
    StringBuilder said = new StringBuilder();
    Process process = child.process();
    try (child; InputStream errors = process.getErrorStream()) {
      while (!process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        listen(errors, said);
        if (closed) {
          throw new Unusable("is not spoken: Confab is being stopped");
        }
        deadline.check("speaking it with " + name());
        checkSize(file);
      }
      listen(errors, said);
    }
    if (process.exitValue() != 0) {
      throw new Unusable("cannot be spoken: " + name() + " ended with status " + process.exitValue() + firstLine(said));
    }
    if (!Files.isRegularFile(file)) {
      throw new Unusable("cannot be spoken: " + name() + " wrote no file" + firstLine(said));
    }
    checkSize(file);
  }

  /** Ends what runs. */
  void close() {
    closed = true;
  }

  private void checkSize(Path file) throws IOException {
    if (Files.exists(file) && Files.size(file) > maxSize) {
      throw new Unusable("cannot be spoken: " + name() + " wrote more than sounds.maxSize (" + maxSize + " bytes)");
    }
  }

  /** What it says is taken from it, so that it never waits for us, and forgotten after the beginning. */
  private static void listen(InputStream errors, StringBuilder said) throws IOException {
    byte[] piece = new byte[MOST_SAID];
    for (int there = errors.available(); there > 0; there = errors.available()) {
      int read = errors.read(piece, 0, Math.min(there, piece.length));
      if (read > 0 && said.length() < MOST_SAID) {
        said.append(new String(piece, 0, read, StandardCharsets.UTF_8));
      }
    }
  }

  private String name() {
    return "'" + Printable.of(words.get(0)) + "'";
  }

  private static String firstLine(StringBuilder said) {
    String line = said.toString().strip().lines().findFirst().orElse("");
    return line.isEmpty() ? "" : ": " + Printable.of(line);
  }
}
