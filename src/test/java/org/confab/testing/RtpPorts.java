package org.confab.testing;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A range of UDP ports for the media of one FreeSWITCH. It does not look whether a port is free, and hangs up the call that gets one that is
 * taken: so test runs at the same time share no range. A range is taken by listening on the TCP port of its first number; below the ports that
 * the system gives out.
 */
final class RtpPorts implements AutoCloseable {

  private static final int FIRST = 10_000;
  private static final int SIZE = 2_000;
  private static final int RANGES = 10;

  private final ServerSocket taken;

  private RtpPorts(ServerSocket taken) {
    this.taken = taken;
  }

  static RtpPorts take() throws IOException {
    List<Integer> ranges = new ArrayList<>();
    for (int range = 0; range < RANGES; range++) {
      ranges.add(FIRST + range * SIZE);
    }
    Collections.shuffle(ranges);
    for (int first : ranges) {
      try {
        return new RtpPorts(new ServerSocket(first, 1, InetAddress.getLoopbackAddress()));
      } catch (BindException another) {
        // somebody else's range
      }
    }
    throw new IOException("all " + RANGES + " ranges of RTP ports are in use by others");
  }

  int first() {
    return taken.getLocalPort();
  }

  int last() {
    return first() + SIZE - 1;
  }

  @Override
  public void close() throws IOException {
    taken.close();
  }
}
