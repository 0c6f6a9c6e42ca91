package org.confab.demo;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.confab.plivo.Printable;

/** What a person does with phones, by typing or on the page: done if it makes sense, else said what would. */
final class Dialling {

  private static final long FIRST_NUMBER = 4_915_100_001L;

  private final Stage stage;

  Dialling(Stage stage) {
    this.stage = stage;
  }

  /** Somebody calls. @param who a number, a name, or nothing. What is wrong with it; empty: it is done */
  Optional<String> call(String who, String to) {
    boolean number = who.matches("\\+?[0-9]{1,20}");
    String name = number || who.isEmpty() ? stage.people().nextName() : who.toLowerCase(Locale.ROOT);
    if (!name.matches("[a-z][a-z0-9]{0,6}")) {
      return Optional.of("WHO is a number, or a name of at most 7 letters and digits: call anna 2000");
    } else if (!to.matches("\\+?[0-9A-Za-z*#_.-]{1,32}")) {
      return Optional.of("What is dialled is a number, or at most 32 letters, digits and . _ - * #: call anna 2000");
    } else if (stage.people().up(name).isPresent()) {
      return Optional.of(name + " is on the phone already.");
    }
    stage.call(name, number ? who : Long.toString(FIRST_NUMBER + stage.people().calls()), to);
    return Optional.empty();
  }

  Optional<String> press(String who, String keys) {
    return keys.matches("[0-9*#A-D]{1,32}") ? with(who, person -> stage.press(person, keys)) : Optional.of("Keys are 0-9 * # A-D: press anna *");
  }

  Optional<String> hangUp(String who) {
    return with(who, stage::hangUp);
  }

  Optional<String> talk(String who, boolean talking) {
    return with(who, talking ? stage::talk : stage::fallSilent);
  }

  private Optional<String> with(String who, Consumer<People.Person> action) {
    Optional<People.Person> person = stage.people().up(who);
    person.ifPresent(action);
    return person.isPresent() ? Optional.empty()
        : Optional.of((who.isEmpty() ? "Nobody was named" : "Nobody on the phone is " + Printable.of(who)) + "; list says who is.");
  }
}
