package org.confab.plivo;

/** The formats of a recording. */
public enum RecordFileFormat {
  MP3, WAV
}
