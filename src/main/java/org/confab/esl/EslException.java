package org.confab.esl;

/** What can go wrong between us and FreeSWITCH's Event Socket. The message tells an operator what happened, and never holds a secret. */
public abstract sealed class EslException extends RuntimeException
    permits FrameException, EslException.Closed, EslException.TimedOut, EslException.Rejected, EslException.Denied, EslException.Failed,
    EslException.Refused, EslException.Overloaded, EslException.Quarantined {

  EslException(String message) {
    super(message, null, false, false);
  }

  /** The connection ended, or was never there; whatever waited for a reply of it fails with this. */
  public static final class Closed extends EslException {
    public Closed(String why) {
      super(why);
    }
  }

  /** No reply within the command's time. The connection has been closed, so that a late reply cannot answer another command. */
  public static final class TimedOut extends EslException {
    TimedOut(String command, long millis) {
      super("FreeSWITCH did not answer '" + command + "' within " + millis + " ms");
    }
  }

  /** The password is wrong. */
  public static final class Rejected extends EslException {
    Rejected(String address) {
      super("FreeSWITCH at " + address + " rejects the Event Socket password: set freeswitch.password to the one in event_socket.conf.xml");
    }
  }

  /** FreeSWITCH's access list does not let us in ({@code text/rude-rejection}). */
  public static final class Denied extends EslException {
    Denied(String address) {
      super("FreeSWITCH at " + address + " denies this address access to its Event Socket: see apply-inbound-acl in event_socket.conf.xml");
    }
  }

  /** FreeSWITCH answered {@code -ERR} or something that is no success. */
  public static final class Failed extends EslException {
    private final String reply;

    public Failed(String command, String reply) {
      super("FreeSWITCH answered '" + command + "' with: " + Wire.printable(reply));
      this.reply = reply;
    }

    /** What FreeSWITCH said, as it said it. */
    public String reply() {
      return reply;
    }
  }

  /** A value that would have become syntax, a second command for one; nothing was sent. */
  public static final class Refused extends EslException {
    public Refused(String what) {
      super(what);
    }
  }

  /** Nothing is said to a room for which FreeSWITCH does not answer any more; nothing was sent. */
  public static final class Quarantined extends EslException {
    public Quarantined(String room) {
      super("FreeSWITCH does not answer for " + Wire.printable(room));
    }
  }

  /** Too many commands wait for their replies; nothing was sent. */
  public static final class Overloaded extends EslException {
    Overloaded(int pending) {
      super(pending + " commands wait for FreeSWITCH's reply already");
    }
  }
}
