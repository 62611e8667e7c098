package org.flatsearch.experiments.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The files that a command line names to be read. Its outputs must not replace one of them, nor one
 * another: they are the user's own, or hours of runs, and nothing else has them.
 */
public final class InputFiles {
  /** The options that name a file to be written. */
  private static final List<String> OUTPUTS = List.of("--out", "--trace");

  private InputFiles() {}

  /**
   * Refuses a command line with an output that is one of the files that it reads, or another
   * output.
   *
   * @throws InvalidInputException naming the file
   */
  public static void requireKept(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    List<Path> outputs = new ArrayList<>();
    for (String option : OUTPUTS) {
      if (command.matchedOptionValue(option, null) instanceof Path target) {
        requireKept(command, target, option);
        if (outputs.stream().anyMatch(other -> !isStream(other) && isSame(other, target))) {
          throw new InvalidInputException(
              "%s: %s name the same file; give each its own."
                  .formatted(target, String.join(" and ", OUTPUTS)));
        }
        outputs.add(target);
      }
    }
  }

  /**
   * Refuses to write to one of the files.
   *
   * @param option the option that names the target
   */
  static void requireKept(ParseResult parsed, Path target, String option) {
    boolean isRead =
        Files.isRegularFile(target)
            && parsed.matchedArgs().stream()
                .flatMap(InputFiles::read)
                .anyMatch(file -> isSame(file, target));
    if (isRead) {
      throw new InvalidInputException(
          "%s: this command reads the file, so its output must not replace it; give %s another name."
              .formatted(target, option));
    }
  }

  private static boolean isStream(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file);
  }

  /** Whether two paths name the same file or folder, there or not. */
  static boolean isSame(Path file, Path target) {
    try {
      return file.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize())
          || Files.exists(file) && Files.exists(target) && Files.isSameFile(file, target);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /** Searches may improve a schedule in its file step by step, so that of --start is not kept. */
  private static Stream<Path> read(ArgSpec argument) {
    if (argument instanceof OptionSpec option
        && (OUTPUTS.contains(option.longestName()) || option.longestName().equals("--start"))) {
      return Stream.empty();
    }
    Object value = argument.getValue();
    if (argument.isOption() && value instanceof Path folder && Files.isDirectory(folder)) {
      return ScheduleCatalogue.files(folder).stream();
    }
    return (value instanceof Collection<?> many ? many.stream() : Stream.of(value))
        // The accelerator and the workload may be names.
        .filter(each -> each instanceof Path || each instanceof String)
        .map(each -> Path.of(each.toString()))
        .flatMap(path -> Stream.concat(Stream.of(path), new RunFolder(path).files()));
  }
}
