package org.confab.plivo;

/**
 * An element of ours that cannot be run as it is written, such as a Conference without a name. It is skipped, and the document goes on.
 *
 * @param name the element's name in XML, such as {@code Conference}
 * @param reason what the application has to mend, one sentence, safe for a log line
 */
public record InvalidElement(int line, String name, String reason) implements Element {
}
