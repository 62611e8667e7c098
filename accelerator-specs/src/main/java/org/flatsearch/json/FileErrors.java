package org.flatsearch.json;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The wording of failures to read or write files. */
public final class FileErrors {
  private static final Path WORKING_FOLDER = Path.of("");

  private FileErrors() {}

  /** The reason for a failure in words; the library's message is often only the path. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (e instanceof FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    if (e instanceof NoSuchFileException) {
      // Its message is the path, perhaps that of a temporary file.
      return "no file can be there";
    }
    if (e instanceof FileAlreadyExistsException exists) {
      // Creating a folder that exists does not fail, so this is a file, or a link to one or
      // nothing.
      return Files.isSymbolicLink(Path.of(exists.getFile()))
          ? "it is a link to no folder"
          : "it is a file";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * Whether the working folder is missing under the name that Java has for it: it was removed, or
   * the locale, such as that of cron, can't express its name.
   */
  static boolean lacksWorkingFolder() {
    return !Files.isDirectory(WORKING_FOLDER.toAbsolutePath());
  }

  /** Why no relative path is right, as a sentence after another; empty if that is not so. */
  public static String workingFolder() {
    return lacksWorkingFolder()
        ? " The working folder is missing under the name "
            + WORKING_FOLDER.toAbsolutePath()
            + ": if its name is not all ASCII, set LC_ALL=C.UTF-8."
        : "";
  }

  /**
   * The error for a name that no file can have here.
   *
   * @param e the failure to turn the name into a path
   */
  public static InvalidInputException noPath(InvalidPathException e) {
    String reason =
        e.getReason().startsWith("Malformed input")
            ? "the locale can't express all of its characters; set LC_ALL=C.UTF-8, or take a name"
                + " of ASCII characters"
            : e.getReason();
    return new InvalidInputException("\"" + e.getInput() + "\" is not a path: " + reason + ".", e);
  }
}
