package org.confab.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file and its lock. The lock is the operating system's, on a second file ({@code -lock}), so that it goes with the process, however
 * that ends; SQLite's own locks stay free for {@code confab deadletters}.
 */
final class StoreFile implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Store.class);
  private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
  private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path path;
  private final FileChannel lock;
  private final boolean knownAsOurs;
  private Optional<Object> identity = Optional.empty();

  private StoreFile(Path path, FileChannel lock, boolean knownAsOurs) {
    this.path = path;
    this.lock = lock;
    this.knownAsOurs = knownAsOurs;
  }

  /**
   * Takes the lock and makes the file, for its owner only, if there is none. One that is there is not touched before {@link #ours}.
   *
   * @throws StoreRefused if it cannot be a store's file, or another Confab has it
   * @throws IOException if the disk does not allow it now
   */
  static StoreFile take(Path named) throws IOException {
    Path path = resolved(named);
    Path beside = beside(path, "-lock");
    FileChannel lock;
    try {
      lock = FileChannel.open(beside, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE), ownerOnly());
    } catch (AccessDeniedException denied) {
      throw new StoreRefused(beside + " cannot be written (store.path): this user may not");
    }
    try {
      boolean knownAsOurs = claim(lock, path, beside);
      if (!Files.exists(path)) {
        make(path);
      }
      return new StoreFile(path, lock, knownAsOurs);
    } catch (IOException | RuntimeException failed) {
      lock.close();
      throw failed;
    }
  }

  /** The file itself, whatever links lead to it, so that two names are not two files. */
  private static Path resolved(Path named) throws IOException {
    Path absolute = named.toAbsolutePath();
    Path folder = absolute.getParent();
    if (Files.isDirectory(absolute) || folder == null) {
      throw new StoreRefused(absolute + " (store.path) is a directory, not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new StoreRefused(folder + ", the directory of store.path, does not exist");
    }
    return Files.exists(absolute) ? absolute.toRealPath() : folder.toRealPath().resolve(absolute.getFileName());
  }

  /** True if the lock names an earlier process: one that found the file to be a store. */
  private static boolean claim(FileChannel lock, Path path, Path beside) throws IOException {
    FileLock got;
    try {
      got = lock.tryLock();
    } catch (OverlappingFileLockException ourselves) {
      throw new StoreRefused("Another Confab of this process uses " + path + " (store.path)");
    }
    ByteBuffer text = ByteBuffer.allocate(20);
    lock.read(text, 0);
    String process = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).replaceAll("[^0-9]", "");
    if (got == null) {
      throw new StoreRefused("Another Confab uses " + path + " (store.path): process " + (process.isEmpty() ? "unknown" : process)
          + ", which holds " + beside.getFileName() + ". Stop it, or give each a file of its own");
    }
    return !process.isEmpty();
  }

  /** The file was found to be a store: its mode is set, and the lock names this process. */
  void ours() throws IOException {
    identity = identity();
    for (Path each : List.of(path, beside(path, "-wal"), beside(path, "-shm"))) {
      protect(each);
    }
    lock.truncate(0);
    lock.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
  }

  /** Whether the file is still the one that was found to be a store; not if it was deleted or replaced. */
  boolean isSame() throws IOException {
    return Files.exists(path) && identity.equals(identity());
  }

  private Optional<Object> identity() throws IOException {
    return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }

  private static void make(Path path) throws IOException {
    try {
      Files.createFile(path, ownerOnly());
    } catch (FileAlreadyExistsException meanwhile) {
      return;
    } catch (AccessDeniedException denied) {
      throw new StoreRefused(path + " (store.path) cannot be made: this user may not write there");
    }
  }

  /** What an earlier umask, or a hand, left open is closed; by its name, since to open the file here would end SQLite's locks on it. */
  private static void protect(Path path) throws IOException {
    if (posix() && Files.exists(path) && !Files.getPosixFilePermissions(path).equals(OWNER_ONLY)) {
      Files.setPosixFilePermissions(path, OWNER_ONLY);
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return posix() ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)} : new FileAttribute<?>[0];
  }

  private static boolean posix() {
    return java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  static Path beside(Path path, String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  Path path() {
    return path;
  }

  /** Whether a store was here before: then what is broken is ours, and may be moved. */
  boolean knownAsOurs() {
    return knownAsOurs;
  }

  /** Out of the way, to be looked into; a new file takes its place. */
  void moveAside(Instant now, String why) throws IOException {
    Path aside = beside(path, ".broken-" + SUFFIX.format(now));
    Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
    for (String suffix : List.of("-wal", "-shm")) {
      if (Files.exists(beside(path, suffix))) {
        Files.move(beside(path, suffix), beside(aside, suffix), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    make(path);
    log.error("{} is broken ({}) and is now {}: the callbacks and states in it are not delivered and not known. A new file takes "
        + "its place. Look at the disk; 'sqlite3 FILE .recover' shows what is left", path, why, aside.getFileName());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
