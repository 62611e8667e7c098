package org.flatsearch.experiments.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.flatsearch.json.InvalidInputException;

/**
 * Keeps a second process from writing into a folder. The operating system lets go of the lock when
 * the process ends, however it ends; the file itself stays and means nothing.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".lock";

  /**
   * The files that this process has locked. It must not open one again: on POSIX systems, a process
   * that closes any channel of a file lets go of its lock.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param otherwise what to say if it is taken, and what to do then
   * @throws InvalidInputException if another process holds it, or this one does
   */
  public static synchronized FolderLock take(Path folder, String otherwise) throws IOException {
    Path file = folder.toRealPath().resolve(FILE);
    FolderLock lock = HELD.contains(file) ? null : ifFree(file);
    if (lock == null) {
      throw new InvalidInputException(folder + ": " + otherwise);
    }
    HELD.add(file);
    return lock;
  }

  /** Null if the file is locked. */
  private static FolderLock ifFree(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this process through a class of another loader, or under another name of the file.
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
    HELD.remove(file);
  }

  /**
   * Lets go of the lock and removes its file, for folders whose files are published. Two processes
   * that come while this happens may both get the lock.
   */
  public void remove() throws IOException {
    Files.deleteIfExists(file);
    close();
  }
}
