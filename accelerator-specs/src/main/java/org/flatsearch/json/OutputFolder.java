package org.flatsearch.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders that results are written to. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Makes a folder and those above it, unless it exists.
   *
   * @throws InvalidInputException if it can't be made, for instance as it is a file
   */
  public static void make(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          folder + ": the folder can't be created: " + FileErrors.reason(e) + ". Name another one.",
          e);
    }
  }

  /**
   * Writes texts into a folder that must be empty or not exist, so that nothing old stays among
   * them: all of them or none. They are written to a temporary folder first, as what a failure left
   * would be in the way of the next try.
   *
   * @param texts contents in UTF-8 by paths with {@code /}
   * @throws InvalidInputException if the folder is not empty or can't be made
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path folder, Map<String, String> texts) {
    boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (exists && !isEmpty(folder)) {
      throw new InvalidInputException(
          folder + ": is not an empty folder; remove it, or name another one.");
    }
    Path temporary = temporary(folder, exists);
    make(folder, temporary);
    try {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Path file = temporary.resolve(text.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.getValue());
      }
      if (exists) {
        for (Path file : list(temporary)) {
          Files.move(file, folder.resolve(file.getFileName()));
        }
      } else {
        Files.move(temporary, folder);
      }
    } catch (IOException e) {
      throw new WriteFailedException(problem(folder, e), e);
    } finally {
      remove(temporary);
    }
  }

  /** Beside a new folder, but in one that exists: that may be a link, or a disk of its own. */
  private static Path temporary(Path folder, boolean exists) {
    String name = ".flatsearch." + UUID.randomUUID();
    return exists ? folder.resolve(name) : folder.toAbsolutePath().resolveSibling(name);
  }

  private static void make(Path folder, Path temporary) {
    try {
      Files.createDirectories(temporary);
    } catch (IOException e) {
      throw new InvalidInputException(problem(folder, e), e);
    }
  }

  private static String problem(Path folder, IOException e) {
    return folder + ": the folder can't be written: " + FileErrors.reason(e) + ".";
  }

  private static boolean isEmpty(Path folder) {
    try {
      return Files.isDirectory(folder) && list(folder).isEmpty();
    } catch (IOException e) {
      throw new InvalidInputException(
          folder + ": the folder can't be read: " + FileErrors.reason(e) + ".", e);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** Removes a folder with all that is in it, if it is there. */
  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // It is there after a failure only, and that is told.
    }
  }
}
