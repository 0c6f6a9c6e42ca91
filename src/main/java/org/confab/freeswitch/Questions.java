package org.confab.freeswitch;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Many questions to a box, a few of them under way at a time: what else is wanted of it meanwhile waits behind those few alone. */
final class Questions<T> {

  private static final int AT_ONCE = 16;

  private final Iterator<Supplier<Future<T>>> left;
  private final List<T> answers = new ArrayList<>();
  private final Promise<List<T>> all = Promise.promise();
  private int underWay;
  private boolean asking;

  private Questions(List<Supplier<Future<T>>> questions) {
    this.left = questions.iterator();
  }

  /** The answers, in the order in which they came. Fails with the first that fails; then no further question is asked. */
  static <T> Future<List<T>> ask(List<Supplier<Future<T>>> questions) {
    Questions<T> them = new Questions<>(questions);
    them.next();
    return them.all.future();
  }

  private void next() {
    if (asking) {
      return; // an answer that is there at once
    }
    asking = true;
    while (underWay < AT_ONCE && left.hasNext() && !all.future().isComplete()) {
      underWay++;
      left.next().get().onComplete(answer -> {
        underWay--;
        answers.add(answer);
        next();
      }, all::tryFail);
    }
    asking = false;
    if (underWay == 0 && !left.hasNext()) {
      all.tryComplete(answers);
    }
  }
}
