package org.flatsearch.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * Writes files whole or not at all: to a temporary file in the same folder, which then takes the
 * place of the target in one step. Whoever reads the target sees the old content or the new one,
 * and a failure leaves nothing behind. The permissions of a file that is replaced are kept.
 *
 * <p>A symbolic link is followed. What is not a regular file (a terminal, a pipe, {@code
 * /dev/null}) can't be replaced and is written to directly.
 */
public final class AtomicFile {
  /** In characters, of up to three bytes; file systems allow 255 bytes, some only 143. */
  private static final int LONGEST_STEM = 32;

  /** How many symbolic links in a row are followed: as many as Linux does. */
  private static final int MOST_LINKS = 40;

  private AtomicFile() {}

  /**
   * Writes text in UTF-8.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Writes bytes.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, byte[] content) {
    write(
        file,
        channel -> {
          var buffer = ByteBuffer.wrap(content);
          while (buffer.hasRemaining()) {
            channel.write(buffer);
          }
        });
  }

  /** Content that is too large to be held in memory. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it. */
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes content piece by piece.
   *
   * @throws InvalidInputException if the path can't be written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path file, Content content) {
    Path target = checkedTarget(file);
    try {
      if (isSpecial(target)) {
        try (var channel = open(file, target, StandardOpenOption.WRITE)) {
          content.writeTo(channel);
        }
      } else {
        replace(file, target, content);
      }
    } catch (IOException e) {
      throw new WriteFailedException(problem(file, FileErrors.reason(e)), e);
    }
  }

  /**
   * Checks that a file could be written, as far as one can know without writing it. A command calls
   * this before a long computation whose result is to go there.
   *
   * <p>A temporary file is made and removed again: only that tells for sure whether the folder
   * takes one.
   *
   * @throws InvalidInputException if the folder is missing or not writable, or the path is a folder
   */
  public static void requireWritable(Path file) {
    Path target = checkedTarget(file);
    if (!isSpecial(target)) {
      try {
        Path temporary = temporary(target);
        openNew(file, temporary).close();
        Files.delete(temporary);
      } catch (IOException e) {
        throw new InvalidInputException(problem(file, FileErrors.reason(e)), e);
      }
    }
  }

  /** The file that is to be written, which is another one than was named if that is a link. */
  private static Path checkedTarget(Path file) {
    if (file.toString().isEmpty()) {
      throw new InvalidInputException("The name of the file to write is empty; give it one.");
    }
    if (Files.isDirectory(file) || file.getFileName() == null) {
      throw refusal(file, "it is a folder; name a file in it");
    }
    Path target = target(file);
    if (!isSpecial(target)) {
      requireFolder(file, target.getParent());
      requirePossibleName(file, target);
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw refusal(file, "the file is write-protected");
    }
    return target;
  }

  /** An existing file needs it too: a new one, made there, takes its place. */
  private static void requireFolder(Path file, Path folder) {
    if (!Files.exists(folder)) {
      throw refusal(file, "the folder " + folder + " doesn't exist; create it first");
    }
    if (!Files.isDirectory(folder)) {
      throw refusal(file, folder + " is not a folder");
    }
    if (!Files.isWritable(folder)) {
      throw refusal(file, "the folder " + folder + " is write-protected; name a file elsewhere");
    }
  }

  /** The temporary file, whose name is another one, would not show that this one is too long. */
  private static void requirePossibleName(Path file, Path target) {
    try {
      Files.readAttributes(target, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      // A new file: its name is possible.
    } catch (IOException e) {
      throw new InvalidInputException(problem(file, FileErrors.reason(e)), e);
    }
  }

  /** Where a file is, or, at the end of symbolic links that lead nowhere yet, is to be. */
  private static Path target(Path file) {
    try {
      if (Files.exists(file)) {
        // A pipe, such as that of /dev/stdout, has no real path.
        return Files.isRegularFile(file) ? file.toRealPath() : file;
      }
      Path target = file.toAbsolutePath();
      for (int links = 0; Files.isSymbolicLink(target); links++) {
        if (links == MOST_LINKS) {
          throw refusal(
              file,
              "its symbolic links lead in a circle, or are more than "
                  + MOST_LINKS
                  + "; name the file itself");
        }
        target = target.resolveSibling(Files.readSymbolicLink(target));
      }
      return target;
    } catch (IOException e) {
      throw new InvalidInputException(problem(file, FileErrors.reason(e)), e);
    }
  }

  /** Whether this is a terminal, a pipe or the like, which nothing can take the place of. */
  private static boolean isSpecial(Path target) {
    return Files.exists(target) && !Files.isRegularFile(target);
  }

  private static void replace(Path file, Path target, Content content) throws IOException {
    Path temporary = temporary(target);
    FileChannel channel = openNew(file, temporary);
    try {
      try (channel) {
        // Before the content is there, which may be for its owner only.
        keepPermissions(target, temporary);
        content.writeTo(channel);
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void keepPermissions(Path target, Path temporary) throws IOException {
    var old = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    if (old != null && Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, old.readAttributes().permissions());
    }
  }

  /**
   * A new name beside the target. It says what it belongs to unless that is so long that the file
   * system might not allow a longer one.
   */
  private static Path temporary(Path target) {
    // Not Files.createTempFile: its files are readable by their owner only, and stay so when moved.
    String name = target.getFileName().toString();
    String stem = name.length() <= LONGEST_STEM ? name : "flatsearch";
    return target.resolveSibling("." + stem + "." + UUID.randomUUID());
  }

  private static FileChannel openNew(Path file, Path temporary) {
    return open(file, temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Opens what is to be written in place of {@code file}; a disk that is full says so later. */
  private static FileChannel open(Path file, Path opened, OpenOption... options) {
    try {
      return FileChannel.open(opened, options);
    } catch (IOException e) {
      throw new InvalidInputException(problem(file, FileErrors.reason(e)), e);
    }
  }

  private static InvalidInputException refusal(Path file, String reason) {
    return new InvalidInputException(problem(file, reason));
  }

  private static String problem(Path file, String reason) {
    return file + ": the file can't be written: " + reason + ".";
  }
}
