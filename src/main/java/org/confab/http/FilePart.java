package org.confab.http;

import java.nio.file.Path;

/**
 * A file that is sent with a form. It is read while it is sent, as fast as the other side takes it, and never held whole.
 *
 * @param field the form's name for it
 * @param file as long as it is when the request begins; what is written to it later is not sent
 * @param filename what the other side is told that it is called
 */
public record FilePart(String field, Path file, String filename, String contentType) {}
