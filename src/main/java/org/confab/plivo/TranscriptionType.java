package org.confab.plivo;

/** Who transcribes: a machine, a machine and then a person, or a person. */
public enum TranscriptionType {
  AUTO, HYBRID, MANUAL
}
