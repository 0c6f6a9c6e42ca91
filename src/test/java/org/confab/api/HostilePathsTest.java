package org.confab.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.confab.api.RecordingServer.Reply;
import org.confab.recording.RecordingFile;

/** However a path is written, nothing but a recording comes out. */
class HostilePathsTest {

  private static final String SECRET = "a-secret-outside";
  private static final String SOUND = "the-sound";

  private record Place(Path root, RecordingServer server, RecordingFile file) {}

  private static final AtomicReference<Place> PLACE = new AtomicReference<>();

  @BeforeContainer
  static void start() throws IOException {
    Path root = Files.createTempDirectory("confab-hostile-");
    Path directory = Files.createDirectories(root.resolve("recordings"));
    RecordingServer server = new RecordingServer(directory, Optional.empty());
    for (Path at : new Path[] {root.resolve("secret.mp3"), directory.resolve("secret.wav"), directory.resolve("secret"),
        root.resolve(UUID.randomUUID() + ".mp3")}) {
      Files.writeString(at, SECRET);
    }
    Files.createSymbolicLink(directory.resolve("link.mp3"), root.resolve("secret.mp3"));
    PLACE.set(new Place(root, server, server.recorded("mp3", SOUND.getBytes(StandardCharsets.US_ASCII))));
  }

  @AfterContainer
  static void stop() throws IOException {
    Place place = PLACE.get();
    place.server().close();
    try (var all = Files.walk(place.root())) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** Steps upwards, separators, names that exist, encoded once, twice, overlong, as UTF-16 and not at all. */
  @Provide
  static Arbitrary<String> paths() {
    Arbitrary<String> piece = Arbitraries.of("..", ".", "/", "\\", "//", "secret.mp3", "secret.wav", "secret", "link.mp3", "recordings",
        "etc", "passwd",
        "%2e%2e", "%2E.", ".%2e", "%2f", "%5c", "%252e%252e", "%252f", "%c0%ae%c0%ae", "%c0%af", "%u002e%u002e", "%u2215", "%00",
        "%0d%0a", ";", "..;",
        "?", "#", "@", ":", "%", "%zz", "~", "*", "\u00e4", "\u00ff", "$HOME", "file:", "http:", "C:", "ID", "NAME", ".mp3", ".wav");
    Arbitrary<String> hostile = piece.list().ofMinSize(1).ofMaxSize(12).map(pieces -> String.join("", pieces));
    Arbitrary<String> any = Arbitraries.strings().withCharRange('!', '\u00ff').ofMaxLength(60);
    Arbitrary<String> encoded = Arbitraries.strings().all().ofMaxLength(20).map(text -> URLEncoder.encode(text.codePoints().filter(c ->
        !Character.isSurrogate((char) c) || Character.isSupplementaryCodePoint(c)).mapToObj(Character::toString)
        .collect(Collectors.joining()),
        StandardCharsets.UTF_8));
    return Arbitraries.oneOf(hostile, any, encoded);
  }

  @Property(tries = 500)
  void nothingButARecordingComesOut(@ForAll("paths") String path, @ForAll boolean delete) {
    Place place = PLACE.get();
    String name = path.replace("NAME", place.file().name()).replace("ID", place.file().id());
    Reply reply = delete ? place.server().send("DELETE", "/recordings/" + name, RecordingServer.basic(RecordingServer.OTHER.authId(),
        "other-token"))
        : place.server().get("/recordings/" + name);
    boolean asIs = name.split("[?#]", 2)[0].equals(place.file().name());
    assertThat(reply.text()).doesNotContain(SECRET);
    assertThat(reply.text().contains(SOUND)).isEqualTo(asIs && !delete);
    assertThat(reply.status()).isIn(asIs && !delete ? new Object[] {200} : new Object[] {404, 400});
    assertThat(place.root().resolve("secret.mp3")).exists();
    assertThat(place.root().resolve("recordings/secret.wav")).exists();
  }
}
