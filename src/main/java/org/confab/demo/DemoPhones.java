package org.confab.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.confab.console.Phones;
import org.confab.plivo.Printable;

/** The demo's phones on the console's page: those of a few people, and any other that is in use. */
final class DemoPhones implements Phones {

  private static final int PEOPLE = 6;
  private static final Pattern NUMBER = Pattern.compile("([0-9]+) +(.*)");

  private final Stage stage;
  private final Dialling dialling;

  DemoPhones(Stage stage) {
    this.stage = stage;
    this.dialling = new Dialling(stage);
  }

  @Override
  public List<Phone> all() {
    List<People.Person> up = stage.people().up();
    List<Phone> phones = new ArrayList<>();
    List<String> usual = People.NAMES.subList(0, PEOPLE);
    for (String name : usual) {
      phones.add(up.stream().filter(person -> person.name().equals(name)).findFirst().map(this::phone).orElse(new Phone("", name, "", "", "", false)));
    }
    up.stream().filter(person -> !usual.contains(person.name())).map(this::phone).forEach(phones::add);
    return phones;
  }

  private Phone phone(People.Person person) {
    return new Phone(Integer.toString(person.number()), person.name(), person.call().from(), "", words(person.call().position()),
        stage.isTalking(person));
  }

  /** A conference is named by its room. */
  private static String words(String position) {
    if (position.startsWith("conference ")) {
      return position;
    }
    return position.equals("ringing") || position.equals("parked") ? "rings" : position.startsWith("playback") ? "hears a sound"
        : position.startsWith("dialplan ") ? "is in the dialplan" : position.startsWith("hungup") ? "is hung up" : Printable.of(position);
  }

  @Override
  public List<Number> numbers() {
    return stage.sample().isEmpty() ? List.of() : SampleDocuments.NUMBERS.lines().map(NUMBER::matcher).filter(Matcher::matches)
        .map(line -> new Number(line.group(1), line.group(2))).toList();
  }

  @Override
  public Optional<String> call(String name, String number) {
    return dialling.call(name, number);
  }

  @Override
  public Optional<String> press(String key, String keys) {
    return dialling.press(key, keys);
  }

  @Override
  public Optional<String> talk(String key, boolean talking) {
    return dialling.talk(key, talking);
  }

  @Override
  public Optional<String> hangUp(String key) {
    return dialling.hangUp(key);
  }
}
