package org.flatsearch.json;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Temporary files that are being written. If the program ends meanwhile, such as by Ctrl-C, they
 * are removed.
 *
 * <p>Java remembers each {@link java.io.File#deleteOnExit} until it ends, so a long-lived program
 * must not ask for that with every file it writes, but only with those that are left at its end.
 */
final class TemporaryFiles {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private static volatile boolean ending;

  static {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFiles::leaveToJava));
    } catch (IllegalStateException e) {
      ending = true;
    }
  }

  private TemporaryFiles() {}

  /** Adds a file that is about to be created. */
  static void add(Path file) {
    if (file.getFileSystem() == FileSystems.getDefault()) {
      OPEN.add(file);
      if (ending) {
        leaveToJava(file);
      }
    }
  }

  /** Removes a file that has got its place, or is removed. */
  static void remove(Path file) {
    OPEN.remove(file);
  }

  /** Java removes them after all hooks, in which results may still be written. */
  private static void leaveToJava() {
    ending = true;
    OPEN.forEach(TemporaryFiles::leaveToJava);
  }

  private static void leaveToJava(Path file) {
    try {
      file.toFile().deleteOnExit();
    } catch (IllegalStateException e) {
      // Java is removing files already.
    }
  }
}
