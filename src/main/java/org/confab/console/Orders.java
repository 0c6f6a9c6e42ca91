package org.confab.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.confab.http.PlainUrl;
import org.confab.live.LiveConferences;
import org.confab.live.Order;
import org.confab.live.Outcome;
import org.confab.live.RecordOrder;
import org.confab.live.Whom;
import org.confab.plivo.RecordFileFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a page asks for, and what became of it. */
final class Orders {

  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
  private static final int LONGEST = 2000;
  private static final int MOST = 1000;

  /**
   * @param text for whoever asked; empty if all is well
   * @param body what was asked for, if it was more than an order
   */
  record Reply(int status, String text, Optional<ObjectNode> body) {

    Reply(int status, String text) {
      this(status, text, Optional.empty());
    }

    static final Reply DONE = new Reply(200, "");

    static Reply bad(String why) {
      return new Reply(400, why);
    }
  }

  private final Sources sources;
  private final Stories stories;

  Orders(Sources sources) {
    this.sources = sources;
    this.stories = new Stories(sources.traces());
  }

  /** Completes on the context from which it is asked. Empty: there is no such path. */
  Optional<Function<ObjectNode, Future<Reply>>> at(String path) {
    return switch (path) {
      case "order" -> Optional.of(this::order);
      case "hangup" -> Optional.of(body -> conference(body, "hang up all", LiveConferences::hangUp));
      case "record" -> Optional.of(this::record);
      case "trace" -> Optional.of(body -> stories.find(text(body, "name")));
      case "replay" -> Optional.of(this::replay);
      case "phones" -> sources.phones().map(phones -> body -> phone(phones, body));
      default -> Optional.empty();
    };
  }

  private interface OfConference {
    Future<Outcome> give(LiveConferences conferences, String account, String name);
  }

  private Future<Reply> conference(ObjectNode body, String what, OfConference order) {
    String account = text(body, "account");
    String name = text(body, "conference");
    if (account.isEmpty() || name.isEmpty()) {
      return Future.succeededFuture(Reply.bad("account and conference are needed"));
    }
    return order.give(sources.conferences(), account, name).map(outcome -> {
      LOG.info("Console: {} in conference {}: {}", what, PlainUrl.printable(name), outcome.getClass().getSimpleName());
      return reply(outcome);
    });
  }

  private Future<Reply> order(ObjectNode body) {
    Optional<Order> order = orderOf(body);
    Optional<Whom> whom = whom(body.path("members"));
    if (order.isEmpty()) {
      return Future.succeededFuture(Reply.bad("this is no order, or something is missing in it: play needs an http or https URL, speak a text"));
    } else if (whom.isEmpty()) {
      return Future.succeededFuture(Reply.bad("members is a list of member ids, or all"));
    }
    return conference(body, text(body, "order") + " for " + (whom.get() instanceof Whom.These these ? "members " + these.memberIds() : "all"),
        (conferences, account, name) -> conferences.order(account, name, whom.get(), order.get()));
  }

  private static Optional<Order> orderOf(ObjectNode body) {
    return switch (text(body, "order")) {
      case "mute" -> Optional.of(new Order.Mute(true));
      case "unmute" -> Optional.of(new Order.Mute(false));
      case "deaf" -> Optional.of(new Order.Deaf(true));
      case "undeaf" -> Optional.of(new Order.Deaf(false));
      case "kick" -> Optional.of(new Order.Kick());
      case "hangup" -> Optional.of(new Order.HangUp());
      case "stop-sound" -> Optional.of(new Order.StopSound());
      case "play" -> Optional.of(text(body, "url")).filter(url -> url.matches("(?i)https?://\\S{1," + LONGEST + "}")).map(Order.Play::new);
      case "speak" -> Optional.of(text(body, "text")).filter(text -> !text.isBlank() && text.length() <= LONGEST)
          .map(text -> new Order.Speak(text, "", ""));
      default -> Optional.empty();
    };
  }

  private static Optional<Whom> whom(JsonNode members) {
    if (members.isTextual() && members.textValue().equals("all")) {
      return Optional.of(new Whom.Everybody());
    }
    List<String> ids = new ArrayList<>();
    members.forEach(id -> ids.add(id.isTextual() && id.textValue().matches("[A-Za-z0-9_-]{1,64}") ? id.textValue() : ""));
    return !members.isArray() || ids.isEmpty() || ids.size() > MOST || ids.contains("") ? Optional.empty() : Optional.of(new Whom.These(ids));
  }

  private Future<Reply> record(ObjectNode body) {
    if (!body.path("on").isBoolean()) {
      return Future.succeededFuture(Reply.bad("on is true or false"));
    } else if (!body.path("on").booleanValue()) {
      return conference(body, "stop recording", LiveConferences::stopRecording);
    }
    RecordOrder order = new RecordOrder(UUID.randomUUID().toString(), RecordFileFormat.MP3, Optional.empty(), Optional.empty());
    return conference(body, "record", (conferences, account, name) -> conferences.record(account, name, order).map(recorded ->
        recorded instanceof LiveConferences.Recorded.Not not ? not.why() : new Outcome.Done(List.of())));
  }

  private static Reply reply(Outcome outcome) {
    if (outcome instanceof Outcome.NoConference) {
      return new Reply(404, "This conference is over.");
    } else if (outcome instanceof Outcome.NoMember) {
      return new Reply(404, "This member has left the conference.");
    } else if (outcome instanceof Outcome.Refused refused) {
      return Reply.bad(refused.why());
    } else if (outcome instanceof Outcome.Unavailable unavailable) {
      return new Reply(503, unavailable.why());
    }
    return Reply.DONE;
  }

  private Future<Reply> replay(ObjectNode body) {
    JsonNode ids = body.path("ids");
    List<String> known = new ArrayList<>();
    ids.forEach(id -> known.add(id.asText()));
    boolean all = ids.isTextual() && ids.textValue().equals("all");
    if (!all && (known.isEmpty() || known.size() > MOST)) {
      return Future.succeededFuture(Reply.bad("ids is a list of callback ids, or all"));
    }
    LOG.info("Console: replay {} dead letters", all ? "all" : known.size());
    return here(all ? sources.callbacks().replayAll() : sources.callbacks().replay(known)).transform(marked -> Future.succeededFuture(
        marked.failed() ? new Reply(503, "The store does not answer, or cannot be written.")
            : marked.result() == 0 ? new Reply(404, "There is no such dead letter any more.") : Reply.DONE));
  }

  private Future<Reply> phone(Phones phones, ObjectNode body) {
    return Vertx.currentContext().executeBlocking(() -> phone(phones, text(body, "do"), text(body, "phone"), text(body, "number"),
        text(body, "keys"))).map(wrong -> wrong.map(Reply::bad).orElse(Reply.DONE));
  }

  private static Optional<String> phone(Phones phones, String what, String phone, String number, String keys) {
    return switch (what) {
      case "call" -> phones.call(phone, number);
      case "press" -> phones.press(phone, keys);
      case "talk" -> phones.talk(phone, true);
      case "silence" -> phones.talk(phone, false);
      case "hangup" -> phones.hangUp(phone);
      default -> Optional.of("do is call, press, talk, silence or hangup");
    };
  }

  private static <T> Future<T> here(Future<T> there) {
    Promise<T> promise = ((ContextInternal) Vertx.currentContext()).promise();
    there.onComplete(promise);
    return promise.future();
  }

  private static String text(ObjectNode body, String name) {
    return body.path(name).isTextual() ? body.path(name).textValue() : "";
  }
}
