package org.confab.call;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import org.confab.clock.Clock;
import org.confab.freeswitch.BoxCommands;
import org.confab.freeswitch.SwitchEvent.Completed;
import org.confab.http.Link;
import org.confab.plivo.InputElement;
import org.confab.sound.Script;

/**
 * {@code <GetDigits>} and {@code <GetInput>}: asks the caller for keys, and tells the application which. Nothing pressed: the next element, and the
 * application hears nothing (Plivo's pages say so of both).
 */
record InputRun(Parts parts, Opening opening, InputElement element, Optional<Script> prompt, Optional<Script> invalid, Optional<Link> action)
    implements ElementRun {

  /** What the calls of a box share. */
  record Parts(Channels channels, BoxCommands box, PlayableSounds sounds, Clock clock, Application application, CallRequests requests) {}

  @Override
  public Future<Next> run(Call call) {
    Future<Optional<String>> heard = path(prompt);
    Future<Optional<String>> afterInvalid = path(invalid);
    return new Rearming(parts.channels(), parts.clock()).until(call, Future.all(heard, afterInvalid)).compose(made -> ask(call, heard.result(), afterInvalid.result()))
        .map(keys -> call.over() ? new Next.Over() : after(call, keys));
  }

  /** Keys that were pressed meanwhile are lost; the caller is asked anew. */
  @Override
  public Future<Next> resume(Call call, Future<Completed> chain) {
    return chain.compose(over -> call.over() ? Future.succeededFuture(new Next.Over()) : run(call));
  }

  private Future<Optional<String>> ask(Call call, Optional<String> heard, Optional<String> afterInvalid) {
    return call.over() ? Future.succeededFuture(Optional.empty())
        : new KeyDialog(parts, call, opening, element.input(), heard, afterInvalid).start();
  }

  private Future<Optional<String>> path(Optional<Script> script) {
    return script.map(parts.sounds()::path).orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Next after(Call call, Optional<String> keys) {
    if (keys.isEmpty() || action.isEmpty()) {
      return Next.onward();
    }
    Map<String, String> parameters = element.action(parts.requests().of(call), keys.get());
    if (element.input().redirect()) {
      return new Next.Document(action.get(), element.input().method(), parameters, false);
    }
    parts.application().tell(call, action.get(), element.input().method(), parameters);
    return Next.onward();
  }
}
