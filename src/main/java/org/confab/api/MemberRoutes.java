package org.confab.api;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.confab.live.LiveConferences;
import org.confab.live.MemberView;
import org.confab.live.Order;
import org.confab.live.Whom;
import org.confab.plivo.Printable;

/** What can be done to members: to one ConferenceMemberID, to several with commas between them, to {@code all}. */
public final class MemberRoutes implements Routes {

  private static final String MEMBER = "Conference/{conference_name}/Member/{member_id}/";
  /** A list of URLs, which Plivo would play one after the other. */
  private static final Pattern SEVERAL = Pattern.compile(",\\s*https?://", Pattern.CASE_INSENSITIVE);
  private static final Pattern VOICE = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._ -]{0,63}");
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8}){0,4}");

  private final LiveConferences conferences;

  public MemberRoutes(LiveConferences conferences) {
    this.conferences = conferences;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.delete(MEMBER, request -> end(request, new Order.HangUp())),
        Route.post(MEMBER + "Kick/", request -> order(request, new Order.Kick(), "kicked")),
        Route.post(MEMBER + "Mute/", request -> order(request, new Order.Mute(true), "muted")),
        Route.delete(MEMBER + "Mute/", request -> end(request, new Order.Mute(false))),
        Route.post(MEMBER + "Deaf/", request -> order(request, new Order.Deaf(true), "deaf")),
        Route.delete(MEMBER + "Deaf/", request -> end(request, new Order.Deaf(false))),
        Route.post(MEMBER + "Play/", request -> order(request, play(request.parameters()), "play queued into conference")).once(this::these),
        Route.delete(MEMBER + "Play/", request -> end(request, new Order.StopSound())),
        Route.post(MEMBER + "Speak/", request -> order(request, speak(request.parameters()), "speak queued into conference")).once(this::these),
        Route.delete(MEMBER + "Speak/", request -> end(request, new Order.StopSound())));
  }

  static Order.Play play(ApiParameters given) {
    if (given.text("url").filter(text -> SEVERAL.matcher(text).find()).isPresent()) {
      throw new BadRequest("url: one URL at a time, not a list of them");
    }
    return new Order.Play(given.requiredUrl("url"));
  }

  static Order.Speak speak(ApiParameters given) {
    return new Order.Speak(spoken(given.required("text")), voice(given), language(given));
  }

  static String voice(ApiParameters given) {
    return fitting(given, "voice", VOICE, "MAN, WOMAN or the name of a voice, as Polly.Joanna");
  }

  static String language(ApiParameters given) {
    return fitting(given, "language", LANGUAGE, "a language, as en-US");
  }

  /** As the text of {@code <Speak>}: XML has no other characters, and its runs of white space are one space. */
  static String spoken(String text) {
    text.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE || Character.isISOControl(c) && "\t\r\n".indexOf(c) < 0).findFirst()
        .ifPresent(c -> {
          throw new BadRequest("text contains U+%04X, which cannot be spoken".formatted(c));
        });
    String words = text.replaceAll("\\s+", " ").strip();
    if (words.isEmpty()) {
      throw new BadRequest("text: there is nothing to say");
    }
    return words;
  }

  private static String fitting(ApiParameters given, String name, Pattern pattern, String what) {
    String text = given.text(name).orElse("");
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      throw new BadRequest("%s has to be %s, not \"%s\"".formatted(name, what, Printable.of(text)));
    }
    return text;
  }

  private static Whom whom(ApiRequest request) {
    List<String> ids = Arrays.stream(request.name("member_id").split(",")).map(String::strip).filter(id -> !id.isEmpty()).distinct().toList();
    if (ids.isEmpty()) {
      throw new BadRequest("the path names no member: an id, several with commas between them, or all");
    }
    return ids.contains("all") ? new Whom.Everybody() : new Whom.These(ids);
  }

  private Future<Answer> order(ApiRequest request, Order order, String message) {
    return outcome(request, order, members -> {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("message", message);
      // always a list: the SDKs for Java and Go read nothing else
      body.put("member_id", members);
      return Answer.of(202, body);
    });
  }

  private Future<Answer> end(ApiRequest request, Order order) {
    return outcome(request, order, members -> Answer.noContent());
  }

  private Future<Answer> outcome(ApiRequest request, Order order, Function<List<String>, Answer> done) {
    return conferences.order(request.account(), ConferenceRoutes.name(request), whom(request), order).map(outcome -> OutcomeAnswers.of(outcome, done));
  }

  /** Whoever would hear it: what is played to all again because somebody came is no repetition. */
  private Future<Set<String>> these(ApiRequest request) {
    Whom whom = whom(request);
    return conferences.find(request.account(), ConferenceRoutes.name(request)).map(found -> {
      Set<String> concerned = new HashSet<>();
      found.ifPresent(view -> {
        concerned.add(view.uuid());
        if (whom instanceof Whom.Everybody) {
          view.members().stream().map(MemberView::id).forEach(concerned::add);
        }
      });
      return concerned;
    });
  }
}
