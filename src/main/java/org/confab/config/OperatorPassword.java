package org.confab.config;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import org.confab.yaml.Place;
import org.confab.yaml.Problem;
import org.confab.yaml.Problems;
import org.confab.yaml.Tree;
import org.confab.yaml.YamlTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console's password that is made where the settings have none. */
public final class OperatorPassword {

  private static final Logger log = LoggerFactory.getLogger(OperatorPassword.class);
  private static final int LENGTH = 24;

  private OperatorPassword() {}

  /**
   * The password of the settings; without one, that in {@code file}, which is made (mode 0600) if it is not there. Blocking.
   *
   * @throws IOException the file cannot be read or written, or holds no password; the message says what to do
   */
  public static Secret of(Settings settings, Path file) throws IOException {
    if (settings.operator().password().isPresent()) {
      return settings.operator().password().get();
    }
    if (Files.exists(file)) {
      return read(file);
    }
    try {
      Secret made = random();
      PrivateFile.write(file, "# Made at the first start, since the settings have no operator.password: whoever knows it may use the console.\n"
          + "operator:\n  password: " + made.reveal() + "\n");
      log.info("The settings have no operator.password; one was made and written to {}", file);
      return made;
    } catch (FileSystemException refused) {
      throw new IOException("The settings have no operator.password, and " + file + " with a new one cannot be written in "
          + file.toAbsolutePath().getParent() + " (" + PrivateFile.reason(refused)
          + "). Start Confab in a directory that it may write to, or set operator.password", refused);
    }
  }

  /** One that nobody guesses. */
  public static Secret random() {
    return new Secret(PrivateFile.random(PrivateFile.LETTERS_AND_DIGITS, LENGTH));
  }

  private static Secret read(Path file) throws IOException {
    Problems problems = new Problems();
    Tree.Section root = YamlTree.read(file, Settings.FILE, problems);
    Optional<Secret> password = Optional.ofNullable(root.entries().get("operator")).filter(Tree.Section.class::isInstance)
        .map(operator -> ((Tree.Section) operator).entries().get("password")).filter(Tree.Scalar.class::isInstance)
        .map(text -> ((Tree.Scalar) text).text()).flatMap(text -> parsed(text, file, problems));
    if (problems.any() || password.isEmpty()) {
      String what = problems.any() ? problems.list().stream().map(Problem::toString).collect(Collectors.joining("\n"))
          : file + ": holds no operator.password";
      throw new IOException(what + "\nMend it, or delete it: a new password is then made");
    }
    if (PrivateFile.readableByOthers(file)) {
      log.warn("{} holds a password and can be read by others; chmod 600 it", file);
    }
    return password.get();
  }

  private static Optional<Secret> parsed(String text, Path file, Problems problems) {
    try {
      return Values.password(text);
    } catch (IllegalArgumentException wrong) {
      problems.add(Place.whole(file.toString()), Keys.OPERATOR_PASSWORD.name(), wrong.getMessage());
      return Optional.empty();
    }
  }
}
