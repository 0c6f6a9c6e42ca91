package org.confab.sound;

import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.http.Http;
import org.confab.http.HttpFailure;
import org.confab.http.HttpReply;
import org.confab.http.HttpRequest;
import org.confab.http.Limits;
import org.confab.http.Signer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sounds from URLs, kept as their servers allow. Lives on one context. */
final class Downloads {

  private static final Logger LOG = LoggerFactory.getLogger(Downloads.class);
  private static final int REDIRECTS = 3;
  /** Each may hold {@code sounds.maxSize} in memory until it is decoded. */
  private static final int AT_ONCE = 8;
  private static final int REMEMBERED = 10_000;
  /** How long a sound is good for whose server is away. */
  private static final Duration STALE = Duration.ofDays(1);
  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  private final Settings.Sounds settings;
  private final Http http;
  private final Clock clock;
  private final Shelf shelf;
  private final Workshop workshop;
  private final Workshop quick;
  private final Slots slots;
  private final Flights<Piece> flights;
  private final Map<String, Download> known = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Download> eldest) {
      return size() > REMEMBERED;
    }
  };

  Downloads(Settings.Sounds settings, Http http, Clock clock, Shelf shelf, Workshop workshop, Workshop quick) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
    this.shelf = shelf;
    this.workshop = workshop;
    this.quick = quick;
    this.slots = new Slots(AT_ONCE, settings.timeout(), clock);
    this.flights = new Flights<>(clock);
  }

  /** @param trusted as in {@link HttpRequest}; what the one may fetch the other may not, so they share nothing */
  Future<Piece> of(URI url, boolean trusted) {
    String key = Digest.of(List.of("url", Boolean.toString(trusted), withoutFragment(url)));
    AtomicBoolean first = new AtomicBoolean();
    return flights.of(key, () -> {
      first.set(true);
      return recall(key).compose(download -> obtain(key, url, trusted, download));
    }).map(piece -> first.get() ? piece : piece.found());
  }

  private Future<Piece> obtain(String key, URI url, boolean trusted, Optional<Download> download) {
    Future<Optional<Shelf.Kept>> kept = download.map(it -> shelf.find(it.sound())).orElse(Future.succeededFuture(Optional.empty()));
    return kept.compose(found -> {
      if (found.isEmpty()) {
        return slots.run(() -> fetch(key, url, trusted));
      }
      Piece piece = Piece.of(found.get(), false, true);
      return clock.now().isBefore(download.get().until()) ? Future.succeededFuture(piece)
          : slots.run(() -> renew(key, url, trusted, download.get(), piece));
    });
  }

  private Future<Piece> fetch(String key, URI url, boolean trusted) {
    return http.send(request(url, trusted, Map.of())).recover(Downloads::unreachable).compose(reply -> taken(key, reply));
  }

  /** Asks whether what we have is still right. */
  private Future<Piece> renew(String key, URI url, boolean trusted, Download download, Piece piece) {
    Map<String, String> conditions = new HashMap<>();
    download.etag().ifPresent(etag -> conditions.put("If-None-Match", etag));
    download.lastModified().ifPresent(date -> conditions.put("If-Modified-Since", date));
    return http.send(request(url, trusted, conditions)).recover(Downloads::unreachable).compose(reply -> {
      if (reply.status() == 304 && !conditions.isEmpty()) {
        Freshness freshness = Freshness.of(reply, clock.now());
        return remember(key, new Download(download.sound(), freshness.until(), freshness.tolerant(),
            reply.header("etag").or(download::etag), reply.header("last-modified").or(download::lastModified))).map(piece);
      }
      return isAway(reply.status()) ? Future.failedFuture(status(reply.status())) : taken(key, reply);
    }).recover(failure -> {
      boolean away = failure instanceof Unusable why && why.isTemporary() && download.tolerant()
          && clock.now().isBefore(download.until().plus(STALE));
      if (!away) {
        return Future.failedFuture(failure);
      }
      LOG.warn("A sound is used longer than its server allowed, since it {}.", failure.getMessage());
      known.put(key, download.until(clock.now().plus(ASK_AGAIN)));
      return Future.succeededFuture(piece);
    });
  }

  private Future<Piece> taken(String key, HttpReply reply) {
    if (reply.status() != 200) {
      return Future.failedFuture(status(reply.status()));
    }
    Instant now = clock.now();
    Freshness freshness = Freshness.of(reply, now);
    long most = Piece.most(settings);
    return workshop.run(() -> Digest.of("sound 1, " + most, reply.body()))
        .compose(digest -> shelf.make(Shelf.wav(digest, freshness.lasting()),
            file -> Audio.decode(reply.body(), file, most, Deadline.in(Audio.PATIENCE))))
        .compose(kept -> {
          Piece piece = Piece.of(kept, true, freshness.lasting());
          if (!freshness.lasting()) {
            known.remove(key);
            return Future.succeededFuture(piece);
          }
          return remember(key, new Download(kept.name(), freshness.until(), freshness.tolerant(), reply.header("etag"),
              reply.header("last-modified"))).map(piece);
        });
  }

  private HttpRequest request(URI url, boolean trusted, Map<String, String> conditions) {
    Map<String, String> headers = new HashMap<>(conditions);
    headers.put("Accept", "audio/*, */*;q=0.5");
    Limits limits = new Limits(settings.timeout(), settings.timeout(), settings.timeout(), settings.maxSize());
    return new HttpRequest("GET", url, Map.of(), Signer.NONE, headers, limits, REDIRECTS, trusted);
  }

  private Future<Optional<Download>> recall(String key) {
    Optional<Download> remembered = Optional.ofNullable(known.get(key));
    if (remembered.isPresent()) {
      return Future.succeededFuture(remembered);
    }
    return shelf.find(note(key)).compose(found -> found.isEmpty() ? Future.succeededFuture(Optional.<Download>empty())
        : quick.run(() -> Download.read(Files.readString(found.get().file(), StandardCharsets.UTF_8))))
        .recover(unreadable -> Future.succeededFuture(Optional.empty()))
        .onSuccess(read -> read.ifPresent(download -> known.put(key, download)));
  }

  /** In a file, too, for the next start; where that cannot be written, the sound itself is there all the same. */
  private Future<Void> remember(String key, Download download) {
    known.put(key, download);
    return shelf.replace(note(key), file -> Files.writeString(file, download.text(), StandardCharsets.UTF_8))
        .transform(done -> Future.succeededFuture());
  }

  private static String note(String key) {
    return key + ".url";
  }

  private static String withoutFragment(URI url) {
    return url.toString().replaceFirst("#.*", "");
  }

  private static boolean isAway(int status) {
    return status == 429 || status >= 500;
  }

  private static Unusable status(int status) {
    String what = "was answered with status " + status;
    return new Unusable(what, isAway(status));
  }

  private static Future<HttpReply> unreachable(Throwable failure) {
    if (!(failure instanceof HttpFailure known)) {
      return Future.failedFuture(failure);
    }
    String what = "could not be fetched: " + known.getMessage();
    return Future.failedFuture(switch (known.kind()) {
      case BAD_URL, FORBIDDEN_ADDRESS, BODY_TOO_LARGE, TOO_MANY_REDIRECTS, FILE_UNREADABLE -> new Unusable(what);
      case UNKNOWN_HOST, CONNECT_REFUSED, CONNECT_TIMEOUT, TLS, READ_TIMEOUT, TOTAL_TIMEOUT, CONNECTION_CLOSED, BAD_REPLY ->
          new Unusable(what, true);
    });
  }
}
