/**
 * Recordings as files: where FreeSWITCH writes them, whether it may now, what is there, how long it is, and how long it stays. Who is
 * recorded and when is decided elsewhere. All work on the disk happens on threads that may block.
 */
package org.confab.recording;
