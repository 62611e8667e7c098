package org.flatsearch.experiments.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The files that a command line names to be read. Its output must not replace one of them: they are
 * the user's own, or hours of runs, and nothing else has them.
 */
public final class InputFiles {
  private InputFiles() {}

  /**
   * Refuses a command line whose {@code --out} is one of the files that it reads.
   *
   * @throws InvalidInputException naming the file
   */
  public static void requireKept(ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    if (command.matchedOptionValue("--out", null) instanceof Path out) {
      requireKept(command, out);
    }
  }

  /** Refuses to write to one of the files. */
  static void requireKept(ParseResult parsed, Path target) {
    boolean isRead =
        Files.isRegularFile(target)
            && parsed.matchedArgs().stream()
                .flatMap(InputFiles::read)
                .anyMatch(file -> isSame(file, target));
    if (isRead) {
      throw new InvalidInputException(
          target
              + ": this command reads the file, so its output must not replace it; give --out"
              + " another name.");
    }
  }

  private static boolean isSame(Path file, Path target) {
    try {
      return Files.exists(file) && Files.isSameFile(file, target);
    } catch (IOException e) {
      throw FileErrors.unreadable(file, e);
    }
  }

  /** Searches may improve a schedule in its file step by step, so that of --start is not kept. */
  private static Stream<Path> read(ArgSpec argument) {
    if (argument instanceof OptionSpec option
        && (option.longestName().equals("--out") || option.longestName().equals("--start"))) {
      return Stream.empty();
    }
    Object value = argument.getValue();
    return (value instanceof Collection<?> many ? many.stream() : Stream.of(value))
        // The accelerator and the workload may be names.
        .filter(each -> each instanceof Path || each instanceof String)
        .map(each -> Path.of(each.toString()))
        .flatMap(path -> Stream.concat(Stream.of(path), new RunFolder(path).files()));
  }
}
