package org.confab.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.confab.config.Settings;
import org.confab.network.Network;

/** A switch whose dialplan hands every call over by {@code socket}, to the Confabs with {@link #outbound}. */
public final class BySocket implements Switch {

  private final Switch box;
  private final List<Integer> ports;

  private BySocket(Switch box, List<Integer> ports) {
    this.box = box;
    this.ports = ports;
  }

  /** So many Confabs can be in its {@code socket} line, by ports that are free now. */
  public static BySocket of(Switch box, int confabs) {
    return new BySocket(box, java.util.stream.IntStream.range(0, confabs).mapToObj(each -> freePort()).toList());
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What the Confab needs that comes in that place of the line, from 0. */
  public Settings.Outbound outbound(int confab) {
    return new Settings.Outbound(true, "127.0.0.1", ports.get(confab), List.of(Network.parse("127.0.0.0/8")), "confab-" + confab);
  }

  /** The switch itself. */
  public Switch itself() {
    return box;
  }

  @Override
  public Caller call(String from, Map<String, String> channelVariables) {
    Map<String, String> variables = new LinkedHashMap<>(channelVariables);
    variables.putIfAbsent(SOCKET, String.join("|", ports.stream().map(port -> "127.0.0.1:" + port).toList()));
    return box.call(from, variables);
  }

  @Override
  public String name() {
    return box.name();
  }

  @Override
  public String toString() {
    return name();
  }

  @Override
  public String version() {
    return box.version();
  }

  @Override
  public String host() {
    return box.host();
  }

  @Override
  public int eventSocketPort() {
    return box.eventSocketPort();
  }

  @Override
  public String password() {
    return box.password();
  }

  @Override
  public String dialString() {
    return box.dialString();
  }

  @Override
  public Callee awaitCalled(String number) {
    return box.awaitCalled(number);
  }

  @Override
  public Optional<Path> log() {
    return box.log();
  }

  @Override
  public void hangUpAll() {
    box.hangUpAll();
  }

  @Override
  public void kill() {
    box.kill();
  }

  @Override
  public void startAgain() {
    box.startAgain();
  }

  @Override
  public void awaitReady() {
    box.awaitReady();
  }

  @Override
  public void holdLockAtNextLeave() {
    box.holdLockAtNextLeave();
  }

  @Override
  public void letGoOfLock() {
    box.letGoOfLock();
  }

  @Override
  public void close() {
    box.close();
  }
}
