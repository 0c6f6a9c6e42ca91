/**
 * Runs answer documents on calls: asks the application, does one element after the other (one small class each), and carries the rules of
 * {@code conference} out on FreeSWITCH. All of a box's calls live on that box's context.
 */
package org.confab.call;
