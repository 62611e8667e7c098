package org.flatsearch.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes folders whole or not at all, like {@link AtomicFile}: to a folder beside it that then
 * takes its place.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  /**
   * Writes texts into a folder, which must be empty or not exist, so that nothing old stays among
   * them.
   *
   * @param texts contents by paths with {@code /}
   * @throws IllegalArgumentException if a path leads out of the folder
   * @throws InvalidInputException if the folder is not empty or can't be created
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void write(Path folder, Map<String, String> texts) {
    if (Files.exists(folder) && !hasOnly(folder, Map.of())) {
      throw new InvalidInputException(
          folder + ": is not an empty folder; remove it, or name another one.");
    }
    replace(folder, texts);
  }

  /**
   * Writes texts into a folder in the place of those of the same names. Where it has other files,
   * which stay, or can't be renamed, each text is written by itself.
   *
   * @throws IllegalArgumentException if a path leads out of the folder
   * @throws InvalidInputException if it can't be created, or written to
   * @throws WriteFailedException if the disk fails or is full
   */
  public static void replace(Path folder, Map<String, String> texts) {
    for (String name : texts.keySet()) {
      if (!folder.resolve(name).normalize().startsWith(folder.normalize())) {
        throw new IllegalArgumentException(name + " is not in the folder");
      }
    }
    Path target = folder.toAbsolutePath().normalize();
    boolean isHere = Path.of("").toAbsolutePath().startsWith(target);
    if (isHere || Files.exists(target) && !(hasOnly(target, texts) && isReplaceable(target))) {
      AtomicFile.makeFolder(folder);
      texts.keySet().forEach(name -> AtomicFile.requireWritable(folder.resolve(name)));
      fill(folder, texts);
      return;
    }
    try {
      AtomicFile.makeFolder(target.getParent());
      swap(Files.exists(target) ? target.toRealPath() : target, texts);
    } catch (IOException e) {
      throw new WriteFailedException(
          folder + ": the folder can't be written: " + FileErrors.reason(e) + ".", e);
    }
  }

  private static void swap(Path target, Map<String, String> texts) throws IOException {
    Path temporary = AtomicFile.temporary(target);
    AtomicFile.write(
        temporary,
        () -> {
          Files.createDirectory(temporary);
          AtomicFile.keepPermissions(target, temporary);
          try {
            fill(temporary, texts);
          } catch (WriteFailedException e) {
            throw e.getCause(); // whose message names the temporary file
          }
        });
    try {
      if (Files.exists(target)) {
        exchange(temporary, target);
      } else {
        AtomicFile.move(temporary, target);
      }
    } catch (IOException e) {
      throw AtomicFile.kept(target, temporary, e);
    }
    AtomicFile.removeTemporaries(target);
  }

  /** In two steps; a program that is killed between them leaves both folders under other names. */
  private static void exchange(Path temporary, Path target) throws IOException {
    Path old = AtomicFile.temporary(target);
    AtomicFile.move(target, old);
    try {
      AtomicFile.move(temporary, target);
    } catch (IOException e) {
      AtomicFile.move(old, target);
      throw e;
    }
  }

  private static void fill(Path folder, Map<String, String> texts) {
    AtomicFile.makeFolder(folder);
    texts.forEach(
        (name, text) -> {
          Path file = folder.resolve(name);
          AtomicFile.makeFolder(file.toAbsolutePath().getParent());
          AtomicFile.write(file, text);
        });
  }

  /** Whether this is a folder, and all that is in it are files of these names. */
  private static boolean hasOnly(Path folder, Map<String, String> names) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(
          file -> Files.isRegularFile(file) && names.containsKey(file.getFileName().toString()));
    } catch (IOException e) {
      throw FileErrors.unreadable(folder, e);
    }
  }

  private static boolean isReplaceable(Path folder) {
    return folder.getParent() != null
        && Files.isWritable(folder)
        && Files.isWritable(folder.getParent());
  }
}
