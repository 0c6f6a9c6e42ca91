package org.confab.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The wire between Confab and an Event Socket, real or simulated, with everything that can become of one: reset, dead though open, cut by
 * FreeSWITCH, or without some of its events. Listens on loopback; every connection to it is one to the Event Socket.
 */
public final class FaultyWire implements AutoCloseable {

  private final ServerSocket server;
  private final InetSocketAddress target;
  private final List<Connection> connections = new CopyOnWriteArrayList<>();
  private final List<Map<String, String>> dropped = new ArrayList<>();
  private final Set<String> jobs = ConcurrentHashMap.newKeySet();
  private volatile boolean swallows;
  private Random random = new Random(0);
  private int oneIn;
  private int passed;

  private FaultyWire(InetSocketAddress target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accepts", this::accept);
  }

  public static FaultyWire to(Switch box) {
    try {
      return new FaultyWire(new InetSocketAddress(box.host(), box.eventSocketPort()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  private static void start(String what, Runnable task) {
    Thread thread = new Thread(task, "faulty wire " + what);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Socket upstream = new Socket();
        try {
          upstream.connect(target, 5_000);
        } catch (IOException refused) {
          reset(client);
          continue;
        }
        Connection connection = new Connection(client, upstream);
        connections.add(connection);
        start("to FreeSWITCH", connection::fromClient);
        start("from FreeSWITCH", connection::fromSwitch);
      } catch (IOException closed) {
        // the end of the test
      }
    }
  }

  /** Both ends of every connection get a reset. */
  public void reset() {
    connections.forEach(Connection::reset);
  }

  /** From now on nothing passes in either direction, and nothing is closed; a connection that has lost a byte by that stays dead. */
  public void swallow(boolean now) {
    swallows = now;
  }

  /** From now on each event is lost with a probability of one in {@code n}, by that seed; 0: none is. Replies are not. */
  public synchronized void dropEvents(long seed, int n) {
    random = new Random(seed);
    oneIn = n;
  }

  /** The events that were lost, by their headers. */
  public synchronized List<Map<String, String>> dropped() {
    return List.copyOf(dropped);
  }

  /** How many events have passed. */
  public synchronized int passed() {
    return passed;
  }

  /** Says {@code exit} to FreeSWITCH in Confab's place, so that it is FreeSWITCH that ends the connections, with a notice. */
  public void letFreeSwitchEndThem() {
    connections.forEach(connection -> connection.say("exit\n\n"));
  }

  /** A heartbeat reaches Confab now, on the connection that has events. */
  public void heartbeat() {
    String event = "Event-Name: HEARTBEAT\nHeartbeat-Interval: 20\n\n";
    String frame = "Content-Length: " + event.length() + "\nContent-Type: text/event-plain\n\n" + event;
    connections.stream().filter(connection -> connection.subscribed).forEach(connection -> connection.tell(frame.getBytes(StandardCharsets.US_ASCII)));
  }

  /** How many connections Confab has open. */
  public int open() {
    return (int) connections.stream().filter(connection -> !connection.client.isClosed()).count();
  }

  /** How many commands FreeSWITCH has yet to reply to. */
  public int unanswered() {
    return connections.stream().mapToInt(connection -> connection.unanswered.get()).sum();
  }

  /** Background jobs that FreeSWITCH has yet to finish; one whose end was lost is finished. */
  public int jobs() {
    return jobs.size();
  }

  private synchronized boolean loses(Map<String, String> event) {
    boolean lost = oneIn > 0 && random.nextInt(oneIn) == 0;
    if (lost) {
      dropped.add(event);
    } else {
      passed++;
    }
    return lost;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    reset();
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException closed) {
      // that is what was wanted
    }
  }

  private final class Connection {
    private final Socket client;
    private final Socket upstream;
    private volatile boolean dead;
    private volatile boolean subscribed;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final SentCommand.Reader commands = new SentCommand.Reader();

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void reset() {
      FaultyWire.reset(client);
      FaultyWire.reset(upstream);
      connections.remove(this);
    }

    private boolean isSwallowed() {
      dead |= swallows;
      return dead;
    }

    /** Whoever loses Confab's end on a dead wire does not tell FreeSWITCH. */
    private void ended(Socket here, Socket there) {
      try {
        here.close();
        if (!dead) {
          there.close();
          connections.remove(this);
        }
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    void fromClient() {
      byte[] buffer = new byte[1 << 16];
      try {
        InputStream in = client.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (!isSwallowed()) {
            commands.read(Arrays.copyOf(buffer, count)).forEach(this::sent);
            write(upstream, buffer, count);
          }
        }
      } catch (IOException closed) {
        // as at its end
      }
      ended(client, upstream);
    }

    private void pass(String type, byte[] head, byte[] body) {
      Map<String, String> event = type.equals("text/event-plain") ? headers(new String(body, StandardCharsets.UTF_8)) : Map.of();
      if (!isSwallowed() && !(!event.isEmpty() && loses(event))) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream(head.length + body.length);
        frame.writeBytes(head);
        frame.writeBytes(body);
        tell(frame.toByteArray());
      }
      if (type.equals("command/reply") || type.equals("api/response")) {
        unanswered.decrementAndGet();
      }
      Optional.ofNullable(event.get("Job-UUID")).ifPresent(jobs::remove);
    }

    void fromSwitch() {
      try {
        InputStream in = new BufferedInputStream(upstream.getInputStream(), 1 << 16);
        for (byte[] head = head(in); head.length > 0; head = head(in)) {
          Map<String, String> headers = headers(new String(head, StandardCharsets.UTF_8));
          byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
          pass(headers.getOrDefault("Content-Type", ""), head, body);
        }
      } catch (IOException closed) {
        // as at its end
      }
      ended(upstream, client);
    }

    private void sent(SentCommand command) {
      subscribed |= command.line().startsWith("event plain ");
      unanswered.incrementAndGet();
      if (command.line().startsWith("bgapi ")) {
        jobs.add(command.headers().getOrDefault("job-uuid", ""));
      }
    }

    void say(String command) {
      byte[] bytes = command.getBytes(StandardCharsets.US_ASCII);
      try {
        write(upstream, bytes, bytes.length);
      } catch (IOException gone) {
        // it has ended already
      }
    }

    void tell(byte[] frame) {
      try {
        write(client, frame, frame.length);
      } catch (IOException gone) {
        // Confab has closed it
      }
    }

    private static void write(Socket to, byte[] bytes, int count) throws IOException {
      synchronized (to) {
        to.getOutputStream().write(bytes, 0, count);
      }
    }

    /** Up to and with the blank line; empty at the end. */
    private static byte[] head(InputStream in) throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      int last = 0;
      for (int c = in.read(); c >= 0; c = in.read()) {
        head.write(c);
        if (c == '\n' && last == '\n') {
          return head.toByteArray();
        }
        last = c;
      }
      return new byte[0];
    }

    private static Map<String, String> headers(String text) {
      Map<String, String> headers = new TreeMap<>();
      for (String line : text.split("\n")) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          headers.putIfAbsent(line.substring(0, colon), URLDecoder.decode(line.substring(colon + 2).replace("+", "%2B"), StandardCharsets.UTF_8));
        }
      }
      return headers;
    }
  }
}
