package org.confab.esl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever a peer sends. {@link Decoding} fails for any exception but {@link FrameException}, and for buffers that are not released. */
class FrameDecoderPropertyTest {

  private static final int MAX_HEAD = 64;
  private static final int MAX_BODY = 100;

  /** Bytes that look like frames often enough to get far. */
  @Provide
  Arbitrary<byte[]> hostile() {
    Arbitrary<byte[]> pieces = Arbitraries.of("\n", "\n\n", "\r\n", "Content-Length:", "content-length: ", "Content-Type: text/event-plain\n", " ", "3",
        "0", "100", "101", "-1", "4294967299", "x", ":", "\0", "Event-Name: A\n", "%", "%4", "%zz", "é", "Content-Length: 5\n\nhello")
        .map(text -> text.getBytes(UTF_8));
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
    return Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(9, pieces), net.jqwik.api.Tuple.of(1, noise)).list().ofMaxSize(60).map(Decoding::join);
  }

  @Property(tries = 5000)
  void anyBytesBecomeFramesWithinTheBoundsOrOneFrameException(@ForAll("hostile") byte[] stream) {
    Decoding decoding = new Decoding(new FrameDecoder(MAX_HEAD, MAX_BODY)).read(stream);
    for (Frame frame : decoding.close()) {
      assertThat(frame.body().length).isLessThanOrEqualTo(MAX_BODY);
      assertThat(frame.contentType().length()).isLessThanOrEqualTo(MAX_HEAD);
    }
    int told = decoding.frames().stream().mapToInt(frame -> frame.body().length).sum();
    assertThat(told).isLessThanOrEqualTo(stream.length);
  }

  @Property(tries = 2000)
  void theCutsOfTheNetworkChangeNothing(@ForAll("hostile") byte[] stream, @ForAll @Size(max = 10) List<Integer> cuts) {
    Decoding whole = new Decoding(new FrameDecoder(MAX_HEAD, MAX_BODY)).read(stream);
    Decoding pieces = new Decoding(new FrameDecoder(MAX_HEAD, MAX_BODY));
    List<Integer> at = new ArrayList<>(cuts.stream().map(cut -> Math.floorMod(cut, stream.length + 1)).sorted().toList());
    at.add(stream.length);
    int from = 0;
    for (int to : at) {
      pieces.read(Arrays.copyOfRange(stream, from, to));
      from = to;
    }
    assertThat(bodies(pieces.close())).as(new String(stream, ISO_8859_1).replace("\n", "\\n") + at).isEqualTo(bodies(whole.close()));
    assertThat(pieces.failure().isPresent()).isEqualTo(whole.failure().isPresent());
  }

  private static List<String> bodies(List<Frame> frames) {
    return frames.stream().map(frame -> frame.contentType() + "|" + new String(frame.body(), ISO_8859_1)).toList();
  }

  @Property(tries = 3000)
  void anyBytesAreAnEventThatCanBeAsked(@ForAll("hostile") byte[] body) {
    Event event = Decoding.event(body);
    assertThat(event.name()).isNotNull();
    assertThat(event.body().length).isLessThanOrEqualTo(body.length);
    Set<String> seen = new HashSet<>();
    event.headers().forEach((name, value) -> {
      // FreeSWITCH's names are ASCII, and found in any case
      if (name.chars().allMatch(c -> c < 128) && seen.add(name.toLowerCase(Locale.ROOT))) {
        assertThat(event.text(name)).as(name).isEqualTo(value);
      }
    });
    assertThat(event.toString()).startsWith("Event[");
  }
}
