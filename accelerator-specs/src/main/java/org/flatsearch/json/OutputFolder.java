package org.flatsearch.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
          folder + ": the folder can't be made: " + FileErrors.reason(e) + ". Name another one.",
          e);
    }
  }
}
