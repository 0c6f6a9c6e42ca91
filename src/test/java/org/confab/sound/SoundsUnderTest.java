package org.confab.sound;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.confab.clock.VertxClock;
import org.confab.config.Settings;
import org.confab.http.HttpRequests;
import org.confab.log.About;
import org.confab.metrics.Meters;
import org.confab.network.AddressGuard;
import org.confab.network.Network;
import org.confab.plivo.PlayElement;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.WaitElement;
import org.confab.testing.FakeApplication;
import org.confab.testing.Loop;
import org.confab.testing.ManualClock;

/** Local sounds with an application that has some, a clock that tests move, and a caller's context. */
final class SoundsUnderTest implements AutoCloseable {

  final Loop loop = new Loop();
  final ManualClock clock = new ManualClock();
  final FakeApplication application = FakeApplication.start();
  private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpRequests http = new HttpRequests(loop.vertx(), new VertxClock(loop.vertx()), new AddressGuard(List.of(Network.parse("127.0.0.1"))));
  private final Settings.Sounds settings;
  private LocalSounds sounds;

  SoundsUnderTest(Settings.Sounds settings) {
    this.settings = settings;
    this.sounds = start();
  }

  SoundsUnderTest(Path directory) {
    this(Settings.Sounds.in(directory));
  }

  private LocalSounds start() {
    return LocalSounds.start(loop.vertx(), settings, http, clock, new Meters(registry));
  }

  /** As after the service was stopped and started. */
  void restart() {
    Loop.result(sounds.close());
    sounds = start();
  }

  Future<Optional<Sound>> of(Script script) {
    return sounds.of(script);
  }

  void stillPlays(Path file) {
    sounds.stillPlays(file);
  }

  Future<Optional<Sound>> ask(Script script) {
    return loop.run(() -> sounds.of(script));
  }

  Optional<Sound> hear(Script script) {
    return Loop.result(ask(script));
  }

  Optional<Sound> hear(SoundElement... elements) {
    return hear(script(Duration.ZERO, elements));
  }

  Script script(Duration forever, SoundElement... elements) {
    return new Script(List.of(elements), URI.create(application.url("/documents/sound.xml")), false, forever, About.call("1234").says("call 1234"));
  }

  SoundElement play(String path) {
    return new PlayElement(7, application.url(path), 1);
  }

  static SoundElement play(String source, int loop) {
    return new PlayElement(7, source, loop);
  }

  static SoundElement speak(String text) {
    return new SpeakElement(8, text, Optional.empty(), Optional.empty(), 1);
  }

  static SoundElement pause(Duration length) {
    return new WaitElement(9, length, false, Duration.ofSeconds(2), Optional.empty());
  }

  /** How often that was counted. */
  double counted(Meters.SoundOutcome outcome) {
    return registry.get("confab.sounds").tag("outcome", outcome.name().toLowerCase(java.util.Locale.ROOT)).counter().count();
  }

  /** How much of the file is there, in samples; it has to be what FreeSWITCH is promised. */
  static short[] samples(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      String header = new String(bytes.array(), 0, 4) + new String(bytes.array(), 8, 8) + new String(bytes.array(), 36, 4);
      if (!header.equals("RIFFWAVEfmt data") || bytes.getShort(20) != 1 || bytes.getShort(22) != 1 || bytes.getInt(24) != 16_000
          || bytes.getShort(34) != 16 || bytes.getInt(40) != bytes.limit() - 44 || bytes.getInt(4) != bytes.limit() - 8) {
        throw new AssertionError("not mono, 16 bit, 16 kHz: " + file);
      }
      short[] samples = new short[(bytes.limit() - 44) / 2];
      bytes.position(44).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
      return samples;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** How loud that tone is in the samples, of 1. */
  static double tone(short[] samples, int from, int to, double hertz) {
    double sine = 0;
    double cosine = 0;
    double weights = 0;
    for (int i = from; i < to; i++) {
      double weight = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i - from + 0.5) / (to - from));
      sine += weight * samples[i] * Math.sin(2 * Math.PI * hertz * i / 16_000);
      cosine += weight * samples[i] * Math.cos(2 * Math.PI * hertz * i / 16_000);
      weights += weight;
    }
    return 2 * Math.hypot(sine, cosine) / weights / 32_768;
  }

  @Override
  public void close() {
    Loop.result(sounds.close());
    Loop.result(http.close());
    application.close();
    loop.close();
  }
}
