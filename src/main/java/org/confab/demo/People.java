package org.confab.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.confab.simulator.SimulatedCall;

/** Who calls: every call has a number and a short name. May be used from any thread. */
final class People {

  /** Somebody with a phone; {@code number} counts the calls from 1. */
  record Person(int number, String name, SimulatedCall call) {}

  static final List<String> NAMES =
      List.of("anna", "ben", "cleo", "dora", "emil", "fynn", "gina", "hugo", "ida", "jan", "kai", "lea");

  private final Map<String, Person> byCall = new LinkedHashMap<>();
  private int calls;

  /** The name that the next call gets if nobody names it: the first that nobody who is on the phone has. */
  synchronized String nextName() {
    return NAMES.stream().filter(name -> up(name).isEmpty()).findFirst().orElse("call" + (calls + 1));
  }

  /** Places a call for that name, and announces it. Whoever asks for the call's name meanwhile waits: what is told of it comes later. */
  synchronized Person place(String name, Supplier<SimulatedCall> placing, Consumer<Person> announcing) {
    SimulatedCall call = placing.get();
    Person person = new Person(++calls, name, call);
    byCall.put(call.uuid(), person);
    announcing.accept(person);
    return person;
  }

  synchronized int calls() {
    return calls;
  }

  /** The name of a call; empty for one that is none of ours. */
  synchronized String name(String uuid) {
    return Optional.ofNullable(byCall.get(uuid)).map(Person::name).orElse("");
  }

  /** The name of the call that a text mentions. */
  synchronized String mentioned(String text) {
    return byCall.values().stream().filter(person -> text.contains(person.call().uuid())).map(Person::name).findFirst().orElse("");
  }

  /** Who is on the phone, by name or by number of the call. */
  synchronized Optional<Person> up(String who) {
    return up().stream().filter(person -> person.name().equalsIgnoreCase(who) || Integer.toString(person.number()).equals(who)).findFirst();
  }

  /** Everybody who has called so far. */
  synchronized List<Person> all() {
    return List.copyOf(byCall.values());
  }

  /** Everybody who is on the phone. */
  synchronized List<Person> up() {
    List<Person> up = new ArrayList<>(byCall.values());
    up.removeIf(person -> !person.call().isUp());
    return up;
  }
}
