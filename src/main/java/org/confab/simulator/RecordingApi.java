package org.confab.simulator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code recording start|stop|pause|resume|check <path>} and their older names. */
final class RecordingApi {

  /** Empty where the arguments are not understood. */
  Optional<String> execute(Room room, String command, List<String> words) {
    String verb = command;
    Optional<String> path = ConferenceApi.word(words, 2);
    if (command.equals("recording")) {
      verb = path.orElse("").toLowerCase(Locale.ROOT);
      path = ConferenceApi.word(words, 3);
      if (path.isEmpty() && (verb.equals("stop") || verb.equals("check"))) {
        path = Optional.of("all");
      }
    }
    if (path.isEmpty()) {
      return Optional.empty();
    }
    String file = path.get();
    return switch (verb) {
      case "start", "record" -> Optional.of(start(room, file));
      case "stop", "norecord" -> Optional.of(stop(room, file));
      case "check", "chkrecord" -> Optional.of(check(room));
      case "pause" -> Optional.of(pause(room, file, true));
      case "resume" -> Optional.of(pause(room, file, false));
      default -> Optional.empty();
    };
  }

  private static Optional<Recorder> find(Room room, String path) {
    return room.recordings().all().stream().filter(recorder -> recorder.path().equals(path)).findFirst();
  }

  private static String start(Room room, String path) {
    if (find(room, path).isPresent()) {
      return "-ERR file [" + path + "] is already being used for recording.\n";
    }
    room.recordings().start(path);
    return "+OK Record file " + path + "\n";
  }

  /** The files that were stopped are counted before their threads have ended: none. */
  private static String stop(Room room, String path) {
    StringBuilder out = new StringBuilder();
    for (Recorder recorder : room.recordings().all()) {
      if (path.equalsIgnoreCase("all") || recorder.path().equals(path)) {
        out.append("Stopped recording file ").append(recorder.path()).append('\n');
        room.recordings().stop(recorder);
      }
    }
    if (out.length() == 0 && !path.equalsIgnoreCase("all")) {
      out.append("-ERR non-existant recording '").append(path).append("'\n");
    }
    return out.append("+OK Stopped recording 0 files\n").toString();
  }

  private static String check(Room room) {
    StringBuilder out = new StringBuilder();
    room.recordings().all().forEach(recorder -> out.append("+OK Record file ").append(recorder.path()).append('\n'));
    return out.length() == 0 ? "-ERR Conference is not being recorded.\n" : out.toString();
  }

  private static String pause(Room room, String path, boolean on) {
    String said = (on ? "+OK Pause" : "+OK Resume") + " recording file " + path + "\n";
    Optional<Recorder> recorder = find(room, path);
    recorder.ifPresent(found -> found.pause(on));
    return recorder.isPresent() ? said : said + "-ERR non-existant recording '" + path + "'\n";
  }
}
