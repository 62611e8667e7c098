package org.flatsearch.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Through here goes, before it is made, each change of a file that keeps results. Tests listen:
 * they let a change fail, as a disk does, or look at what the end of the program would leave there.
 */
public final class FileChanges {
  private static volatile Listener listener = (change, file) -> {};

  private FileChanges() {}

  /** What is about to happen. */
  public enum Change {
    CREATE,
    WRITE,
    SYNC,
    RENAME,
    DELETE
  }

  /** Hears of each change. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called before each change.
     *
     * @throws IOException to let it fail
     */
    void before(Change change, Path file) throws IOException;
  }

  /** Sets who listens. */
  public static void listen(Listener to) {
    listener = Objects.requireNonNull(to, "to");
  }

  /** To be called before each change. */
  public static void before(Change change, Path file) throws IOException {
    listener.before(change, file);
  }
}
