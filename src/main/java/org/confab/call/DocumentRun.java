package org.confab.call;

import io.vertx.core.Future;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.confab.config.LastResort;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.http.Link;
import org.confab.plivo.AnswerDocument;
import org.confab.plivo.AnswerDocuments;
import org.confab.plivo.Element;
import org.confab.plivo.HttpMethod;
import org.confab.plivo.PlayElement;
import org.confab.plivo.Printable;
import org.confab.plivo.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a call's documents, from its answer URL to its end: element after element, document after document. Written as steps, not as one chain of
 * futures, since a call may redirect for hours.
 */
final class DocumentRun {

  private static final Logger LOG = LoggerFactory.getLogger(DocumentRun.class);
  private static final int MAX_REDIRECTS_IN_A_ROW = 20;
  /** A caller who was not answered hears a temporary failure, and his network may try another way. */
  private static final String NO_DOCUMENT_CAUSE = "NORMAL_TEMPORARY_FAILURE";

  private static final URI NOWHERE = URI.create("http://confab.invalid/");

  private final Call call;
  private final Application application;
  private final CallRequests requests;
  private final ElementRuns elements;
  private final Channels channels;
  private boolean onFallback;

  DocumentRun(Call call, Application application, CallRequests requests, ElementRuns elements, Channels channels) {
    this.call = call;
    this.application = application;
    this.requests = requests;
    this.elements = elements;
    this.channels = channels;
  }

  /** Asks the answer URL, and runs what it says. */
  void start() {
    Optional<Handover.Target> answer = call.handover().answer();
    if (answer.isEmpty()) {
      fallback("no answer URL: set answer.url, or confab_answer_url in the dialplan");
    } else {
      fetch(answer.get().link(), answer.get().method(), requests.answer(call), false, false);
    }
  }

  /** Asks that URL instead, and runs what it says. */
  void open(RememberedCall.Asking what) {
    fetch(what);
  }

  /**
   * Goes on where the Confab before was.
   *
   * @param chain what it had running on the call, if anything
   */
  void resume(RememberedCall.Position position, Optional<Future<Completed>> chain) {
    position.asking().ifPresent(this::fetch);
    position.at().ifPresent(it -> {
      if (!(AnswerDocuments.read(it.source()) instanceof Reading.Accepted read) || it.element() > read.document().elements().size()) {
        start();
        return;
      }
      Application.Fetched fetched = new Application.Fetched(read.document(), it.base(), it.trusted(), it.source());
      onFallback = it.onFallback();
      if (chain.isEmpty()) {
        next(fetched, it.element());
        return;
      }
      Element element = read.document().elements().get(it.element());
      run(element, fetched, chain).onSuccess(next -> follow(next, fetched, it.element())).onFailure(why -> failed(element, why));
    });
  }

  private void fetch(Link link, HttpMethod method, Map<String, String> parameters, boolean isFallback, boolean isAction) {
    fetch(new RememberedCall.Asking(UUID.randomUUID(), link, method, parameters, isFallback, isAction));
  }

  private void fetch(RememberedCall.Asking what) {
    call.asked(Optional.of(what.link().url()));
    call.position(RememberedCall.Position.asking(what));
    application.document(call, what)
        .onComplete(ignored -> call.asked(Optional.empty()))
        .onSuccess(fetched -> {
          onFallback = what.isFallback();
          LOG.info("call {}: {} answered with a document of {} elements.", call, Printable.url(what.link().url()),
              fetched.document().elements().size());
          next(fetched, 0);
        })
        .onFailure(why -> fallback(why.getMessage()));
  }

  private void fallback(String why) {
    Optional<Handover.Target> fallback = call.handover().fallback();
    if (call.over()) {
      return;
    }
    if (fallback.isEmpty() || onFallback) {
      lastResort(why);
      return;
    }
    LOG.warn("call {}: {}. The fallback URL is asked.", call, why);
    onFallback = true;
    fetch(fallback.get().link(), fallback.get().method(), requests.fallback(call), true, false);
  }

  private void lastResort(String why) {
    LastResort resort = elements.settings().answer().lastResort();
    String hint = onFallback ? "" : " A fallback URL (answer.fallbackUrl, confab_fallback_url) would have been asked.";
    if (resort instanceof LastResort.Fallback && call.handover().wayOut().isPresent()) {
      LOG.error("call {}: given to {}, since there is no document to run: {}.{}", call, call.handover().wayOut().get(), why, hint);
      channels.giveBack(call, call.handover().wayOut().get());
    } else if (resort instanceof LastResort.Play play) {
      LOG.error("call {}: hears answer.lastResort and is hung up, since there is no document to run: {}.{}", call, why, hint);
      Application.Fetched nothing = new Application.Fetched(new AnswerDocument(List.of(), List.of()), NOWHERE, true, new byte[0]);
      run(new PlayElement(1, play.sound(), 1), nothing, Optional.empty()).onComplete(heard -> {
        if (!call.over()) {
          hangUp(NO_DOCUMENT_CAUSE);
        }
      });
    } else {
      LOG.error("call {}: hung up, since there is no document to run: {}.{}", call, why, hint);
      hangUp(NO_DOCUMENT_CAUSE);
    }
  }

  /** In a loop for as long as elements are over at once, since a thousand skipped ones would be too deep a recursion. */
  private void next(Application.Fetched fetched, int first) {
    List<Element> all = fetched.document().elements();
    for (int index = first; !call.over(); index++) {
      if (index == all.size()) {
        isAt(fetched, index);
        LOG.info("call {}: hung up, since its document is over.", call);
        hangUp("NORMAL_CLEARING");
        return;
      }
      Element element = all.get(index);
      Future<Next> running = run(element, fetched, Optional.empty());
      if (!(running.succeeded() && running.result() instanceof Next.Continue)) {
        int at = index;
        isAt(fetched, at);
        running.onSuccess(next -> follow(next, fetched, at)).onFailure(why -> failed(element, why));
        return;
      }
    }
  }

  /** From here the Confab after us would go on; what led here has been answered, and is not asked again. */
  private void isAt(Application.Fetched fetched, int element) {
    call.position(RememberedCall.Position.at(new RememberedCall.At(fetched.source(), fetched.base(), fetched.trusted(), element, onFallback)));
  }

  private void failed(Element element, Throwable why) {
    if (!call.over()) {
      LOG.error("call {}: <{}> in line {} failed, and the call is hung up: {}", call, element.getClass().getSimpleName().replace("Element", ""),
          element.line(), why.getMessage());
      hangUp("NORMAL_TEMPORARY_FAILURE");
    }
  }

  private Future<Next> run(Element element, Application.Fetched fetched, Optional<Future<Completed>> chain) {
    try {
      ElementRun run = elements.of(call, element, fetched);
      return chain.map(running -> run.resume(call, running)).orElseGet(() -> run.run(call));
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
  }

  private void follow(Next next, Application.Fetched fetched, int index) {
    if (call.over() || next instanceof Next.Over) {
      return;
    }
    if (next instanceof Next.Continue) {
      next(fetched, index + 1);
    } else if (next instanceof Next.Document document) {
      if (document.redirect() && call.redirected() > MAX_REDIRECTS_IN_A_ROW) {
        LOG.error("call {}: hung up after {} <Redirect>s in a row: the documents of {} send it round in a circle.", call, MAX_REDIRECTS_IN_A_ROW,
            Printable.url(document.link().url()));
        hangUp("NORMAL_CLEARING");
      } else {
        fetch(document.link(), document.method(), document.parameters(), false, !document.redirect());
      }
    } else if (next instanceof Next.Fallback it) {
      fallback(it.why());
    } else if (next instanceof Next.GiveBack it) {
      LOG.info("call {}: given back to the dialplan's {}.", call, Printable.of(it.extension()));
      giveBack(it.extension());
    } else if (next instanceof Next.HangUp it) {
      LOG.info("call {}: hung up, as its document says ({}).", call, it.cause());
      hangUp(it.cause());
    }
  }

  private void giveBack(String extension) {
    String context = call.channel().header("Caller-Context").filter(name -> name.matches("[A-Za-z0-9_.-]{1,64}")).orElse("default");
    channels.giveBack(call, extension + " XML " + context);
  }

  private void hangUp(String cause) {
    channels.hangUp(call, cause);
  }
}
