/**
 * Text of finished recordings: a durable queue ({@link org.confab.transcription.Transcriptions}) in front of the engines that the operator
 * configured, HTTP endpoints and commands. What becomes of each recording, text or error, is told through the outbox, once.
 */
package org.confab.transcription;
