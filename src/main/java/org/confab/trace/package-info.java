/**
 * What happened to a call, kept for some days: what FreeSWITCH said, what the application was asked and answered, what was decided, each command and
 * its reply, each callback and what became of it. {@link org.confab.trace.Tracing} takes it in at a cost that callers do not notice: an event loop only
 * puts a closure into a bounded queue; a thread of its own makes lines of them. {@link org.confab.trace.Traces} finds a call's story in the files,
 * also while nobody writes them. Keys, passwords, tokens and what follows a URL's question mark never get into a file ({@link org.confab.trace.Masked}).
 */
package org.confab.trace;
