package org.confab.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a class of scenarios once on the simulator, and once more on a real FreeSWITCH where there is one: as {@code [simulator]} and
 * {@code [FreeSWITCH 1.11.1]}. The class takes the {@link Switch} in its constructor. Without a FreeSWITCH the second run is reported as
 * skipped, with the reason. The real one is started once for all classes of a test run; the simulator is a new one for each class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ParameterizedClass(name = "[{0}]", autoCloseArguments = false)
@ArgumentsSource(Switches.class)
public @interface OnEverySwitch {

  /** Why scenarios were skipped. */
  String NO_FREESWITCH = "no FreeSWITCH found: set FREESWITCH_HOME, or put freeswitch on the PATH";
}
