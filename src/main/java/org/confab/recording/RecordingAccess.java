package org.confab.recording;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.confab.esl.EslException;
import org.confab.freeswitch.BoxCommands;

/** Whether FreeSWITCH can write recordings, and Confab read and delete what it wrote: both are asked to do it, with a probe file. */
final class RecordingAccess {

  /** Runs it on a thread that may block. */
  @FunctionalInterface
  interface Worker {
    <T> Future<T> run(Callable<T> work);
  }

  private final RecordingDirectory directory;
  private final Worker worker;
  private volatile Optional<String> refusal = Optional.empty();
  private volatile Optional<String> trouble = Optional.empty();

  RecordingAccess(RecordingDirectory directory, Worker worker) {
    this.directory = directory;
    this.worker = worker;
  }

  /** Why FreeSWITCH cannot write, as of the last time that it could be asked. */
  Optional<String> refusal() {
    return refusal;
  }

  /** Why Confab can do nothing with what FreeSWITCH writes. */
  Optional<String> trouble() {
    return trouble;
  }

  Future<Optional<String>> ask(BoxCommands commands) {
    Path probe = directory.probe();
    return worker.run(() -> {
      directory.make();
      return probe;
    }).compose(made -> commands.canWrite(probe.toString())).recover(failure -> Future.failedFuture(isWithoutLoopback(failure)
        ? new IllegalStateException("it has not loaded mod_loopback, by which it is asked to write (fs_cli -x \"load mod_loopback\")")
        : failure)
    ).compose(written -> worker.run(() -> {
      refusal = written ? Optional.empty() : Optional.of(cannotWrite());
      trouble = written ? fetch(probe) : Optional.empty();
      return refusal.or(() -> trouble);
    }));
  }

  private static boolean isWithoutLoopback(Throwable failure) {
    return failure instanceof EslException.Failed failed && failed.reply().contains("CHAN_NOT_IMPLEMENTED");
  }

  private String cannotWrite() {
    return "FreeSWITCH cannot write in " + where()
        + ": its own log says why. Give its user the right: one group that has both users (usermod -aG, then restart both), mkdir -p "
        + directory.path() + ", chgrp that group " + directory.path() + ", chmod 2770 " + directory.path()
        + ", and each directory above open to it (chmod g+x or o+x). If that is so already: "
        + "SELinux or AppArmor, ProtectSystem= or ReadWritePaths= of its service, or a container that has not this directory";
  }

  /** Reads the probe and deletes it, the one also where the other cannot be; what keeps Confab from it. */
  private Optional<String> fetch(Path probe) {
    Optional<String> unread = trouble("read", () -> FileChannel.open(probe, StandardOpenOption.READ).close());
    Optional<String> left = trouble("deleted", () -> Files.delete(probe));
    return unread.or(() -> left);
  }

  private interface Attempt {
    void make() throws IOException;
  }

  private Optional<String> trouble(String what, Attempt attempt) {
    try {
      attempt.make();
      return Optional.empty();
    } catch (AccessDeniedException denied) {
      return Optional.of("what FreeSWITCH writes in " + where() + " cannot be " + what
          + " by Confab's user: one group that has both users, chgrp that group "
          + directory.path() + ", chmod 2770 " + directory.path() + ", and UMask=0007 in FreeSWITCH's service");
    } catch (IOException absent) {
      return Optional.of("what FreeSWITCH writes in " + where() + " is not there for Confab (" + absent
          + "): they do not have the same directory "
          + "under that path. Look at containers, and at PrivateTmp= of FreeSWITCH's service");
    }
  }

  private String where() {
    String rights = directory.rights();
    return directory.path() + (rights.isEmpty() ? "" : " (" + rights + ")");
  }
}
