package org.confab.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A caller of whom all that is seen goes into {@link Positions}. */
abstract class PositionedCaller implements Caller {

  final Positions positions;

  PositionedCaller(String from) {
    positions = new Positions(from);
  }

  @Override
  public boolean isAnswered() {
    return positions.isAnswered();
  }

  @Override
  public String position() {
    return positions.last();
  }

  @Override
  public List<String> positions() {
    return positions.all();
  }

  @Override
  public void awaitPosition(String description, Predicate<String> condition, Duration patience) {
    positions.awaitAny(description, condition, patience);
  }

  @Override
  public void awaitNow(String description, Predicate<String> condition, Duration patience) {
    positions.awaitNow(description, condition, patience);
  }

  @Override
  public void awaitAnswered(Duration patience) {
    positions.awaitAnswered(patience);
  }

  @Override
  public String awaitHangUp(Duration patience) {
    return positions.awaitEnd(patience);
  }

  @Override
  public String receivedKeys() {
    return positions.keys();
  }

  @Override
  public void awaitReceives(String keys) {
    positions.awaitKeys(keys, PATIENCE);
  }
}
