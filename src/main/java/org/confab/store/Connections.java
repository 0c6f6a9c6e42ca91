package org.confab.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** Where connections come from; a test puts a disk that fails between. */
@FunctionalInterface
interface Connections {

  int BUSY_TIMEOUT_MILLIS = 5_000;

  /** SQLite's own. */
  Connections SQLITE = url -> {
    if (!NativeLibrary.isLoaded()) {
      throw new StoreRefused("SQLite's own library cannot be loaded. It is unpacked into " + NativeLibrary.directory() + ", which must be writable and not "
          + "mounted noexec; java -Dorg.sqlite.tmpdir=DIRECTORY names another. See the lines above for what the system said");
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
    return config.createConnection(url);
  };

  Connection open(String url) throws SQLException;

  static String url(Path file) {
    return "jdbc:sqlite:" + file;
  }

  /** Nothing is kept; for demonstrations, and tests of other things. */
  static String inMemory() {
    return "jdbc:sqlite::memory:";
  }
}
