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
 * Keeps a second process from writing into a folder. The operating system lets go of the lock when
 * the process ends, however it ends; the file itself stays and means nothing.
 */
public final class FolderLock implements AutoCloseable {
  private static final String FILE = ".lock";

  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param otherwise what to say if another process holds it, and what to do then
   * @throws InvalidInputException if another process holds it
   */
  public static FolderLock take(Path folder, String otherwise) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This very process holds it, which is no better.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new InvalidInputException(folder + ": " + otherwise);
    }
    return new FolderLock(file, channel);
  }

  @Override
  public void close() throws IOException {
    channel.close();
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
