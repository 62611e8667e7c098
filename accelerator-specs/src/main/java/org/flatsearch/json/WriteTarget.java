package org.flatsearch.json;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/**
 * A file that can be written, as far as one can know without writing it.
 *
 * @param file as it was named, for messages
 * @param path where it is or is to be: another path if the named one is a link
 */
record WriteTarget(Path file, Path path) {
  /** In characters, of up to three bytes; file systems allow 255 bytes, some only 143. */
  private static final int LONGEST_STEM = 32;

  /** How many symbolic links in a row are followed: as many as Linux does. */
  private static final int MOST_LINKS = 40;

  /**
   * Checks a file.
   *
   * @throws InvalidInputException if the folder is missing or not writable, or the path is a folder
   */
  static WriteTarget of(Path file) {
    if (file.toString().isEmpty()) {
      throw new InvalidInputException("The name of the file to write is empty; give it one.");
    }
    if (Files.isDirectory(file) || file.getFileName() == null) {
      throw refusal(file, "it is a folder; name a file in it");
    }
    WriteTarget target = new WriteTarget(file, end(file));
    if (!target.isSpecial()) {
      requireFolder(file, target.path.getParent());
      requirePossibleName(file, target.path);
    }
    if (Files.exists(target.path) && !Files.isWritable(target.path)) {
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
  private static void requirePossibleName(Path file, Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      // A new file: its name is possible.
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /** Where a file is, or, at the end of symbolic links that lead nowhere yet, is to be. */
  private static Path end(Path file) {
    try {
      if (Files.exists(file)) {
        // A pipe, such as that of /dev/stdout, has no real path.
        return Files.isRegularFile(file) ? file.toRealPath() : file;
      }
      Path path = file.toAbsolutePath();
      for (int links = 0; Files.isSymbolicLink(path); links++) {
        if (links == MOST_LINKS) {
          throw refusal(
              file,
              "its symbolic links lead in a circle, or are more than "
                  + MOST_LINKS
                  + "; name the file itself");
        }
        path = path.resolveSibling(Files.readSymbolicLink(path));
      }
      return path;
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /** Whether this is a terminal, a pipe or the like, which nothing can take the place of. */
  boolean isSpecial() {
    return Files.exists(path) && !Files.isRegularFile(path);
  }

  /**
   * A new name beside the file. It says what it belongs to unless that is so long that the file
   * system might not allow a longer one.
   */
  Path temporary() {
    // Not Files.createTempFile: its files are readable by their owner only, and stay so when moved.
    String name = path.getFileName().toString();
    String stem = name.length() <= LONGEST_STEM ? name : "flatsearch";
    return path.resolveSibling("." + stem + "." + UUID.randomUUID());
  }

  /**
   * Opens the file, or what is to take its place.
   *
   * @throws InvalidInputException if that fails; a disk that is full says so later
   */
  FileChannel open(Path opened, OpenOption... options) {
    try {
      return FileChannel.open(opened, options);
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /** The error for a disk that fails. */
  WriteFailedException failure(IOException e) {
    return new WriteFailedException(problem(file, FileErrors.reason(e)), e);
  }

  private static InvalidInputException refusal(Path file, IOException e) {
    return new InvalidInputException(problem(file, FileErrors.reason(e)), e);
  }

  private static InvalidInputException refusal(Path file, String reason) {
    return new InvalidInputException(problem(file, reason));
  }

  private static String problem(Path file, String reason) {
    return file + ": the file can't be written: " + reason + ".";
  }
}
