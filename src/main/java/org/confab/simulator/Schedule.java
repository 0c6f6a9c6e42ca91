package org.confab.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.confab.clock.Clock;

/** switch_scheduler: tasks with an id each, in groups named by a channel's UUID. */
final class Schedule {

  private record Task(String group, Clock.Timer timer) {}

  private final Core core;
  private final Map<Long, Task> tasks = new LinkedHashMap<>();
  /** FreeSWITCH's own first two tasks are its heartbeat and its address check. */
  private long last = 2;

  Schedule(Core core) {
    this.core = core;
  }

  /** Runs {@code action} after {@code delay}; the task's id. */
  long add(Duration delay, String group, Runnable action) {
    long id = ++last;
    tasks.put(id, new Task(group, core.after(delay, () -> {
      tasks.remove(id);
      action.run();
    })));
    return id;
  }

  /** How many were deleted: {@code which} is an id, or else a group. */
  int delete(String which) {
    List<Long> ids = new ArrayList<>();
    if (which.matches("\\d{1,18}")) {
      ids.add(Long.parseLong(which));
    } else {
      tasks.forEach((id, task) -> {
        if (task.group().equals(which)) {
          ids.add(id);
        }
      });
    }
    int deleted = 0;
    for (Long id : ids) {
      Task task = tasks.remove(id);
      if (task != null) {
        task.timer().cancel();
        deleted++;
      }
    }
    return deleted;
  }
}
