package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.confab.testing.RecordedTraffic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can happen on the wire, and what becomes of it. */
class FrameDecoderTest {

  private static final String GOOD = "Content-Type: command/reply\nReply-Text: +OK\n\n";

  static List<String> recordings() {
    return RecordedTraffic.all();
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void everyRecordedFrameIsOneFrameAsItWasSent(String recording) {
    List<byte[]> sent = RecordedTraffic.frames(recording);
    List<Frame> frames = Decoding.all(Decoding.join(sent));
    assertThat(frames).hasSameSizeAs(sent).hasSizeGreaterThan(10);
    for (int i = 0; i < sent.size(); i++) {
      String text = new String(sent.get(i), UTF_8);
      assertThat(frames.get(i).bodyText()).isEqualTo(text.substring(text.indexOf("\n\n") + 2));
      assertThat(text).contains("Content-Type: " + frames.get(i).contentType() + "\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.11.1/moderated-conference.plain", "1.10.12/errors.json"})
  void aStreamThatArrivesByteByByteIsTheSameStream(String recording) {
    List<byte[]> sent = RecordedTraffic.frames(recording);
    Decoding decoding = new Decoding();
    for (byte each : Decoding.join(sent)) {
      decoding.read(new byte[] {each});
    }
    assertThat(text(decoding.close())).isEqualTo(text(Decoding.all(Decoding.join(sent))));
    assertThat(decoding.failure()).isEmpty();
  }

  /** Frame by frame, so that every position in and around a frame is a cut. */
  @ParameterizedTest
  @ValueSource(strings = {"1.10.12/moderated-conference.plain", "1.11.1/shutdown.json"})
  void aStreamCutAnywhereIsTheSameStream(String recording) {
    List<byte[]> sent = RecordedTraffic.frames(recording);
    for (byte[] frame : sent.subList(0, Math.min(16, sent.size()))) {
      byte[] stream = Decoding.join(List.of(frame, GOOD.getBytes(UTF_8)));
      String whole = text(Decoding.all(stream));
      for (int cut = 0; cut <= stream.length; cut++) {
        Decoding decoding = new Decoding().read(Arrays.copyOfRange(stream, 0, cut)).read(Arrays.copyOfRange(stream, cut, stream.length));
        assertThat(text(decoding.close())).as("cut at %d", cut).isEqualTo(whole);
      }
    }
  }

  private static String text(List<Frame> frames) {
    return frames.stream().map(frame -> frame + frame.header("Reply-Text").toString() + frame.bodyText()).collect(Collectors.joining("|"));
  }

  private static void breaks(Decoding decoding, String why) {
    int before = decoding.frames().size();
    assertThat(decoding.failure()).hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining(why));
    decoding.read(GOOD + GOOD);
    assertThat(decoding.close()).as("nothing is read after an error").hasSize(before);
  }

  @Test
  void aHeaderBlockThatNeverEndsBreaksTheStream() {
    Decoding decoding = new Decoding();
    byte[] line = ("X: " + "x".repeat(64 << 10) + "\n").getBytes(UTF_8);
    for (int i = 0; i < 15; i++) {
      decoding.read(line);
    }
    assertThat(decoding.failure()).isEmpty();
    decoding.read(line);
    breaks(decoding, "a header block of more than 1048576 bytes");
  }

  @Test
  void aHeaderBlockThatIsTooLongAndArrivesWholeBreaksTheStream() {
    breaks(new Decoding().read("X: " + "x".repeat(1 << 20) + "\n\n"), "a header block of more than 1048576 bytes");
  }

  @Test
  void aHeaderBlockOfExactlyTheBoundIsReadWhereverItIsCut() {
    byte[] stream = ("X: " + "x".repeat(61) + "\n\n").getBytes(UTF_8);
    for (int cut = 0; cut <= stream.length; cut++) {
      Decoding decoding = new Decoding(new FrameDecoder(64, 0)).read(Arrays.copyOfRange(stream, 0, cut))
          .read(Arrays.copyOfRange(stream, cut, stream.length));
      assertThat(decoding.close()).as("cut at %d", cut).hasSize(1);
    }
    assertThat(Decoding.one("X: " + "x".repeat((1 << 20) - 3) + "\n\n").header("X")).hasValueSatisfying(it -> assertThat(it).hasSize((1 << 20) - 3));
  }

  @Test
  void aBodyOverTheBoundBreaksTheStreamBeforeItArrives() {
    breaks(new Decoding().read("Content-Length: " + ((16 << 20) + 1) + "\n\n"), "a body of more than 16777216 bytes");
  }

  @Test
  void aBodyOfExactlyTheBoundIsRead() {
    byte[] body = new byte[16 << 20];
    Decoding decoding = new Decoding().read("Content-Length: " + body.length + "\n\n").read(body);
    assertThat(decoding.close()).singleElement().satisfies(frame -> assertThat(frame.body()).hasSize(body.length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-0", "+5", "abc", "5 5", "5,5", "0x10", "1e3", "", "  ", "5.0", "٣", "99999999999999999999999", "9223372036854775808"})
  void aContentLengthThatIsNoNumberBreaksTheStream(String length) {
    breaks(new Decoding().read(GOOD + "Content-Length: " + length + "\n\n" + GOOD), "a Content-Length that is no number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2147483648", "4294967301", "999999999999999999"})
  void aContentLengthThatOverflowsAnIntBreaksTheStream(String length) {
    breaks(new Decoding().read("Content-Length: " + length + "\n\nhello"), "a body of more than");
  }

  @Test
  void whatWasReadBeforeAnErrorIsTold() {
    Decoding decoding = new Decoding().read(GOOD + GOOD + "Content-Length: x\n\n" + GOOD);
    assertThat(decoding.frames()).hasSize(2);
    breaks(decoding, "no number");
  }

  @Test
  void twoContentLengthsThatAgreeAreOne() {
    assertThat(Decoding.one("Content-Length: 5\ncontent-length: 5\n\nhello").bodyText()).isEqualTo("hello");
  }

  @Test
  void twoContentLengthsThatDifferBreakTheStream() {
    breaks(new Decoding().read("Content-Length: 5\nContent-Length: 0\n\nhello"), "two Content-Lengths that differ");
  }

  @Test
  void aContentLengthOfZeroIsAnEmptyBody() {
    assertThat(Decoding.all(("Content-Length: 0\n\n" + GOOD).getBytes(UTF_8))).hasSize(2).first()
        .satisfies(frame -> assertThat(frame.body()).isEmpty());
  }

  @Test
  void leadingZeroesAndOtherCaseAreStillALength() {
    assertThat(Decoding.one("CONTENT-LENGTH:005\n\nhello").bodyText()).isEqualTo("hello");
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "Content-Type: x", "Content-Type: x\n", "Content-Length: 5\n\n", "Content-Length: 5\n\nhell"})
  void aConnectionThatEndsInTheMiddleOfAFrameSaysSo(String beginning) {
    Decoding decoding = new Decoding().read(GOOD + beginning);
    assertThat(decoding.close()).hasSize(1);
    assertThat(decoding.failure()).hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("ended in the middle of a frame"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", GOOD, GOOD + "\n"})
  void aConnectionThatEndsBetweenFramesIsNoError(String stream) {
    Decoding decoding = new Decoding().read(stream);
    decoding.close();
    assertThat(decoding.failure()).isEmpty();
  }

  @Test
  void aHeaderLineOfTwelveKilobytesIsRead() {
    String sdp = "v%3D0%0D%0A".repeat(1200);
    assertThat(Decoding.one("variable_switch_r_sdp: " + sdp + "\nReply-Text: +OK\n\n").header("variable_switch_r_sdp")).hasValue(sdp);
  }

  @Test
  void charactersOfSeveralBytesMayBeCutInTheMiddle() {
    String body = "Zürich 東京 😀 e\u0301";
    byte[] stream = ("Content-Type: api/response\nContent-Length: " + body.getBytes(UTF_8).length + "\n\n" + body).getBytes(UTF_8);
    for (int cut = 1; cut < stream.length; cut++) {
      Decoding decoding = new Decoding().read(Arrays.copyOfRange(stream, 0, cut)).read(Arrays.copyOfRange(stream, cut, stream.length));
      assertThat(decoding.close()).singleElement().satisfies(frame -> assertThat(frame.bodyText()).isEqualTo(body));
    }
  }

  @Test
  void blankLinesInABodyEndNothing() {
    String body = "\n\nfirst\n\n\nContent-Length: 3\n\nlast\n\n";
    List<Frame> frames = Decoding.all(("Content-Length: " + body.length() + "\n\n" + body + GOOD).getBytes(UTF_8));
    assertThat(frames).hasSize(2);
    assertThat(frames.get(0).bodyText()).isEqualTo(body);
  }

  @Test
  void blankLinesBetweenFramesAreSkipped() {
    assertThat(Decoding.all((GOOD + "\n\n\n" + GOOD).getBytes(UTF_8))).hasSize(2);
  }

  @Test
  void aDisconnectNoticeIsAFrameWithAText() {
    String text = "Disconnected, goodbye.\nSee you at ClueCon! http://www.cluecon.com/\n";
    Frame frame = Decoding.one("Content-Type: text/disconnect-notice\nContent-Length: " + text.length() + "\n\n" + text);
    assertThat(frame.contentType()).isEqualTo("text/disconnect-notice");
    assertThat(frame.bodyText()).isEqualTo(text);
  }

  @Test
  void aDisconnectNoticeThatLingersHasHeadersOfItsOwn() {
    Frame frame = Decoding.one("Content-Type: text/disconnect-notice\nControlled-Session-UUID: 9d\nContent-Disposition: linger\n"
        + "Channel-Name: sofia/internal/1\nLinger-Time: 5\nContent-Length: 0\n\n");
    assertThat(frame.header("Content-Disposition")).hasValue("linger");
    assertThat(frame.header("Linger-Time")).hasValue("5");
    assertThat(frame.body()).isEmpty();
  }

  @Test
  void aRudeRejectionIsAFrame() {
    Frame frame = Decoding.one("Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n");
    assertThat(frame.contentType()).isEqualTo("text/rude-rejection");
    assertThat(frame.bodyText()).isEqualTo("Access Denied, go away.\n");
  }

  @Test
  void aLogLineIsAFrameWhateverStandsInIt() {
    String log = "2026-11-22 [DEBUG] x: Content-Length: 7\n\n";
    Frame frame = Decoding.one("Content-Type: log/data\nContent-Length: " + log.length() + "\nLog-Level: 7\nText-Channel: 0\nLog-File: a.c\n\n" + log);
    assertThat(frame.contentType()).isEqualTo("log/data");
    assertThat(frame.bodyText()).isEqualTo(log);
  }

  @Test
  void aCarriageReturnAtTheEndOfALineIsNoPartOfItsValue() {
    assertThat(Decoding.one("Content-Type: command/reply\r\nReply-Text: +OK\r\n\n").header("Reply-Text")).hasValue("+OK");
  }

  /** FreeSWITCH writes LF alone; a head whose lines end in CR LF has no end, and the connection's deadline or its bound finds it out. */
  @Test
  void aHeadThatEndsInCarriageReturnsIsNeverMistakenForAFrame() {
    Decoding decoding = new Decoding().read(GOOD.replace("\n", "\r\n"));
    assertThat(decoding.close()).isEmpty();
    assertThat(decoding.failure()).isPresent();
  }

  @Test
  void linesThatAreNoHeadersAreIgnored() {
    Frame frame = Decoding.one("what is this\n: nameless\nContent-Type:x\nContent-Type: y\n\n");
    assertThat(frame.contentType()).isEqualTo("x");
    assertThat(frame.header("what is this")).isEqualTo(Optional.empty());
  }

  @Test
  void aFrameInALogShowsNothingOfItsContent() {
    assertThat(Decoding.one("Content-Type: api/response\nContent-Length: 6\n\nsecret")).hasToString("Frame[api/response, 6 bytes]");
  }
}
