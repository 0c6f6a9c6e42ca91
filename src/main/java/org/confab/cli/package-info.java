/** The command line: one small class per command. What a command does is elsewhere; here are its options, its words and its exit codes. */
package org.confab.cli;
