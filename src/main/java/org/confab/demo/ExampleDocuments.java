package org.confab.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The documents of the examples on Plivo's page on Conference, to the letter, and one of ours; they are files beside this class. */
final class ExampleDocuments {

  /** Plivo's, in the order of the page. */
  static final List<String> OF_THE_PAGE = List.of("basic", "muted", "beeps", "enter-sound", "moderated-participant", "moderated-moderator",
      "record", "transcription", "exit-action", "bridge-first", "bridge-second");

  /** Ours: a PIN is asked for, and its action URL decides who gets into the conference. */
  static final String PIN = "pin";

  private static final String HOST_OF_THE_PAGE = "https://example.com";

  private ExampleDocuments() {}

  /** As it is on the page; empty if there is none of that name. */
  static Optional<String> of(String name) {
    return OF_THE_PAGE.contains(name) || name.equals(PIN) ? Optional.of(read(name)) : Optional.empty();
  }

  /** The document with its URLs at that application. */
  static String served(String page, String base) {
    return page.replace(HOST_OF_THE_PAGE, base);
  }

  private static String read(String name) {
    try (InputStream file = ExampleDocuments.class.getResourceAsStream("examples/" + name + ".xml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
