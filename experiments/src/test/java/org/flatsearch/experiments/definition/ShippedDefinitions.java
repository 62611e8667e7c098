package org.flatsearch.experiments.definition;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The definitions that ship. */
public final class ShippedDefinitions {
  /** Where they are. */
  public static final Path FOLDER =
      Path.of(System.getProperty("flatsearch.root"), "experiments", "definitions");

  private ShippedDefinitions() {}

  /** Their files. */
  public static List<Path> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a name. */
  public static Path named(String name) {
    return FOLDER.resolve(name + ".yaml");
  }
}
