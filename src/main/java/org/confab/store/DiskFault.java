package org.confab.store;

import java.nio.file.FileSystemException;
import java.sql.SQLException;

/** What a failure of SQLite's, or of the disk, is in words for an operator. Codes: sqlite.org/rescode.html. */
final class DiskFault {

  static final int CORRUPT = 11;
  private static final int NOT_A_DATABASE = 26;

  private DiskFault() {}

  /** Whether the file itself is damaged: to try again would change nothing. */
  static boolean broken(Exception failure) {
    return failure instanceof SQLException sql && (code(sql) == CORRUPT || code(sql) == NOT_A_DATABASE);
  }

  /** Whether the value is at fault (too big, missing), and no disk. */
  static boolean ofTheValue(SQLException failure) {
    return switch (code(failure)) {
      case 18, 19, 20, 25 -> true;
      default -> false;
    };
  }

  /** Whether another connection would have the same trouble: there is no room, or somebody has it locked. */
  static boolean passing(Exception failure) {
    return failure instanceof SQLException sql && (code(sql) == 5 || code(sql) == 6 || code(sql) == 13);
  }

  static String words(Exception failure) {
    if (failure instanceof SQLException sql) {
      String said = String.valueOf(sql.getMessage());
      return switch (code(sql)) {
        case 5, 6 -> "another process holds it locked (" + said + ")";
        case 8 -> "it is read-only (" + said + ")";
        case 10 -> "the disk failed (" + said + ")";
        case CORRUPT, NOT_A_DATABASE -> "it is broken (" + said + ")";
        case 13 -> "the disk is full (" + said + ")";
        case 14 -> "it cannot be opened (" + said + ")";
        default -> said;
      };
    }
    if (failure instanceof FileSystemException file) {
      return file.getFile() + ": " + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
    }
    return failure instanceof StoreRefused ? failure.getMessage() : failure.toString();
  }

  /** The primary code; the higher bytes tell more. */
  private static int code(SQLException failure) {
    return failure.getErrorCode() & 0xff;
  }
}
