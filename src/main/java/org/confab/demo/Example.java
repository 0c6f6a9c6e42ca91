package org.confab.demo;

import java.util.List;

/**
 * An example of Plivo's page on Conference.
 *
 * @param title     what it is about, for a menu
 * @param documents by their names ({@link ExampleDocuments}), as the page shows them
 * @param story     what people do with them
 */
record Example(String title, List<String> documents, Story story) {

  /** What is done and looked at, from the first call on. */
  @FunctionalInterface
  interface Story {
    void on(Scene scene);
  }
}
