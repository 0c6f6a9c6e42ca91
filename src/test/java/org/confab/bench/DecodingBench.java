package org.confab.bench;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import link.thingscloud.freeswitch.esl.transport.event.EslEvent;
import link.thingscloud.freeswitch.esl.transport.message.EslFrameDecoder;
import link.thingscloud.freeswitch.esl.transport.message.EslMessage;
import org.confab.esl.DecodersUnderTest;
import org.confab.esl.Event;
import org.confab.esl.Frame;
import org.confab.testing.RecordedTraffic;

/**
 * The recorded plain events, decoded and asked for eight headers: by Confab's decoder and {@link Event}, and by esl-client's decoder and its
 * {@code EslEvent}. Both in the same pipeline, fed the same chunks, in alternating rounds of one run; the medians are compared.
 */
public final class DecodingBench {

  private static final List<String> HEADERS = List.of("Event-Name", "Unique-ID", "Action", "Conference-Name", "Conference-Unique-ID", "Member-ID",
      "Application-UUID", "variable_last_sched_id");
  private static final int CHUNK = 64 << 10;
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 9;

  /** One way to read events: how its decoder is made, and what is read of each message. */
  private record Contender(String name, Supplier<ChannelHandler> decoder, ToIntFunction<Object> reader) {}

  private record Round(double eventsPerSecond, double bytesPerEvent, long checksum) {}

  private DecodingBench() {}

  /** Argument: events per round; default 60,000. */
  public static void main(String[] arguments) {
    int wanted = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 60_000;
    List<byte[]> recorded = RecordedTraffic.plain().stream().flatMap(name -> RecordedTraffic.plainEvents(name).stream()).toList();
    byte[] stream = joined(recorded);
    int repeats = Math.max(1, wanted / recorded.size());
    int events = repeats * recorded.size();
    Contender ours = new Contender("Confab", DecodersUnderTest::frames, DecodingBench::readOurs);
    Contender theirs = new Contender("esl-client", () -> new EslFrameDecoder(1 << 20), DecodingBench::readTheirs);
    List<Round> oursRounds = new ArrayList<>();
    List<Round> theirsRounds = new ArrayList<>();
    for (int i = 0; i < WARM_UP + ROUNDS; i++) {
      Round one = round(ours, stream, repeats, events);
      Round other = round(theirs, stream, repeats, events);
      if (one.checksum() != other.checksum()) {
        throw new IllegalStateException("the two read different values: " + one + ", " + other);
      }
      if (i >= WARM_UP) {
        oursRounds.add(one);
        theirsRounds.add(other);
      }
    }
    System.out.printf(Locale.ROOT, "%d recorded events of %d bytes on average, %d a round, %d rounds each, alternating%n", recorded.size(),
        stream.length / recorded.size(), events, ROUNDS);
    System.out.printf(Locale.ROOT, "%-12s %14s %14s %14s %16s%n", "", "events/s", "slowest", "fastest", "bytes/event");
    print(ours, oursRounds);
    print(theirs, theirsRounds);
    System.out.printf(Locale.ROOT, "ratio of the medians: %.1f times the events per second, %.2f of the allocation%n",
        median(oursRounds) / median(theirsRounds), bytes(oursRounds) / bytes(theirsRounds));
  }

  private static void print(Contender contender, List<Round> rounds) {
    System.out.printf(Locale.ROOT, "%-12s %14.0f %14.0f %14.0f %16.0f%n", contender.name(), median(rounds),
        rounds.stream().mapToDouble(Round::eventsPerSecond).min().orElseThrow(), rounds.stream().mapToDouble(Round::eventsPerSecond).max().orElseThrow(),
        bytes(rounds));
  }

  private static double median(List<Round> rounds) {
    return rounds.stream().mapToDouble(Round::eventsPerSecond).sorted().skip(rounds.size() / 2).findFirst().orElseThrow();
  }

  private static double bytes(List<Round> rounds) {
    return rounds.stream().mapToDouble(Round::bytesPerEvent).sorted().skip(rounds.size() / 2).findFirst().orElseThrow();
  }

  private static Round round(Contender contender, byte[] stream, int repeats, int events) {
    Reading reading = new Reading(contender.reader());
    EmbeddedChannel channel = new EmbeddedChannel(contender.decoder().get(), reading);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      for (int at = 0; at < stream.length; at += CHUNK) {
        ByteBuf chunk = Unpooled.wrappedBuffer(stream, at, Math.min(CHUNK, stream.length - at));
        channel.writeInbound(chunk);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    double bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    channel.finishAndReleaseAll();
    if (reading.events != events) {
      throw new IllegalStateException(contender.name() + " read " + reading.events + " events of " + events);
    }
    return new Round(events / seconds, bytes / events, reading.checksum);
  }

  private static int readOurs(Object message) {
    Event event = Event.of((Frame) message, Instant.EPOCH);
    int sum = 0;
    for (String header : HEADERS) {
      sum = 31 * sum + event.text(header).hashCode();
    }
    return sum;
  }

  private static int readTheirs(Object message) {
    Map<String, String> headers = new EslEvent((EslMessage) message).getEventHeaders();
    int sum = 0;
    for (String header : HEADERS) {
      sum = 31 * sum + headers.getOrDefault(header, "").hashCode();
    }
    return sum;
  }

  private static byte[] joined(List<byte[]> frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static final class Reading extends ChannelInboundHandlerAdapter {
    private final ToIntFunction<Object> reader;
    private int events;
    private long checksum;

    Reading(ToIntFunction<Object> reader) {
      this.reader = reader;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      checksum = 31 * checksum + reader.applyAsInt(message);
      events++;
    }
  }
}
