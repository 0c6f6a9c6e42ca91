package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.confab.clock.Clock;
import org.confab.conference.Conference;
import org.confab.conference.ConferenceKey;
import org.confab.conference.Member;
import org.confab.conference.Occurrence;
import org.confab.conference.RecordSettings;
import org.confab.conference.Room;
import org.confab.conference.RoomRecording;
import org.confab.http.Link;
import org.confab.live.ConferenceView;
import org.confab.live.LiveConferences;
import org.confab.live.MemberView;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.log.About;
import org.confab.plivo.CallParameters;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.PlayElement;
import org.confab.plivo.RecordFileFormat;
import org.confab.plivo.RecordingParameters;
import org.confab.plivo.SoundElement;
import org.confab.plivo.SpeakElement;
import org.confab.plivo.Urls;
import org.confab.sound.Script;

/** The conferences of one box for whoever is outside its context: everything is brought there, and back. */
final class LiveRooms implements LiveConferences {

  /** How long FreeSWITCH may take, so that whoever asked hears of it within 3 s. */
  private static final Duration PATIENCE = Duration.ofMillis(2500);

  private static final URI NOWHERE = URI.create("http://confab.invalid/");

  private final BoxContext context;
  private final BooleanSupplier connected;
  private final Conferences conferences;
  private final Talkers talkers;
  private final CallRequests requests;
  private final PlayableSounds sounds;
  private final Optional<URI> application;
  private final Clock clock;

  /**
   * @param connected   whether FreeSWITCH is, callable from anywhere
   * @param application the operator's answer URL: what is ordered may name that host, wherever it is
   */
  LiveRooms(BoxContext context, BooleanSupplier connected, Conferences conferences, Talkers talkers, CallRequests requests, PlayableSounds sounds,
      Optional<URI> application, Clock clock) {
    this.application = application;
    this.context = context;
    this.connected = connected;
    this.conferences = conferences;
    this.talkers = talkers;
    this.requests = requests;
    this.sounds = sounds;
    this.clock = clock;
  }

  @Override
  public Future<List<ConferenceView>> all(String account) {
    return context.ask(() -> Future.succeededFuture(views(key -> key.account().equals(account))));
  }

  @Override
  public Future<List<ConferenceView>> all() {
    return context.ask(() -> {
      talkers.wanted();
      return Future.succeededFuture(views(key -> true));
    });
  }

  @Override
  public Future<Optional<ConferenceView>> find(String account, String name) {
    return context.ask(() -> Future.succeededFuture(open(new ConferenceKey(account, name)).map(it -> view(it.key(), it.room()))));
  }

  /** A conference that somebody is in. */
  private record Open(ConferenceKey key, Room room) {}

  private Optional<Open> open(ConferenceKey key) {
    return conferences.book().find(key).flatMap(LiveRooms::open);
  }

  private static Optional<Open> open(Conference conference) {
    return conference.current().filter(room -> !room.in().isEmpty()).map(room -> new Open(conference.key(), room));
  }

  private List<ConferenceView> views(Predicate<ConferenceKey> wanted) {
    return conferences.book().all().stream().filter(each -> wanted.test(each.key())).flatMap(each -> open(each).stream())
        .sorted(Comparator.comparing((Open it) -> it.key().account()).thenComparing(it -> it.key().name())).map(it -> view(it.key(), it.room())).toList();
  }

  private ConferenceView view(ConferenceKey key, Room room) {
    Optional<ConferenceView.RecordingView> recording = room.recording().filter(RoomRecording::goesOn).flatMap(now -> conferences.recordings()
        .link(room.name()).map(link -> new ConferenceView.RecordingView(link.id(), link.url(), now.paused())));
    return new ConferenceView(key.account(), key.name(), room.uuid().orElse(""), room.name().text(), room.since().orElseGet(clock::now), room.started(),
        recording, room.in().stream().flatMap(member -> view(room, member).stream()).toList());
  }

  private Optional<MemberView> view(Room room, Member member) {
    return conferences.guests().find(member.call()).map(Guest::call).map(call -> {
      CallParameters told = requests.of(call);
      return new MemberView(member.memberId().orElse(""), call.uuid(), told.from(), told.to(), told.callerName().orElse(""), told.direction(),
          member.muted(), member.deaf(), member.held(),
          talkers.talks(call.uuid()) && !member.muted() && !member.held(), room.floor().filter(call.uuid()::equals).isPresent(),
          member.since().orElseGet(clock::now));
    });
  }

  @Override
  public Future<Outcome> order(String account, String name, Whom whom, Order order) {
    return inside(account, name, it -> {
      List<Member> members = whom instanceof Whom.These these ? it.room().in().stream()
          .filter(member -> member.memberId().filter(these.memberIds()::contains).isPresent()).toList() : it.room().in();
      if (members.isEmpty()) {
        return Future.succeededFuture(new Outcome.NoMember(whom instanceof Whom.These these ? these.memberIds() : List.of()));
      }
      Outcome done = new Outcome.Done(members.stream().flatMap(member -> member.memberId().stream()).toList());
      if (order instanceof Order.Play play) {
        return play(it, whom, done, new PlayElement(1, play.url(), 1));
      } else if (order instanceof Order.Speak speak) {
        return play(it, whom, done, new SpeakElement(1, speak.text(), word(speak.voice()), word(speak.language()), 1));
      } else if (order instanceof Order.StopSound) {
        return carriedOut(whom instanceof Whom.Everybody ? conferences.rooms().stopSounds(it.room().name())
            : each(members, member -> conferences.rooms().stopSounds(it.room().name(), member.memberId().orElse(""))), done);
      }
      return carriedOut(each(members, member -> conferences.happened(it.key(), occurrence(member.call(), order))), done);
    });
  }

  private static Optional<String> word(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static Occurrence occurrence(String call, Order order) {
    if (order instanceof Order.Mute mute) {
      return new Occurrence.MuteOrdered(call, mute.muted());
    } else if (order instanceof Order.Deaf deaf) {
      return new Occurrence.DeafOrdered(call, deaf.deaf());
    } else if (order instanceof Order.Kick) {
      return new Occurrence.KickOrdered(call);
    }
    return new Occurrence.HangUpOrdered(call);
  }

  private static Future<Void> each(List<Member> members, Function<Member, Future<Void>> said) {
    return Future.join(members.stream().map(said).toList()).mapEmpty();
  }

  /** What is had in time is told of; what takes longer is heard when it is there, by those who are in then. */
  private Future<Outcome> play(Open it, Whom whom, Outcome done, SoundElement sound) {
    Script script = new Script(List.of(sound), application.orElse(NOWHERE), application.isPresent(), Duration.ZERO,
        About.conference(it.key().name()).says("conference '" + it.key().name() + "'"));
    Future<Outcome> heard = sounds.path(script).compose(found -> found.map(file -> carriedOut(played(it, whom, file), done))
        .orElseGet(() -> Future.succeededFuture(new Outcome.Refused("the sound cannot be had; Confab's log says why"))));
    return within(heard, done);
  }

  private Future<Void> played(Open it, Whom whom, String file) {
    Optional<Room> now = conferences.book().room(it.room().name()).filter(room -> room.ending().isEmpty() && !room.in().isEmpty());
    if (now.isEmpty()) {
      return Future.succeededFuture();
    }
    if (whom instanceof Whom.These these) {
      return each(now.get().in().stream().filter(member -> member.memberId().filter(these.memberIds()::contains).isPresent()).toList(),
          member -> conferences.rooms().play(now.get().name(), file, member.memberId().orElse("")));
    }
    return conferences.rooms().play(now.get().name(), file);
  }

  @Override
  public Future<Outcome> hangUp(String account, String name) {
    return inside(account, name, it -> carriedOut(hangUp(it), new Outcome.Done(ids(it))));
  }

  @Override
  public Future<Outcome> hangUpAll(String account) {
    return context.ask(() -> ready(() -> {
      List<Open> all = conferences.book().all().stream().filter(each -> each.key().account().equals(account)).flatMap(each -> open(each).stream()).toList();
      return carriedOut(Future.join(all.stream().map(this::hangUp).toList()).mapEmpty(),
          new Outcome.Done(all.stream().flatMap(it -> ids(it).stream()).toList()));
    }));
  }

  private static List<String> ids(Open it) {
    return it.room().in().stream().flatMap(member -> member.memberId().stream()).toList();
  }

  /** Those on their way in, too. */
  private Future<Void> hangUp(Open it) {
    return Future.join(List.copyOf(it.room().members().keySet()).stream()
        .map(call -> conferences.happened(it.key(), new Occurrence.HangUpOrdered(call))).toList()).mapEmpty();
  }

  @Override
  public Future<Recorded> record(String account, String name, RecordOrder order) {
    return context.ask(() -> {
      ConferenceKey key = new ConferenceKey(account, name);
      Optional<Open> open = open(key);
      if (!connected.getAsBoolean()) {
        return Future.succeededFuture(new Recorded.Not(unconnected()));
      }
      if (open.isEmpty()) {
        return Future.succeededFuture(new Recorded.Not(new Outcome.NoConference()));
      }
      Future<Void> said = conferences.happened(key, new Occurrence.RecordOrdered(
          order.format() == RecordFileFormat.MP3 ? RecordSettings.Format.MP3 : RecordSettings.Format.WAV));
      conferences.recordings().ordered(open.get().room().name(), ordering(order));
      Optional<RecordingParameters.Link> link = conferences.recordings().link(open.get().room().name());
      return carriedOut(said, new Outcome.Done(List.of())).map(outcome -> outcome instanceof Outcome.Done
          ? link.<Recorded>map(it -> new Recorded.Started(it.id(), it.url())).orElseGet(() -> new Recorded.Not(new Outcome.NoConference()))
          : new Recorded.Not(outcome));
    });
  }

  private RememberedRecording.Ordering ordering(RecordOrder order) {
    return new RememberedRecording.Ordering(order.apiId(), order.callback().map(to -> link(to.url())),
        order.callback().map(RecordOrder.Target::method).orElse(HttpMethod.POST), order.transcript().map(wanted ->
            new RememberedRecording.Transcript(wanted.type(), link(wanted.target().url()), wanted.target().method())));
  }

  private Link link(String url) {
    return application.flatMap(own -> Urls.resolve(own, url) instanceof Urls.Resolution.Resolved it ? Optional.of(Link.in(own, true, it.url()))
        : Optional.empty()).orElseGet(() -> new Link(url, false));
  }

  @Override
  public Future<Outcome> stopRecording(String account, String name) {
    return inside(account, name, it -> carriedOut(conferences.happened(it.key(), new Occurrence.StopOrdered()), new Outcome.Done(ids(it))));
  }

  private Future<Outcome> inside(String account, String name, Function<Open, Future<Outcome>> work) {
    return context.ask(() -> ready(() -> open(new ConferenceKey(account, name)).map(work)
        .orElseGet(() -> Future.succeededFuture(new Outcome.NoConference()))));
  }

  private Future<Outcome> ready(Supplier<Future<Outcome>> work) {
    return connected.getAsBoolean() ? work.get() : Future.succeededFuture(unconnected());
  }

  private static Outcome unconnected() {
    return new Outcome.Unavailable("Confab is not connected to FreeSWITCH");
  }

  private Future<Outcome> carriedOut(Future<Void> said, Outcome done) {
    return within(said.map(done).otherwise(why -> new Outcome.Unavailable(why instanceof RoomRecordings.NotRecorded ? why.getMessage()
        : "FreeSWITCH could not be told, or refused: " + why.getMessage())), new Outcome.Unavailable("FreeSWITCH does not answer for that conference"));
  }

  /** What comes too late is not waited for. */
  private Future<Outcome> within(Future<Outcome> work, Outcome otherwise) {
    if (work.isComplete()) {
      return work;
    }
    Promise<Outcome> first = Promise.promise();
    Clock.Timer late = clock.schedule(PATIENCE, () -> first.tryComplete(otherwise));
    work.onComplete(done -> {
      late.cancel();
      if (done.succeeded()) {
        first.tryComplete(done.result());
      } else {
        first.tryFail(done.cause());
      }
    });
    return first.future();
  }
}
