package org.confab.call;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.confab.freeswitch.SwitchEvent.Completed;

/** {@code <PreAnswer>}: its elements, one after the other, without the call being answered. One of them may lead to another document. */
record PreAnswerRun(List<ElementRun> elements) implements ElementRun {

  PreAnswerRun {
    elements = List.copyOf(elements);
  }

  @Override
  public Future<Next> run(Call call) {
    Promise<Next> over = Promise.promise();
    run(call, 0, over);
    return over.future();
  }

  /** Which of the elements it was is not known: nothing of it is done twice. */
  @Override
  public Future<Next> resume(Call call, Future<Completed> chain) {
    return chain.map(Outcomes::afterApplication);
  }

  /** In a loop for as long as elements are over at once, as {@link DocumentRun} does. */
  private void run(Call call, int first, Promise<Next> over) {
    for (int index = first; index < elements.size(); index++) {
      if (call.over()) {
        over.complete(new Next.Over());
        return;
      }
      Future<Next> running = elements.get(index).run(call);
      if (!(running.succeeded() && running.result() instanceof Next.Continue)) {
        int next = index + 1;
        running.onFailure(over::fail).onSuccess(what -> {
          if (what instanceof Next.Continue) {
            run(call, next, over);
          } else {
            over.complete(what);
          }
        });
        return;
      }
    }
    over.complete(Next.onward());
  }
}
