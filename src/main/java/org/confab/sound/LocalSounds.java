package org.confab.sound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.confab.clock.Clock;
import org.confab.config.Settings;
import org.confab.freeswitch.BoxCommands;
import org.confab.http.Http;
import org.confab.http.Link;
import org.confab.http.PlainUrl;
import org.confab.metrics.Meters;
import org.confab.metrics.Meters.SoundOutcome;
import org.confab.plivo.PlayElement;
import org.confab.plivo.Printable;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.Urls;
import org.confab.plivo.WaitElement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sounds as files below {@code sounds.directory}: fetched, rendered, put together, and kept for the next who wants them. */
public final class LocalSounds implements Sounds {

  private static final Logger LOG = LoggerFactory.getLogger(LocalSounds.class);
  /** What FreeSWITCH takes for nothing but a file's name, wherever it is given one. */
  private static final Pattern PLAIN_PATH = Pattern.compile("[A-Za-z0-9_./+@-]+");
  private static final int THREADS = 4;
  private static final int MOST_ELEMENTS = 200;
  private static final int COMPOSED_AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final VertxInternal vertx;
  private final Context context;
  private final Settings.Sounds settings;
  private final Meters meters;
  private final Workshop workshop;
  /** For what takes no time: nobody shall wait behind a sound that is being decoded. */
  private final Workshop quick;
  private final Shelf shelf;
  private final Downloads downloads;
  private final LocalFiles files;
  private final Speech speech;
  private final Voices voices;
  private final Slots composing;
  private final boolean usable;
  private final Promise<Void> opened = Promise.promise();

  private LocalSounds(Vertx vertx, Settings.Sounds settings, Http http, Clock clock, Meters meters) {
    this.vertx = (VertxInternal) vertx;
    this.context = this.vertx.createEventLoopContext();
    this.settings = settings;
    this.meters = meters;
    Path cache = cache(settings);
    this.usable = isPlain(cache);
    this.workshop = new Workshop(vertx, THREADS);
    this.quick = new Workshop(vertx, 1);
    this.shelf = new Shelf(vertx, context, cache, settings.cacheSize(), clock, workshop);
    this.downloads = new Downloads(settings, http, clock, shelf, workshop, quick);
    this.files = new LocalFiles(settings, clock, shelf, quick);
    this.speech = new Speech(settings, clock, shelf);
    this.voices = new Voices(settings.voices());
    this.composing = new Slots(COMPOSED_AT_ONCE, PATIENCE, clock);
    if (!usable) {
      LOG.error("No Play and no Speak will be heard: the path {} has characters that are syntax to FreeSWITCH. Set "
          + "sounds.directory to one of letters, digits and _ . / + @ - only.", Printable.of(cache.toString()));
    }
  }

  /**
   * Begins to look what is there from the last time, and to remove what was not finished; sounds can be asked for at once. Never fails: a
   * directory that cannot be used is told in the log, and sounds are left out.
   *
   * @param http  asked for the sounds of URLs; guarded
   * @param clock of freshness and of everything that waits
   */
  public static LocalSounds start(Vertx vertx, Settings.Sounds settings, Http http, Clock clock, Meters meters) {
    LocalSounds sounds = new LocalSounds(vertx, settings, http, clock, meters);
    meters.soundCache(sounds.shelf::total);
    sounds.context.runOnContext(ignored -> sounds.shelf.open().onComplete(sounds.opened));
    return sounds;
  }

  /** Ends what is under way; who waits for it gets nothing. */
  public Future<Void> close() {
    speech.close();
    return Future.join(workshop.close(), quick.close(), shelf.close()).mapEmpty();
  }

  @Override
  public Future<Optional<Sound>> of(Script script) {
    return here(() -> opened.future().compose(open -> usable ? new Reading(script).run() : skipAll(script))).recover(failure -> {
      LOG.error("{}: nothing is heard, by a defect of Confab's.", script.whose(), failure);
      return Future.succeededFuture(Optional.empty());
    });
  }

  @Override
  public void stillPlays(Path file) {
    context.runOnContext(ignored -> shelf.find(file.getFileName().toString()).onFailure(failure ->
        LOG.warn("The sound {} is played, and cannot be looked at: {}.", file, failure.getMessage())));
  }

  /**
   * Asks FreeSWITCH whether it can read what is made here, by a file that is removed again; to be called on the box's context. Completes with what is
   * wrong, fails if it could not be asked.
   */
  public Future<Optional<String>> askAccess(BoxCommands commands) {
    if (!usable) {
      return Future.succeededFuture(Optional.empty()); // told at the start
    }
    Path probe = shelf.unfinished();
    return here(() -> shelf.probe(probe)).compose(made -> commands.fileExists(probe.toString()))
        .eventually(() -> here(() -> quick.run(() -> Files.deleteIfExists(probe))))
        .map(seen -> seen ? Optional.empty() : Optional.of(unreadable(probe.getParent())));
  }

  static Path cache(Settings.Sounds settings) {
    return settings.directory().toAbsolutePath().normalize().resolve("cache");
  }

  static boolean isPlain(Path path) {
    return PLAIN_PATH.matcher(path.toString()).matches();
  }

  static String unreadable(Path directory) {
    return "FreeSWITCH's user cannot read " + directory
        + ", and no Play and no Speak will be heard: it must be the same directory for both, and every directory on the way open to that user "
        + "(chmod o+x, or a group that has both users). If it is: SELinux or AppArmor, ProtectHome= or PrivateTmp= of its service, or a container "
        + "that has not this directory";
  }

  /** Does it on our context, and tells it on the caller's. */
  private <T> Future<T> here(Supplier<Future<T>> work) {
    Promise<T> told = vertx.getOrCreateContext().promise();
    context.runOnContext(ignored -> {
      try {
        work.get().onComplete(told);
      } catch (RuntimeException failed) {
        told.fail(failed);
      }
    });
    return told.future();
  }

  private Future<Optional<Sound>> skipAll(Script script) {
    LOG.warn("{}: nothing is heard: sounds.directory cannot be used, as was said at the start.", script.whose());
    script.elements().forEach(element -> meters.sound(SoundOutcome.SKIPPED));
    return Future.succeededFuture(Optional.empty());
  }

  /** One script on its way to one file. */
  private final class Reading {

    private final Script script;
    private final Composition composition = new Composition(settings.maxLength());

    Reading(Script script) {
      this.script = script;
    }

    Future<Optional<Sound>> run() {
      int elements = script.elements().size();
      if (elements > MOST_ELEMENTS) {
        LOG.warn("{}: of {} elements the first {} are heard.", script.whose(), elements, MOST_ELEMENTS);
      }
      return from(0).compose(read -> finish());
    }

    /** Elements are had at the same time, but none that is behind one which goes on for ever, unless that one cannot be had. */
    private Future<Void> from(int start) {
      int end = start;
      List<Future<Optional<Piece>>> pieces = new ArrayList<>();
      boolean endless = false;
      while (end < Math.min(script.elements().size(), MOST_ELEMENTS) && !endless) {
        SoundElement element = script.elements().get(end++);
        endless = loop(element) == 0 && !script.forever().isZero();
        pieces.add(piece(element));
      }
      if (pieces.isEmpty()) {
        return Future.succeededFuture();
      }
      int next = end;
      boolean last = endless;
      return Future.join(pieces).compose(all -> {
        for (int i = 0; i < pieces.size(); i++) {
          add(script.elements().get(start + i), pieces.get(i).result());
        }
        boolean filled = last && pieces.get(pieces.size() - 1).result().isPresent();
        return filled || composition.isFull() ? Future.succeededFuture() : from(next);
      });
    }

    private void add(SoundElement element, Optional<Piece> piece) {
      if (element instanceof WaitElement wait) {
        composition.silence(wait.length());
      } else if (piece.isPresent()) {
        int loop = loop(element);
        if (loop > 0) {
          composition.add(piece.get(), loop);
        } else if (script.forever().isZero()) {
          warn(element, "is heard once: loop=\"0\" cannot go on for ever here");
          composition.add(piece.get(), 1);
        } else {
          composition.fill(piece.get(), script.forever());
        }
      }
    }

    private Future<Optional<Sound>> finish() {
      if (composition.isEmpty()) {
        return Future.succeededFuture(Optional.empty());
      }
      if (composition.isCut()) {
        LOG.warn("{}: what is heard is cut after {} s (sounds.maxLength).", script.whose(), settings.maxLength().toSeconds());
      }
      Optional<Piece> single = composition.single();
      if (single.isPresent()) {
        return Future.succeededFuture(Optional.of(new Sound(single.get().file(), WavFile.length(single.get().frames()))));
      }
      String name = Shelf.wav(composition.digest(), composition.lasting());
      return shelf.find(name).compose(found -> found.map(Future::succeededFuture)
              .orElseGet(() -> composing.run(() -> shelf.make(name, composition::write))))
          .map(kept -> Optional.of(new Sound(kept.file(), WavFile.length(WavFile.framesOf(kept.bytes())))))
          .recover(failure -> {
            LOG.warn("{}: nothing is heard: the sound {}.", script.whose(), reason(failure));
            return Future.succeededFuture(Optional.empty());
          });
    }

    /** What one element sounds like; empty for silence, and for what cannot be had, which was then told. */
    private Future<Optional<Piece>> piece(SoundElement element) {
      Future<Piece> piece;
      if (element instanceof PlayElement play) {
        piece = play(play);
      } else if (element instanceof SpeakElement speak) {
        piece = speak(speak);
      } else {
        return Future.succeededFuture(Optional.empty());
      }
      SoundOutcome made = element instanceof SpeakElement ? SoundOutcome.RENDERED : SoundOutcome.FETCHED;
      return piece.onSuccess(had -> meters.sound(had.made() ? made : SoundOutcome.CACHED)).map(Optional::of).recover(failure -> {
        meters.sound(SoundOutcome.SKIPPED);
        warn(element, "is left out: it " + reason(failure));
        return Future.succeededFuture(Optional.empty());
      });
    }

    private Future<Piece> play(PlayElement element) {
      String source = element.source();
      if (source.startsWith("tone_stream://")) {
        return Future.failedFuture(new Unusable("is a tone, which only a Play of an answer document itself can play"));
      }
      return files.of(source).compose(found -> {
        if (found.isPresent()) {
          return Future.succeededFuture(found.get());
        }
        Urls.Resolution resolution = Urls.resolve(script.base(), source);
        if (resolution instanceof Urls.Resolution.Resolved resolved) {
          Future<Piece> piece = downloads.of(resolved.url(), Link.in(script.base(), script.trusted(), resolved.url()).trusted());
          // by its name alone nobody would know where it was looked for
          return source.contains("://") ? piece : piece.recover(failure -> Future.failedFuture(failure instanceof Unusable
              ? new Unusable("is no file below sounds.directory, and " + PlainUrl.of(resolved.url()) + " "
                  + failure.getMessage()) : failure));
        }
        return Future.failedFuture(new Unusable("cannot be requested: " + ((Urls.Resolution.Refused) resolution).reason()));
      });
    }

    private Future<Piece> speak(SpeakElement element) {
      Voices.Choice voice = voices.of(element.voice(), element.language());
      return speech.of(element.text(), voice.name()).onSuccess(spoken -> voice.warning().ifPresent(warning -> warn(element, warning)));
    }

    private void warn(SoundElement element, String what) {
      String which = element instanceof PlayElement play ? "<Play> of " + Printable.url(play.source()) : "<Speak>";
      LOG.warn("{}: {} in line {} {}.", script.whose(), which, element.line(), what);
    }
  }

  /** 0: for ever. */
  private static int loop(SoundElement element) {
    return element instanceof PlayElement play ? play.loop() : element instanceof SpeakElement speak ? speak.loop() : 1;
  }

  private static String reason(Throwable failure) {
    if (!(failure instanceof Unusable)) {
      LOG.error("A sound is left out by a defect of Confab's.", failure);
      return "cannot be had";
    }
    return failure.getMessage();
  }
}
