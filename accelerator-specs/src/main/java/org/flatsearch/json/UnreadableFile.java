package org.flatsearch.json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The error for a file that can't be read, with the reason and advice. */
public final class UnreadableFile {
  /** How many names in a folder are searched for one similar to that of a missing file. */
  private static final int MOST_NAMES = 10_000;

  private UnreadableFile() {}

  /**
   * The error for a file.
   *
   * @param problem the failure to read it
   */
  public static InvalidInputException refusal(Path file, IOException problem) {
    if (file.toString().isEmpty()) {
      return new InvalidInputException("the name of a file is empty; name one.", problem);
    }
    return new InvalidInputException(file + ": " + sentence(file, problem), problem);
  }

  private static String sentence(Path file, IOException problem) {
    if (Files.isDirectory(file)) {
      return "the file can't be read: it is a folder; name a file in it.";
    }
    if (!(problem instanceof NoSuchFileException)) {
      return "the file can't be read: " + FileErrors.reason(problem) + ".";
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return "there is no such file: the folder " + folder + " doesn't exist.";
    }
    if (Files.isSymbolicLink(file)) {
      return "the file can't be read: it is a link to a file that doesn't exist.";
    }
    List<String> near = near(file.getFileName().toString(), namesIn(folder));
    String advice = near.isEmpty() ? "Check its name." : "Did you mean " + near.get(0) + "?";
    return "there is no such file in " + folder + ". " + advice;
  }

  /** The names that look like the given one also without an ending that both have, if any. */
  private static List<String> near(String name, List<String> names) {
    String ending = name.contains(".") ? name.substring(name.lastIndexOf('.')) : "";
    String stem = stem(name, ending);
    return NearestNames.of(name, names).stream()
        .filter(
            each ->
                !each.endsWith(ending)
                    || !NearestNames.of(stem, List.of(stem(each, ending))).isEmpty())
        .toList();
  }

  private static String stem(String name, String ending) {
    return name.substring(0, name.length() - ending.length());
  }

  private static List<String> namesIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.limit(MOST_NAMES).map(path -> path.getFileName().toString()).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}
