package org.flatsearch.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flatsearch.json.FileChanges.Change;

/**
 * Writes files whole or not at all: to a temporary file in the same folder, which then replaces the
 * target in one step. A reader of the target sees the old content or the new, whatever fails. Only
 * a program that is killed leaves the temporary file, whose name is that of the target between
 * periods, and more; the next one that writes the target removes it. If the target can't be
 * replaced the temporary file is kept, too, and the message names it. Links are followed, and the
 * permissions of a file that is replaced are kept.
 *
 * <p>What is not a regular file (a terminal, a pipe, {@code /dev/stdout}) is written directly.
 */
public final class AtomicFile {
  private static final Path DEVICES = Path.of("/dev");

  /** What is being written. {@code deleteOnExit} would also delete what is kept in the end. */
  private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

  static {
    try {
      Thread hook = new Thread(() -> UNFINISHED.forEach(AtomicFile::discard));
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending already.
    }
  }

  private AtomicFile() {}

  /** Content that is written piece by piece, because it is too large to hold in memory. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes text in UTF-8.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, String text) {
    ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    write(
        file,
        channel -> {
          while (content.hasRemaining()) {
            channel.write(content);
          }
        });
  }

  /**
   * Writes content piece by piece.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, Content content) {
    requireWritable(file);
    try {
      if (isStream(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
          content.writeTo(channel);
        }
      } else {
        replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), content);
      }
    } catch (IOException e) {
      throw new WriteFailedException(
          file + ": the file can't be written: " + FileErrors.reason(e) + ".", e);
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    // Not Files.createTempFile: its files are readable by their owner only, and stay so when moved.
    Path temporary = temporary(target);
    write(temporary, () -> writeTemporary(temporary, target, content));
    try {
      move(temporary, target);
    } catch (IOException e) {
      throw kept(target, temporary, e);
    }
    removeTemporaries(target);
  }

  /** Something that writes. */
  interface Writing {
    void write() throws IOException;
  }

  /** Writes what is temporary, and removes it if that fails or the program ends meanwhile. */
  static void write(Path temporary, Writing writing) throws IOException {
    UNFINISHED.add(temporary);
    try {
      writing.write();
    } catch (IOException | RuntimeException | Error e) {
      discard(temporary);
      throw e;
    } finally {
      UNFINISHED.remove(temporary);
    }
  }

  /** A name beside the target that nothing has yet. */
  static Path temporary(Path target) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return target.resolveSibling("." + target.getFileName() + "." + random);
  }

  private static void writeTemporary(Path temporary, Path target, Content content)
      throws IOException {
    FileChanges.before(Change.CREATE, temporary);
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      sayInUse(channel);
      keepPermissions(target, temporary);
      FileChanges.before(Change.WRITE, temporary);
      content.writeTo(channel);
      FileChanges.before(Change.SYNC, temporary);
      channel.force(true);
    }
  }

  private static void sayInUse(FileChannel channel) {
    try {
      channel.tryLock();
    } catch (IOException e) {
      // This file system has no locks, and then nothing is removed from it either.
    }
  }

  /** Gives a file or folder the permissions of the one that it will replace, if there is one. */
  static void keepPermissions(Path target, Path temporary) throws IOException {
    var old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (old != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
    }
  }

  /** Renames a file or folder, in one step that a loss of power does not undo. */
  static void move(Path from, Path to) throws IOException {
    FileChanges.before(Change.RENAME, to);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel folder = FileChannel.open(to.toAbsolutePath().getParent())) {
      FileChanges.before(Change.SYNC, to);
      folder.force(true);
    } catch (IOException e) {
      // Not every system can; what is written is in place.
    }
  }

  /** The failure to put what is written in its place; it is kept, as nothing else may have it. */
  static WriteFailedException kept(Path target, Path temporary, IOException e) {
    return new WriteFailedException(
        ("%s: can't be replaced: %s. What is there is unchanged, and what was to be there is %s,"
                + " which the next command that writes it removes.")
            .formatted(target, FileErrors.reason(e), temporary),
        e);
  }

  /** Removes what killed programs left of writing a file, or a folder. */
  public static void removeTemporaries(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    String name = "\\." + Pattern.quote(target.getFileName().toString()) + "\\.[0-9a-f]{8}";
    try (Stream<Path> files = Files.list(folder)) {
      for (Path left : (Iterable<Path>) files::iterator) {
        if (left.getFileName().toString().matches(name) && !isInUse(left)) {
          discard(left);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // They only take up space.
    }
  }

  private static boolean isInUse(Path temporary) throws IOException {
    if (Files.isDirectory(temporary)) {
      return UNFINISHED.contains(temporary);
    }
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      return channel.tryLock() == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  /** Deletes a file, or a folder with all that is in it; if that fails, it takes up space. */
  static void discard(Path path) {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
        FileChanges.before(Change.DELETE, each);
        Files.delete(each);
      }
    } catch (IOException | UncheckedIOException e) {
      // The next command that writes the target tries again.
    }
  }

  /**
   * Creates a folder and those above it, unless it exists.
   *
   * @throws InvalidInputException if it can't be created
   */
  public static void makeFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          folder + ": the folder can't be created: " + FileErrors.reason(e) + ". Name another one.",
          e);
    }
  }

  /**
   * Checks that a file can be written, as far as that shows without writing it. Commands call this
   * before a long computation whose result goes there.
   *
   * @throws InvalidInputException if the folder is missing or not writable, or the path is a folder
   */
  public static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || folder == null) {
      throw refusal(file, "it is a folder; name a file in it");
    }
    if (!Files.isDirectory(folder)) {
      throw refusal(file, "there is no folder " + folder + "; create it first");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw refusal(file, "the file is write-protected");
    }
    if (!isStream(file) && !Files.isWritable(folder)) {
      throw refusal(file, "the folder " + folder + " is write-protected; name a file elsewhere");
    }
  }

  /** Whether this is a terminal, a pipe or the like, or standard output, which may be a file. */
  private static boolean isStream(Path file) {
    return Files.exists(file)
        && (!Files.isRegularFile(file) || file.toAbsolutePath().startsWith(DEVICES));
  }

  private static InvalidInputException refusal(Path file, String reason) {
    return new InvalidInputException(file + ": the file can't be written: " + reason + ".");
  }
}
