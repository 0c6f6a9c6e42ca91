package org.confab.simulator;

import java.time.Duration;
import java.util.Optional;

/** A disk on which FreeSWITCH's user may be kept from reading and from writing. */
final class FaultyDisk implements Disk {

  private final Disk disk;
  private volatile boolean readable = true;
  private volatile boolean writable = true;

  FaultyDisk(Disk disk) {
    this.disk = disk;
  }

  void readable(boolean now) {
    readable = now;
  }

  void writable(boolean now) {
    writable = now;
  }

  @Override
  public boolean exists(String path) {
    return readable && disk.exists(path);
  }

  @Override
  public Optional<Duration> duration(String path) {
    return disk.duration(path);
  }

  @Override
  public boolean canRecord(String path) {
    return writable && disk.canRecord(path);
  }

  @Override
  public Optional<Long> record(String path, Duration length) {
    return writable ? disk.record(path, length) : Optional.empty();
  }
}
