package org.confab.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.confab.log.OneLine;
import org.confab.trace.Found;
import org.confab.trace.Found.TracedCall;
import org.confab.trace.TraceEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened to a call, for the page's timeline. One at a time: a large trace takes seconds to read. */
final class Stories {

  private static final Logger LOG = LoggerFactory.getLogger(Stories.class);
  private static final int MOST = 2000;
  private static final int LONGEST_NAME = 300;

  private final Function<String, Future<Found>> traces;
  private final AtomicBoolean busy = new AtomicBoolean();

  Stories(Function<String, Future<Found>> traces) {
    this.traces = traces;
  }

  /** Completes on the context from which it is asked. */
  Future<Orders.Reply> find(String name) {
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      return Future.succeededFuture(Orders.Reply.bad("a CallUUID, a caller's number or a conference's name is needed"));
    }
    if (!busy.compareAndSet(false, true)) {
      return Future.succeededFuture(new Orders.Reply(503, "Somebody else is looking something up; try again."));
    }
    Promise<Orders.Reply> reply = ((ContextInternal) Vertx.currentContext()).promise();
    traces.apply(name.strip()).onComplete(found -> {
      busy.set(false);
      if (found.failed()) {
        LOG.warn("Console: the trace cannot be read: {}", OneLine.of(String.valueOf(found.cause().getMessage())));
        reply.complete(new Orders.Reply(503, "The trace cannot be read: " + OneLine.of(String.valueOf(found.cause().getMessage()))));
      } else {
        reply.complete(new Orders.Reply(200, "", Optional.of(json(found.result()))));
      }
    });
    return reply.future();
  }

  private static ObjectNode json(Found found) {
    ObjectNode json = Json.object().put("segments", found.searched().segments())
        .put("from", found.searched().from().map(at -> at.toEpochMilli()).orElse(0L)).put("to", found.searched().to().map(at -> at.toEpochMilli()).orElse(0L));
    if (found instanceof Found.Story story) {
      int more = Math.max(0, story.entries().size() - MOST);
      json.put("what", story.what().name().toLowerCase(Locale.ROOT)).put("name", OneLine.of(story.name())).put("leftOut", story.leftOut() + more);
      calls(json, story.calls());
      ArrayNode entries = json.putArray("entries");
      story.entries().subList(more, story.entries().size()).forEach(entry -> entries.add(json(entry)));
    } else if (found instanceof Found.Several several) {
      calls(json.put("what", "several").put("name", OneLine.of(several.number())), several.calls());
    } else {
      json.put("what", "nothing");
    }
    return json;
  }

  private static void calls(ObjectNode json, List<TracedCall> calls) {
    ArrayNode list = json.putArray("calls");
    calls.forEach(call -> list.add(Json.object().put("call", call.call()).put("began", call.began().toEpochMilli()).put("from", OneLine.of(call.from()))
        .put("to", OneLine.of(call.to())).put("conferences", OneLine.of(String.join(", ", call.conferences())))
        .put("lasted", call.endedAt().map(ended -> ended.toEpochMilli() - call.began().toEpochMilli()).orElse(-1L)).put("ended", OneLine.of(call.ended()))));
  }

  private static ObjectNode json(TraceEntry entry) {
    return Json.object().put("at", entry.at().toEpochMilli()).put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
        .put("level", entry.field("level").orElse("")).put("call", entry.field("call").orElse("")).put("text", OneLine.of(entry.text()))
        .put("detail", entry.detail().lines().map(OneLine::of).collect(Collectors.joining("\n")));
  }
}
