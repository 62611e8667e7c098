package org.flatsearch.json;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A file that can be written, as far as can be known without writing it.
 *
 * @param file as it was named, for messages
 * @param path where it is or will be; differs from {@code file} if that is a link
 * @param descriptor what it has been opened as already, if it has and is named so
 */
record WriteTarget(Path file, Path path, Optional<OpenDescriptor> descriptor) {
  /**
   * In characters of up to three bytes each; file systems allow names of 255 bytes, some only 143.
   */
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
    Optional<OpenDescriptor> descriptor = descriptor(file);
    if (descriptor.isPresent()) {
      return new WriteTarget(file, descriptor.get().link(), descriptor);
    }
    WriteTarget target = new WriteTarget(file, end(file), descriptor);
    if (!target.isSpecial()) {
      requireFolder(file, target.path.getParent());
      requirePossibleName(file, target.path);
      requireNoMount(file, target.path);
    }
    if (Files.exists(target.path) && !Files.isWritable(target.path)) {
      throw refusal(file, "the file is write-protected");
    }
    return target;
  }

  private static Optional<OpenDescriptor> descriptor(Path file) {
    try {
      Optional<OpenDescriptor> descriptor = OpenDescriptor.of(file);
      if (descriptor.isPresent() && !descriptor.get().isWritable()) {
        throw refusal(file, "it is closed, or not open for writing");
      }
      return descriptor;
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /** Even to replace a file its folder must be writable: the new file is created there first. */
  private static void requireFolder(Path file, Path folder) {
    try {
      if (!Files.readAttributes(folder, BasicFileAttributes.class).isDirectory()) {
        throw refusal(file, folder + " is not a folder");
      }
    } catch (NoSuchFileException e) {
      throw refusal(file, "the folder " + folder + " doesn't exist; create it first");
    } catch (IOException e) {
      throw refusal(file, e);
    }
    if (!Files.isWritable(folder)) {
      throw refusal(file, "the folder " + folder + " is write-protected; name a file elsewhere");
    }
  }

  /**
   * Refuses a name that the file system does not allow, such as one that is too long. Creating the
   * temporary file, which has another name, would not show that.
   */
  private static void requirePossibleName(Path file, Path path) {
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      // A new file: its name is possible.
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /** Replacing it would fail, but only when the work is done. */
  private static void requireNoMount(Path file, Path path) {
    if (Files.exists(path) && MountPoints.has(path)) {
      throw refusal(
          file,
          "it is a mount point, as of a container that is given single files, and can't be"
              + " replaced; mount its folder instead");
    }
  }

  /** Where a file is or, if it does not exist yet, will be: at the end of its symbolic links. */
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

  /**
   * Whether this is a terminal, a pipe or something similar that can't be replaced, or is open
   * already.
   */
  boolean isSpecial() {
    return descriptor.isPresent() || Files.exists(path) && !Files.isRegularFile(path);
  }

  /**
   * Opens a special file as it is.
   *
   * @throws InvalidInputException if that fails
   */
  WritableByteChannel openSpecial() throws IOException {
    if (descriptor.isPresent()) {
      return descriptor.get().open();
    }
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw refusal(file, e);
    }
  }

  /**
   * A new path in the same folder. Its name contains that of the file, unless that is so long that
   * the file system might not allow a longer one.
   */
  Path temporary() {
    // Not Files.createTempFile: its files are readable by their owner only, and stay so when moved.
    String name = path.getFileName().toString();
    String stem = name.length() <= LONGEST_STEM ? name : "flatsearch";
    return path.resolveSibling("." + stem + "." + UUID.randomUUID());
  }

  /** The error for a disk that fails. */
  WriteFailedException failure(IOException e) {
    return failure(e, List.of());
  }

  /**
   * The error for a disk that fails.
   *
   * @param replaced the files that belong to this one and are new already
   */
  WriteFailedException failure(IOException e, List<Path> replaced) {
    String mixture =
        replaced.isEmpty()
            ? ""
            : " New already, unlike the others: "
                + replaced.stream().map(Path::toString).collect(Collectors.joining(", "))
                + ".";
    return new WriteFailedException(problem(file, FileErrors.reason(e)) + mixture, e);
  }

  /** The error for a file that can't be written where it was named. */
  static InvalidInputException refusal(Path file, IOException e) {
    return new InvalidInputException(problem(file, FileErrors.reason(e)), e);
  }

  private static InvalidInputException refusal(Path file, String reason) {
    return new InvalidInputException(problem(file, reason));
  }

  private static String problem(Path file, String reason) {
    return file + ": the file can't be written: " + reason + ".";
  }
}
