package org.confab.callback;

class MemoryOutboxTest extends OutboxContract {

  private final MemoryOutbox outbox = new MemoryOutbox(10_000);

  @Override
  protected Outbox outbox() {
    return outbox;
  }

  @Override
  protected Outbox withRoomFor(int callbacks) {
    return new MemoryOutbox(callbacks);
  }

  @Override
  protected Outbox rememberingIdle(int lanes) {
    return new MemoryOutbox(100, lanes);
  }

  @Override
  protected int remembered(Outbox of) {
    return ((MemoryOutbox) of).remembered();
  }
}
