/**
 * An application's own tests: scenarios of callers and what is expected of them, played on the simulated switch against the application, with a clock that stands still while
 * anything is under way and leaps when nothing is.
 */
package org.confab.apptest;
