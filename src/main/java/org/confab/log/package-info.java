/**
 * The form of the log's lines: text, or JSON with what a line is about as fields of its own. A line says what it is about by its arguments, as in
 * {@code LOG.warn("call {}: is not let in: {}", call, why)}: a {@link org.confab.log.Subject} among them is a field, also one that the text has
 * no place for. So text and field are the same value, of whatever thread the line is written on.
 */
package org.confab.log;
