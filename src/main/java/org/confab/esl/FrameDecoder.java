package org.confab.esl;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.Optional;

/**
 * Cuts the bytes of an Event Socket into {@link Frame}s: header lines up to an empty line, then {@code Content-Length} bytes
 * (mod_event_socket.c). Bounded in both parts. After a {@link FrameException} nothing more is read, since nobody can tell where the next frame
 * would begin: the connection has to be closed.
 */
final class FrameDecoder extends ByteToMessageDecoder {

  static final int MAX_HEAD = 1 << 20;
  /** mod_event_socket's own bound for what it accepts (MAX_CONTENT_LENGTH). */
  static final int MAX_BODY = 16 << 20;

  private enum State { HEAD, BODY, BROKEN }

  private final int maxHead;
  private final int maxBody;
  private State state = State.HEAD;
  private Frame head = new Frame(new byte[0]);
  private int bodyLength;
  /** How much of the cumulated bytes is known to hold no end of a head, so that a slow peer does not make us search twice. */
  private int searched;

  FrameDecoder() {
    this(MAX_HEAD, MAX_BODY);
  }

  FrameDecoder(int maxHead, int maxBody) {
    this.maxHead = maxHead;
    this.maxBody = maxBody;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws FrameException {
    switch (state) {
      case HEAD -> readHead(in, out);
      case BODY -> readBody(in, out);
      default -> in.skipBytes(in.readableBytes());
    }
  }

  @Override
  protected void decodeLast(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
    if (in.isReadable()) {
      decode(context, in, out);
    }
    if (state == State.BODY || state == State.HEAD && in.isReadable()) {
      throw broken("the connection ended in the middle of a frame");
    }
  }

  private void readHead(ByteBuf in, List<Object> out) throws FrameException {
    // a blank line before a head ends nothing; FreeSWITCH sends none, a peer that does is forgiven
    while (searched == 0 && in.isReadable() && in.getByte(in.readerIndex()) == '\n') {
      in.skipBytes(1);
    }
    int start = in.readerIndex();
    int end = endOfHead(in, start + searched);
    if (end < 0) {
      searched = Math.max(0, in.readableBytes() - 1);
      if (in.readableBytes() > maxHead + 1) { // one more, as the last byte may be the first of the end
        throw broken("a header block of more than " + maxHead + " bytes");
      }
      return;
    }
    searched = 0;
    if (end - start > maxHead) {
      throw broken("a header block of more than " + maxHead + " bytes");
    }
    byte[] lines = new byte[end - start];
    in.readBytes(lines);
    in.skipBytes(2);
    head = new Frame(lines);
    Optional<String> length = head.header(Frame.CONTENT_LENGTH);
    if (length.isEmpty()) {
      out.add(head);
      return;
    }
    if (head.contradicts(Frame.CONTENT_LENGTH)) {
      throw broken("two Content-Lengths that differ");
    }
    long bytes = length.flatMap(FrameDecoder::length).orElseThrow(() -> broken("a Content-Length that is no number"));
    if (bytes > maxBody) {
      throw broken("a body of more than " + maxBody + " bytes");
    }
    bodyLength = (int) bytes;
    state = State.BODY;
    readBody(in, out);
  }

  private void readBody(ByteBuf in, List<Object> out) {
    if (in.readableBytes() >= bodyLength) {
      byte[] body = new byte[bodyLength];
      in.readBytes(body);
      out.add(head.with(body));
      state = State.HEAD;
    }
  }

  private FrameException broken(String what) {
    state = State.BROKEN;
    return new FrameException(what);
  }

  private static int endOfHead(ByteBuf in, int from) {
    int last = in.writerIndex() - 1;
    int at = from;
    while (at < last) {
      at = in.indexOf(at, last, (byte) '\n');
      if (at < 0) {
        return -1;
      }
      if (in.getByte(at + 1) == '\n') {
        return at;
      }
      at++;
    }
    return -1;
  }

  /** A length as the wire may write it: digits only, up to what a long holds; empty for everything else. */
  static Optional<Long> length(String digits) {
    if (digits.isEmpty() || digits.length() > 18 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(digits));
  }
}
