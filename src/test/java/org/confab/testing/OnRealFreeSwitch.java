package org.confab.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * For what only a real FreeSWITCH can show: constructors and methods of the class take the {@link RealFreeSwitch} of this test run as a
 * parameter; without a FreeSWITCH the class is reported as skipped, with the reason.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealFreeSwitchExtension.class)
public @interface OnRealFreeSwitch {
}
