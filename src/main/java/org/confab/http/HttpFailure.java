package org.confab.http;

import java.util.OptionalInt;

/** A request that got no usable reply. The message is for operators: the URL without query and password, and what happened. */
public final class HttpFailure extends RuntimeException {

  /** What happened; there are no others. */
  public enum Kind {
    /** The URL is none that could be requested; nothing was sent. */
    BAD_URL,
    /** The guard refuses the host's name or one of its addresses; nothing was sent, and the message says what would allow it. */
    FORBIDDEN_ADDRESS,
    UNKNOWN_HOST,
    CONNECT_REFUSED,
    CONNECT_TIMEOUT,
    TLS,
    READ_TIMEOUT,
    TOTAL_TIMEOUT,
    /** Closed before the reply was complete. */
    CONNECTION_CLOSED,
    /** What came is not HTTP, or has a header that is too long. */
    BAD_REPLY,
    /** The reply had a status, see {@link #status()}. */
    BODY_TOO_LARGE,
    TOO_MANY_REDIRECTS,
    /** The file that was to be sent is not there or cannot be read, or became shorter meanwhile. */
    FILE_UNREADABLE
  }

  private final Kind kind;
  private final int status;

  /** For whoever implements {@link Http}. */
  public HttpFailure(Kind kind, String message) {
    this(kind, message, 0);
  }

  HttpFailure(Kind kind, String message, int status) {
    super(message, null, false, false);
    this.kind = kind;
    this.status = status;
  }

  public Kind kind() {
    return kind;
  }

  /** The reply's status, where one had been received: with {@link Kind#BODY_TOO_LARGE}. */
  public OptionalInt status() {
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }
}
