package org.flatsearch.experiments.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.flatsearch.json.InvalidInputException;

/**
 * A lock that keeps a second process from writing into a folder. The operating system releases it
 * when the process ends, however it ends; the file stays and means nothing by itself.
 */
public final class FolderLock implements AutoCloseable {
  /** The name of its file. */
  static final String FILE = ".lock";

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param complaint the message if it is taken, with the remedy
   * @throws InvalidInputException if another process or this one holds it
   */
  public static FolderLock take(Path folder, String complaint) throws IOException {
    Path file = folder.toRealPath().resolve(FILE);
    FolderLock lock = ifFree(file);
    if (lock == null) {
      throw new InvalidInputException(folder + ": " + complaint);
    }
    return lock;
  }

  /** The lock of a file; null if it is taken. */
  private static FolderLock ifFree(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this process.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? null : new FolderLock(file, channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /**
   * Releases the lock and removes its file, for folders whose files are published. Two processes
   * that take the lock at this moment may both get it. The lock is released even if the file can't
   * be removed.
   */
  public void remove() throws IOException {
    try {
      Files.deleteIfExists(file);
    } finally {
      close();
    }
  }
}
