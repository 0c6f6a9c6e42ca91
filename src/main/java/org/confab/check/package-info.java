/**
 * What an answer document would do on FreeSWITCH, in words: {@link org.confab.check.Explanation} runs it in mind, with the rules
 * themselves and with what the service itself would send, so that what is said here is what would be done.
 */
package org.confab.check;
