package org.confab.conference;

/**
 * record and what belongs to it, of one member.
 *
 * @param whenAlone also while one member is alone in a conference that has started
 */
public record RecordSettings(Format format, boolean whenAlone) {

  /** recordFileFormat. */
  public enum Format { MP3, WAV }
}
