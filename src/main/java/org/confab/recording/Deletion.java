package org.confab.recording;

/** What became of a wish to delete a recording. */
public enum Deletion {
  DELETED,
  /** It goes on: FreeSWITCH has the file open. */
  BEING_RECORDED,
  /** There is none of that account's. */
  MISSING
}
