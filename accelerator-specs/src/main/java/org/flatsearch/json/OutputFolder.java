package org.flatsearch.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Creates and fills the folders that results are written to. */
public final class OutputFolder {

  private OutputFolder() {}

  /**
   * Creates a folder and those above it, unless it exists.
   *
   * @throws InvalidInputException if it can't be created, for instance because there is a file of
   *     that name
   */
  public static void make(Path folder) {
    try {
      requireWorkingFolder(folder);
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InvalidInputException(
          folder + ": the folder can't be created: " + FileErrors.reason(e) + ". Name another one.",
          e);
    }
  }

  /**
   * Writes texts into a folder, all of them or none. The folder must be empty or not exist, so that
   * nothing old stays among them. The texts are written to a temporary folder first, because
   * whatever a failure left in this one would make the next attempt fail too.
   *
   * @param texts contents in UTF-8 by paths with {@code /}
   * @throws IllegalArgumentException if a path leads out of the folder
   * @throws InvalidInputException if the folder is not empty or can't be created
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path folder, Map<String, String> texts) {
    texts.keySet().forEach(path -> requireInside(folder, path));
    boolean exists = Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
    if (exists && !isEmpty(folder)) {
      throw new InvalidInputException(
          folder + ": is not an empty folder; remove it, or name another one.");
    }
    Path temporary = temporary(folder, exists);
    makeTemporary(temporary, folder);
    try {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        Path file = temporary.resolve(text.getKey());
        Files.createDirectories(file.getParent());
        Files.writeString(file, text.getValue());
      }
      if (exists) {
        moveAll(temporary, folder);
      } else {
        Files.move(temporary, folder);
      }
    } catch (IOException e) {
      throw new WriteFailedException(problem(folder, e), e);
    } finally {
      remove(temporary);
    }
  }

  /**
   * Refuses to write a file of a folder through a link, other than to a device or a pipe. A user
   * who names a folder, perhaps one that somebody else made, means files in it: a link would
   * replace one elsewhere.
   *
   * @throws InvalidInputException if the file is such a link
   */
  public static void requireNoLink(Path file) {
    if (Files.isSymbolicLink(file)
        && (Files.notExists(file) || Files.isRegularFile(file) || Files.isDirectory(file))) {
      throw new InvalidInputException(
          file
              + ": the file can't be written: it is a link, which may lead out of the folder;"
              + " remove the link, or name another folder.");
    }
  }

  /** Names may come from a file that somebody else made. */
  private static void requireInside(Path folder, String path) {
    Path inside = folder.toAbsolutePath().normalize();
    Path file = inside.resolve(path).normalize();
    if (!file.startsWith(inside) || file.equals(inside)) {
      throw new IllegalArgumentException(
          "a file of a folder must be inside of it, found \"" + path + '"');
    }
  }

  /** Otherwise a folder of the wrong name would be created, and the results be lost in it. */
  private static void requireWorkingFolder(Path folder) throws NoSuchFileException {
    if (!folder.isAbsolute() && FileErrors.lacksWorkingFolder()) {
      throw new NoSuchFileException(folder.toString());
    }
  }

  /** Moves all files of a folder into another, or none if one can't be moved. */
  private static void moveAll(Path from, Path to) throws IOException {
    List<Path> moved = new ArrayList<>();
    try {
      for (Path file : list(from)) {
        Path target = to.resolve(file.getFileName());
        Files.move(file, target);
        moved.add(target);
      }
    } catch (IOException e) {
      moved.forEach(OutputFolder::remove);
      throw e;
    }
  }

  /**
   * Next to a folder that is new, but inside one that exists, which may be a link or a disk of its
   * own.
   */
  private static Path temporary(Path folder, boolean exists) {
    String name = ".flatsearch." + UUID.randomUUID();
    return exists ? folder.resolve(name) : folder.toAbsolutePath().resolveSibling(name);
  }

  private static void makeTemporary(Path temporary, Path folder) {
    try {
      requireWorkingFolder(folder);
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
      return files.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes a file, or a folder with all that is in it, if it is there. */
  private static void remove(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Something is left only after a failure, which is reported anyway.
    }
  }
}
