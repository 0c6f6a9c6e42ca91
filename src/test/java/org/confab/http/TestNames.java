package org.confab.http;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.dns.AddressResolverOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server that says what a test wants; nothing it says may be kept (TTL 0). RFC 1035 §4.1. */
final class TestNames {

  private static final int A = 1;
  private static final int AAAA = 28;

  private final DatagramSocket socket;
  private final Map<String, List<List<String>>> names = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();

  TestNames(Vertx vertx) {
    socket = vertx.createDatagramSocket();
    socket.handler(this::answer);
    LocalServers.await(socket.listen(0, "127.0.0.1"));
  }

  /** A Vert.x that asks this server, and nobody else. */
  Vertx vertx() {
    return Vertx.vertx(new VertxOptions().setAddressResolverOptions(new AddressResolverOptions()
        .addServer("127.0.0.1:" + socket.localAddress().port()).setSearchDomains(List.of()).setNdots(1)));
  }

  /** The name's addresses when it is looked up the first time, the second… and the last of these from then on. */
  @SafeVarargs
  final void put(String name, List<String>... answers) {
    names.put(name, List.of(answers));
  }

  /** How often the name's IPv4 addresses were asked for. */
  int asked(String name) {
    return asked.getOrDefault(name, new AtomicInteger()).get();
  }

  private void answer(DatagramPacket query) {
    Buffer question = query.data();
    StringBuilder labels = new StringBuilder();
    int at = 12;
    while (question.getUnsignedByte(at) != 0) {
      int length = question.getUnsignedByte(at);
      labels.append(labels.isEmpty() ? "" : ".").append(question.getString(at + 1, at + 1 + length));
      at += 1 + length;
    }
    String name = labels.toString().toLowerCase(Locale.ROOT);
    int type = question.getUnsignedShort(at + 1);
    List<List<String>> answers = names.getOrDefault(name, List.of());
    AtomicInteger count = asked.computeIfAbsent(name, first -> new AtomicInteger());
    int turn = type == A ? count.getAndIncrement() : Math.max(0, count.get() - 1);
    List<byte[]> found = answers.isEmpty() ? List.of() : answers.get(Math.min(turn, answers.size() - 1)).stream().map(TestNames::bytes)
        .filter(bytes -> bytes.length == (type == A ? 4 : type == AAAA ? 16 : 0)).toList();
    Buffer reply = Buffer.buffer().appendBuffer(question.slice(0, 2)).appendUnsignedShort(answers.isEmpty() ? 0x8183 : 0x8180)
        .appendUnsignedShort(1).appendUnsignedShort(found.size()).appendInt(0).appendBuffer(question.slice(12, at + 5));
    for (byte[] address : found) {
      reply.appendUnsignedShort(0xC00C).appendUnsignedShort(type).appendUnsignedShort(1).appendInt(0).appendUnsignedShort(address.length)
          .appendBytes(address);
    }
    socket.send(reply, query.sender().port(), query.sender().host());
  }

  private static byte[] bytes(String address) {
    try {
      if (address.startsWith("::ffff:")) {
        // the JDK would make an IPv4 address of it, and an AAAA record has 16 bytes
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = -1;
        System.arraycopy(InetAddress.getByName(address).getAddress(), 0, mapped, 12, 4);
        return mapped;
      }
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
