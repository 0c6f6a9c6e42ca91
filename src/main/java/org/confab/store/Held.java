package org.confab.store;

/** How much is in memory alone, and how much may be. */
final class Held {

  private final int mostCallbacks;
  private final long mostBytes;
  private int callbacks;
  private long bytes;

  Held(int mostCallbacks, long mostBytes) {
    this.mostCallbacks = mostCallbacks;
    this.mostBytes = mostBytes;
  }

  /** False if there is no room. */
  boolean take(long size) {
    if (full() || bytes + size > mostBytes) {
      return false;
    }
    callbacks++;
    bytes += size;
    return true;
  }

  void give(long size) {
    callbacks--;
    bytes -= size;
  }

  /** Whether there is hardly room for one more of the usual size. */
  boolean full() {
    return callbacks >= mostCallbacks || bytes + 4096 > mostBytes;
  }

  int callbacks() {
    return callbacks;
  }

  @Override
  public String toString() {
    return callbacks + " callbacks of " + bytes / 1024 + " KB";
  }
}
