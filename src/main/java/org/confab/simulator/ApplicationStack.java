package org.confab.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The applications that run on a channel, one on top of the other (switch_core_session.c, switch_ivr.c). */
final class ApplicationStack {

  private final Channel channel;
  private final Deque<Execution> stack = new ArrayDeque<>();
  private Optional<Runnable> departure = Optional.empty();

  ApplicationStack(Channel channel) {
    this.channel = channel;
  }

  /** The application that runs on top of all others. */
  Optional<Execution> top() {
    return Optional.ofNullable(stack.peek());
  }

  /** Runs a dialplan's actions, one after the other, then {@code afterwards}. */
  void run(List<Action> actions, Runnable afterwards) {
    if (departure.isPresent()) {
      return;
    }
    if (actions.isEmpty()) {
      afterwards.run();
      return;
    }
    Action action = actions.get(0);
    Runnable rest = () -> run(actions.subList(1, actions.size()), afterwards);
    execute(action.application(), action.argument(), Optional.empty(), false, rest);
  }

  /** The extension of the dialplan that the call came to; at its end the call is hung up. */
  void runDialplan(List<Action> actions) {
    run(actions, () -> channel.hangUp(HangupCause.NORMAL_CLEARING));
  }

  /** A command by {@code sendmsg} (switch_ivr_parse_event). */
  void message(CommandReader.Command command) {
    String what = command.header("call-command").orElse("");
    if (what.equals("execute")) {
      command.header("execute-app-name").ifPresent(name -> executeMessage(name, command));
    } else if (what.equals("hangup")) {
      channel.hangUp(command.header("hangup-cause").flatMap(HangupCause::of).orElse(HangupCause.NORMAL_CLEARING));
    }
  }

  private void executeMessage(String name, CommandReader.Command command) {
    if (!channel.isUp()) {
      return;
    }
    boolean text = command.header("content-type").filter("text/plain"::equalsIgnoreCase).isPresent();
    String argument = command.header("execute-app-arg").filter(a -> !a.isEmpty()).orElse(text ? command.body() : "");
    Optional<String> id = command.header("Event-UUID");
    id.ifPresent(value -> channel.variables().set("app_uuid", value));
    channel.variables().set("current_loop", "1").set("total_loops", "1");
    execute(name, argument, id, true, () -> { });
  }

  /** Runs an application on top of what runs now (switch_core_session_execute_application, switch_core_session_exec). */
  private void execute(String name, String argument, Optional<String> wantedId, boolean commanded, Runnable afterwards) {
    if (!channel.isUp()) {
      return;
    }
    Optional<Application> application = Applications.named(name);
    if (application.isEmpty()) {
      channel.variables().unset("current_loop").unset("total_loops");
      channel.hangUp(HangupCause.DESTINATION_OUT_OF_ORDER);
      return;
    }
    if (application.get().needsMedia()) {
      channel.preAnswer();
    }
    channel.variables().unset("app_uuid");
    String id = wantedId.orElseGet(() -> UUID.randomUUID().toString());
    String expanded = Expansion.expand(argument, channel);
    Execution execution = new Execution(channel, application.get().name(), expanded, id, afterwards).commanded(commanded);
    channel.variables().set("current_application", execution.application()).set("current_application_data", expanded)
        .unset("current_application_response");
    fireExecution("CHANNEL_EXECUTE", Origin.EXECUTE, execution);
    channel.variables().set("current_application", execution.application());
    top().ifPresent(Execution::pause);
    stack.push(execution);
    application.get().start().run(channel, execution);
    if (!execution.ended()) {
      channel.moved();
    }
  }

  private void fireExecution(String name, Origin origin, Execution execution) {
    if (!channel.core().wanted(name, "")) {
      return;
    }
    Event event = ChannelData.full(channel.core().event(name, "", origin), channel).add("Application", execution.application());
    if (!execution.argument().isEmpty()) {
      event.add("Application-Data", execution.argument());
    }
    if (origin == Origin.EXEC) {
      event.add("Application-Response", channel.variables().get("current_application_response").orElse("_none_"));
    }
    channel.core().fire(event.add("Application-UUID", execution.id()));
  }

  /** Completes the applications on top that have ended. */
  void uncover() {
    while (!stack.isEmpty() && stack.peek().ended() && departure.isEmpty()) {
      Execution execution = stack.pop();
      complete(execution);
      top().ifPresent(Execution::resume);
      channel.moved();
      execution.afterwards().run();
    }
  }

  private void complete(Execution execution) {
    fireExecution("CHANNEL_EXECUTE_COMPLETE", Origin.EXEC, execution);
    if (execution.isCommanded()) {
      channel.variables().unset("current_loop").unset("total_loops");
    }
  }

  /** {@code uuid_break}: ends every nested playback at once; does nothing to a call that is parked or in a room. */
  void breakOff() {
    for (Execution execution : List.copyOf(stack)) {
      if (!execution.isBreakable()) {
        return;
      }
      execution.breakOff();
    }
  }

  /** Takes every application off the channel, top first, in the next turn, and then goes on with {@code next}; not while it waits for a room's lock. */
  void depart(Runnable next) {
    channel.core().rooms().locks().leave(channel, () -> takeOff(next));
  }

  private void takeOff(Runnable next) {
    boolean leaving = departure.isPresent();
    departure = Optional.of(next);
    if (!leaving) {
      channel.core().later(() -> {
        while (!stack.isEmpty()) {
          Execution execution = stack.peek();
          if (execution.application().equals("park")) {
            channel.traceTransfer();
          }
          execution.leave();
          channel.traceTransfer();
          stack.pop();
          complete(execution);
        }
        channel.traceTransfer();
        Runnable then = departure.get();
        departure = Optional.empty();
        then.run();
      });
    }
  }

  /** Everything that ran is being taken off it. */
  boolean isLeaving() {
    return departure.isPresent();
  }
}
