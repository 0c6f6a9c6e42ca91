package org.confab.esl;

import io.netty.channel.ChannelHandler;

/** What the benchmarks need of this package's inside. */
public final class DecodersUnderTest {

  private DecodersUnderTest() {}

  /** A new decoder of {@link Frame}s. */
  public static ChannelHandler frames() {
    return new FrameDecoder();
  }
}
