package org.confab.console;

import io.vertx.core.buffer.Buffer;

/** Where the events of one page go. Used on the console's loop. */
interface Outlet {

  /** Whether more waits for the reader than the reader should be given. */
  boolean full();

  void send(Buffer events);

  /** Nobody reads, or nobody should any more. */
  void close();
}
