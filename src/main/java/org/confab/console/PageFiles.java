package org.confab.console;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The page as it is in the jar. */
final class PageFiles {

  /** A file of it. */
  record PageFile(String type, Buffer content) {}

  private final Map<String, PageFile> files = new LinkedHashMap<>();

  PageFiles() {
    add("", "console.html", "text/html; charset=utf-8");
    add("console.css", "console.css", "text/css; charset=utf-8");
    for (String script : new String[] {"console.js", "conferences.js", "feed.js", "phones.js", "parts.js", "dom.js", "trace.js"}) {
      add(script, script, "text/javascript; charset=utf-8");
    }
    add("trace", "trace.html", "text/html; charset=utf-8");
    add("icon.svg", "icon.svg", "image/svg+xml");
  }

  /** @param path below the page's */
  Optional<PageFile> at(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private void add(String path, String name, String type) {
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the page's " + name + " is not in the jar");
      }
      files.put(path, new PageFile(type, Buffer.buffer(in.readAllBytes())));
    } catch (IOException broken) {
      throw new UncheckedIOException("the page's " + name + " cannot be read", broken);
    }
  }
}
