package org.confab.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that takes nothing, or does not answer, for as long as a test wants. Reads are answered. */
final class FailingDisk implements Connections {

  static final int FULL = 13;
  static final int READ_ONLY = 8;
  static final int IO = 10;
  static final int CORRUPT = 11;

  private static final Set<String> WRITES = Set.of("execute", "executeUpdate", "executeBatch");

  private volatile int code;
  private volatile boolean failsToOpen;
  private volatile boolean failsToRead;
  private volatile Optional<CountDownLatch> hanging = Optional.empty();
  private volatile boolean commitsAllTheSame;
  private volatile String at = "";
  private final AtomicInteger commits = new AtomicInteger();

  /** How many transactions there were. */
  int commits() {
    return commits.get();
  }

  void fails(int with) {
    code = with;
  }

  /** Only that statement, as when the last page is gone in the middle of a transaction. */
  void failsAt(String statement) {
    at = statement;
    code = FULL;
  }

  void failsAfterCommit(int with) {
    commitsAllTheSame = true;
    code = with;
  }

  void cannotBeOpened() {
    failsToOpen = true;
    code = 14;
  }

  void cannotBeRead(int with) {
    failsToRead = true;
    code = with;
  }

  void hangs() {
    hanging = Optional.of(new CountDownLatch(1));
  }

  void works() {
    code = 0;
    failsToOpen = false;
    failsToRead = false;
    commitsAllTheSame = false;
    at = "";
    hanging.ifPresent(CountDownLatch::countDown);
    hanging = Optional.empty();
  }

  @Override
  public Connection open(String url) throws SQLException {
    if (failsToOpen) {
      throw failure();
    }
    return wrapped(Connection.class, SQLITE.open(url), "");
  }

  private SQLException failure() {
    return new SQLException("injected", "", code);
  }

  private <T> T wrapped(Class<T> type, T real, String sql) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
      String text = arguments != null && arguments.length > 0 && arguments[0] instanceof String first && real instanceof Statement
          && !(real instanceof PreparedStatement) ? first : sql;
      boolean writing = WRITES.contains(method.getName()) && !text.startsWith("PRAGMA") && !text.equals("ROLLBACK");
      if (writing && hanging.isPresent()) {
        hanging.get().await();
      }
      boolean commit = text.equals("COMMIT");
      boolean refusedWrite = writing && !commitsAllTheSame && text.startsWith(at);
      if (code != 0 && (refusedWrite || failsToRead && method.getName().equals("executeQuery"))) {
        throw failure();
      }
      Object result;
      try {
        result = method.invoke(real, arguments);
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
      if (commit) {
        commits.incrementAndGet();
      }
      if (code != 0 && commitsAllTheSame && commit) {
        throw failure();
      }
      if (result instanceof PreparedStatement statement && !(real instanceof PreparedStatement)) {
        return wrapped(PreparedStatement.class, statement, (String) arguments[0]);
      }
      if (result instanceof Statement statement && real instanceof Connection) {
        return wrapped(Statement.class, statement, "");
      }
      return result;
    }));
  }
}
