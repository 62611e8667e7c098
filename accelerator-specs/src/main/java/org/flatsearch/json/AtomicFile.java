package org.flatsearch.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes files whole or not at all: to a temporary file in the same folder, which then replaces the
 * target in one step. A reader of the target sees the old content or the new, and a failure leaves
 * nothing behind; only a program that is killed may leave the temporary file, whose name is that of
 * the target between periods, and more. Links are followed, and the permissions of a file that is
 * replaced are kept.
 *
 * <p>What is not a regular file (a terminal, a pipe, {@code /dev/stdout}) is written directly.
 */
public final class AtomicFile {
  private static final Path DEVICES = Path.of("/dev");

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
    String random = UUID.randomUUID().toString().substring(0, 8);
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + random);
    temporary.toFile().deleteOnExit();
    try {
      writeTemporary(temporary, target, content);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeTemporary(Path temporary, Path target, Content content)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
      if (old != null && Files.exists(target)) {
        Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
      }
      content.writeTo(channel);
      channel.force(true);
    }
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.exists(target)) {
        throw e;
      }
      // A file that a container engine has mounted by itself can be written but not replaced.
      Files.write(target, Files.readAllBytes(temporary));
    }
  }

  /**
   * Writes texts into a folder, which must be empty or not exist, so that nothing old stays among
   * them.
   *
   * @param texts contents by paths with {@code /}
   * @throws IllegalArgumentException if a path leads out of the folder
   * @throws InvalidInputException if the folder is not empty or can't be created
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void writeFolder(Path folder, Map<String, String> texts) {
    makeFolder(folder);
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw new InvalidInputException(
            folder + ": is not an empty folder; remove it, or name another one.");
      }
    } catch (IOException e) {
      throw FileErrors.unreadable(folder, e);
    }
    texts.forEach(
        (name, text) -> {
          Path file = folder.resolve(name).normalize();
          if (!file.startsWith(folder.normalize())) {
            throw new IllegalArgumentException(name + " is not in the folder");
          }
          makeFolder(file.toAbsolutePath().getParent());
          write(file, text);
        });
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
