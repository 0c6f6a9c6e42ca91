package org.confab.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the operating system says of processes and of itself, where that is Linux: {@code proc(5)}, {@code apparmor(7)}, {@code selinux(8)}. What cannot be read is empty.
 *
 * @param root {@code /}, or what a test takes for it
 */
record Surroundings(Path root) {

  /** This machine's. */
  static Surroundings here() {
    return new Surroundings(Path.of("/"));
  }

  /**
   * A process.
   *
   * @param user   the user's number, that files are opened with
   * @param groups all of them
   */
  record Running(int pid, int user, List<Integer> groups) {}

  /** FreeSWITCH's process, if it is on this machine and alone. */
  Optional<Running> freeswitch() {
    List<Running> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(root.resolve("proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (line(process.resolve("comm")).filter("freeswitch"::equals).isPresent()) {
          running(process).ifPresent(found::add);
        }
      }
    } catch (IOException notLinux) {
      return Optional.empty();
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static Optional<Running> running(Path process) {
    Map<String, String> status = new HashMap<>();
    lines(process.resolve("status")).forEach(line -> {
      int colon = line.indexOf(':');
      if (colon > 0) {
        status.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    });
    try {
      List<Integer> groups = new ArrayList<>();
      groups.add(Integer.parseInt(status.getOrDefault("Gid", "").split("\\s+")[3]));
      Stream.of(status.getOrDefault("Groups", "").split("\\s+")).filter(group -> !group.isEmpty()).map(Integer::valueOf).forEach(groups::add);
      return Optional.of(new Running(Integer.parseInt(process.getFileName().toString()), Integer.parseInt(status.getOrDefault("Uid", "").split("\\s+")[3]), groups));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException other) {
      return Optional.empty();
    }
  }

  /** The soft limit of open files of a process, or of this one ({@code self}). */
  Optional<Integer> openFiles(String pid) {
    return lines(root.resolve("proc").resolve(pid).resolve("limits")).stream().filter(line -> line.startsWith("Max open files"))
        .map(line -> line.substring("Max open files".length()).strip().split("\\s+")[0]).map(number -> number.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(number))
        .findFirst();
  }

  /** What besides the files' own rights decides what that process may open, as its administrators call it. */
  Optional<String> confinement(int pid) {
    String label = line(root.resolve("proc/" + pid + "/attr/current")).map(text -> text.replace("\0", "")).orElse("");
    boolean enforcing = line(root.resolve("sys/fs/selinux/enforce")).filter("1"::equals).isPresent();
    if (enforcing && label.contains(":") && !label.contains("unconfined")) {
      return Optional.of("SELinux");
    }
    return label.endsWith("(enforce)") ? Optional.of("AppArmor") : Optional.empty();
  }

  /** Whether that process sees another file system than this one; empty if that is not to be learnt. */
  Optional<Boolean> seesOtherFiles(int pid) {
    try {
      return Optional.of(!Files.readSymbolicLink(root.resolve("proc/" + pid + "/ns/mnt")).equals(Files.readSymbolicLink(root.resolve("proc/self/ns/mnt"))));
    } catch (IOException | UnsupportedOperationException hidden) {
      return Optional.empty();
    }
  }

  /** A user's name; the number where it has none. */
  String userName(int user) {
    return lines(root.resolve("etc/passwd")).stream().map(line -> line.split(":")).filter(fields -> fields.length > 2 && fields[2].equals(Integer.toString(user)))
        .map(fields -> fields[0]).findFirst().orElse(Integer.toString(user));
  }

  private static Optional<String> line(Path file) {
    return lines(file).stream().findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
