package org.confab.testing;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.opentest4j.TestAbortedException;

/** The switches of {@link OnEverySwitch}. */
final class Switches implements ArgumentsProvider {

  private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(Switches.class);

  /** Started once, ended by JUnit at the end of the test run. */
  private record Running(Switch at) implements AutoCloseable {
    @Override
    public void close() {
      at.close();
    }
  }

  @Override
  public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
    Switch simulator = started(context, "simulator", SimulatorSwitch::start);
    Switch real = real(context);
    return Stream.of(simulator, real).map(each -> Arguments.of(Named.of(each.name(), each)));
  }

  /** The real FreeSWITCH of this test run, or a stand-in that skips whatever asks it for anything. */
  static Switch real(ExtensionContext context) {
    return started(context.getRoot(), "real", () -> RealFreeSwitch.start().map(Switch.class::cast).orElseGet(Absent::new));
  }

  private static Switch started(ExtensionContext context, String key, Supplier<Switch> start) {
    return context.getStore(NAMESPACE).getOrComputeIfAbsent(key, absent -> new Running(start.get()), Running.class).at();
  }

  /** Stands where there is no FreeSWITCH: whatever a test asks of it skips that test. */
  private static final class Absent implements Switch {
    @Override
    public String name() {
      return "FreeSWITCH";
    }

    @Override
    public String version() {
      throw skipped();
    }

    @Override
    public String host() {
      throw skipped();
    }

    @Override
    public int eventSocketPort() {
      throw skipped();
    }

    @Override
    public String password() {
      throw skipped();
    }

    @Override
    public Caller call(String from, Map<String, String> channelVariables) {
      throw skipped();
    }

    @Override
    public String dialString() {
      throw skipped();
    }

    @Override
    public Callee awaitCalled(String number) {
      throw skipped();
    }

    @Override
    public void hangUpAll() {
      // nobody called
    }

    @Override
    public void holdLockAtNextLeave() {
      throw skipped();
    }

    @Override
    public void letGoOfLock() {
      // nobody holds it
    }

    @Override
    public void kill() {
      throw skipped();
    }

    @Override
    public void startAgain() {
      throw skipped();
    }

    @Override
    public void awaitReady() {
      throw skipped();
    }

    @Override
    public void close() {
      // nothing was started
    }

    private static TestAbortedException skipped() {
      return new TestAbortedException(OnEverySwitch.NO_FREESWITCH);
    }
  }
}
