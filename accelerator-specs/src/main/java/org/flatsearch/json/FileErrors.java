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
      return "no file can be there";
    }
    if (e instanceof FileAlreadyExistsException) {
      return "there is a file of that name";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** The error for a file that can't be read. */
  public static InvalidInputException unreadable(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return new InvalidInputException(file + ": there is no such file. Check its name.", e);
    }
    String reason = Files.isDirectory(file) ? "it is a folder; name a file in it" : reason(e);
    return new InvalidInputException(file + ": the file can't be read: " + reason + ".", e);
  }

  /** The error for a name that no file can have here. */
  public static InvalidInputException noPath(InvalidPathException e) {
    String remedy =
        e.getInput().chars().anyMatch(each -> each > 127)
            ? " If its characters are right, the system's locale does not have them; set"
                + " LC_ALL=C.UTF-8."
            : "";
    return new InvalidInputException(
        "\"" + e.getInput() + "\" is not a path: " + e.getReason() + "." + remedy, e);
  }
}
