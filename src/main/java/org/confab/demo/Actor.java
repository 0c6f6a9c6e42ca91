package org.confab.demo;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** Somebody who takes part in an example. */
final class Actor {

  private final Stage stage;
  private final People.Person person;

  Actor(Stage stage, People.Person person) {
    this.stage = stage;
    this.person = person;
  }

  void presses(String keys) {
    stage.press(person, keys);
  }

  void hangsUp() {
    stage.hangUp(person);
  }

  /** Talks until he falls silent; returns when those who hear him have noticed. */
  void talks() {
    stage.talk(person);
    stage.quiet(2000);
  }

  void fallsSilent() {
    stage.fallSilent(person);
  }

  boolean isUp() {
    return person.call().isUp();
  }

  boolean isInConference() {
    return person.call().position().startsWith("conference ");
  }

  boolean isWith(Actor other) {
    return isInConference() && person.call().position().equals(other.person.call().position());
  }

  /** As FreeSWITCH says. */
  boolean isMuted() {
    return stage.rooms().stream().flatMap(room -> room.getJsonArray("members").stream()).map(JsonObject.class::cast)
        .anyMatch(member -> person.call().uuid().equals(member.getString("uuid"))
            && !member.getJsonObject("flags").getBoolean("can_speak"));
  }

  /** What others hear when this one talks. */
  String voice() {
    return Ears.voice(person);
  }

  /** Whether this one hears the other's voice now. */
  boolean hears(Actor other) {
    return hears(other.voice());
  }

  boolean hears(String sound) {
    return stage.ears().hears(person).contains(sound);
  }

  /** Everything that this one has heard so far, in the order in which it began. */
  List<String> heard() {
    return stage.ears().heard(person);
  }
}
