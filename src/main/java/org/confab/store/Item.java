package org.confab.store;

import org.confab.callback.Callback;
import org.confab.callback.Outbox.Entry;

/** A callback in memory. */
final class Item {

  final long position;
  final Entry entry;
  final long size;
  /** Whether it has its place in its lane: not before it is written, or it is known that it is held. */
  boolean arrived;
  /** Whether it is in the file. */
  boolean written;
  /** Whether it takes room among what is held. */
  boolean held;

  Item(long position, Entry entry) {
    this.position = position;
    this.entry = entry;
    this.size = size(entry.callback());
  }

  /** About what it takes on the heap: two bytes a character at most, and what the objects need. */
  static long size(Callback callback) {
    long characters = callback.url().length() + callback.lane().conference().length();
    long objects = 400;
    for (var parameter : callback.parameters().entrySet()) {
      characters += parameter.getKey().length() + String.valueOf(parameter.getValue()).length();
      objects += 150;
    }
    return 2 * characters + objects;
  }
}
