package org.confab.transcription;

import java.nio.file.Path;

/** What an engine is given. @param name a file's name without a path, whose ending says the format */
record Recording(Path file, String name) {

  String contentType() {
    return name.endsWith(".mp3") ? "audio/mpeg" : name.endsWith(".wav") ? "audio/wav" : "application/octet-stream";
  }
}
