package org.confab.esl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Bytes through a decoder, and what came of them. Every buffer has to be released when the connection is closed. */
final class Decoding {

  private final EmbeddedChannel channel;
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
  private final List<Frame> frames = new ArrayList<>();
  private Optional<FrameException> failure = Optional.empty();

  Decoding() {
    this(new FrameDecoder());
  }

  Decoding(FrameDecoder decoder) {
    channel = new EmbeddedChannel(decoder);
    channel.config().setAllocator(memory);
  }

  Decoding read(String text) {
    return read(text.getBytes(UTF_8));
  }

  Decoding read(byte[] bytes) {
    guarded(() -> channel.writeInbound(memory.buffer(bytes.length).writeBytes(bytes)));
    return this;
  }

  /** The peer closes; returns the frames of the whole stream. */
  List<Frame> close() {
    guarded(channel::finish);
    assertThat(memory.metric().usedHeapMemory() + memory.metric().usedDirectMemory()).as("bytes that leak").isZero();
    return frames;
  }

  List<Frame> frames() {
    return frames;
  }

  Optional<FrameException> failure() {
    return failure;
  }

  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (DecoderException wrapped) {
      assertThat(wrapped.getCause()).isInstanceOf(FrameException.class);
      assertThat(failure).as("only one failure of a stream").isEmpty();
      failure = Optional.of((FrameException) wrapped.getCause());
    }
    for (Object each = channel.readInbound(); each != null; each = channel.readInbound()) {
      frames.add((Frame) each);
    }
  }

  /** The frames of that stream, which has to be a good one. */
  static List<Frame> all(byte[] stream) {
    Decoding decoding = new Decoding().read(stream);
    List<Frame> frames = decoding.close();
    assertThat(decoding.failure()).isEmpty();
    return frames;
  }

  static Frame one(String text) {
    List<Frame> frames = all(text.getBytes(UTF_8));
    assertThat(frames).hasSize(1);
    return frames.get(0);
  }

  static Event event(String body) {
    return event(body.getBytes(UTF_8));
  }

  static Event event(byte[] body) {
    byte[] head = ("Content-Length: " + body.length + "\nContent-Type: text/event-plain\n\n").getBytes(UTF_8);
    return Event.of(all(join(List.of(head, body))).get(0), Instant.EPOCH);
  }

  static byte[] join(List<byte[]> parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }
}
