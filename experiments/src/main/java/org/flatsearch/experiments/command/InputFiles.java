package org.flatsearch.experiments.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.SpecCatalogue;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The files that a command line names to be read. Its output must not replace one of them: they are
 * the user's own, or hours of runs, and nothing else has them.
 */
public final class InputFiles {
  private static final String OUT = "--out";

  /** Its file may be replaced: a schedule that searches improve step by step is kept in one. */
  private static final String START = "--start";

  private static final String CATALOGUE = "--catalogue";

  private final List<Path> files;

  private InputFiles(List<Path> files) {
    this.files = files;
  }

  /** The files that are named on a command line. */
  static InputFiles of(ParseResult parsed) {
    return new InputFiles(
        parsed.matchedArgs().stream()
            .filter(argument -> !isOption(argument, OUT) && !isOption(argument, START))
            .flatMap(InputFiles::read)
            .toList());
  }

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
    if (command.matchedOptionValue(OUT, null) instanceof Path out) {
      of(command).requireKept(out);
    }
  }

  /**
   * Refuses to write to one of the files.
   *
   * @throws InvalidInputException naming the file
   */
  void requireKept(Path target) {
    // What is not a regular file, such as a terminal, can be read and written at once.
    if (Files.isRegularFile(target) && files.stream().anyMatch(file -> isSame(file, target))) {
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

  private static boolean isOption(ArgSpec argument, String name) {
    return argument instanceof OptionSpec option && List.of(option.names()).contains(name);
  }

  private static Stream<Path> read(ArgSpec argument) {
    Object value = argument.getValue();
    Stream<?> values = value instanceof Collection<?> many ? many.stream() : Stream.of(value);
    Stream<Path> paths = values.flatMap(InputFiles::path);
    return isOption(argument, CATALOGUE)
        ? paths.flatMap(InputFiles::documents)
        : paths.flatMap(path -> Stream.concat(Stream.of(path), new RunFolder(path).files()));
  }

  /** The path that a value is, as a text if a name could stand there too. */
  private static Stream<Path> path(Object value) {
    if (value instanceof Path path) {
      return Stream.of(path);
    }
    try {
      return value instanceof String text && SpecCatalogue.isFile(text)
          ? Stream.of(Path.of(text))
          : Stream.empty();
    } catch (InvalidPathException e) {
      // Refused by whatever reads it.
      return Stream.empty();
    }
  }

  private static Stream<Path> documents(Path catalogue) {
    try (Stream<Path> files = Files.list(catalogue)) {
      return files.filter(file -> file.toString().endsWith(".json")).toList().stream();
    } catch (IOException | UncheckedIOException e) {
      // Refused by whatever reads it.
      return Stream.empty();
    }
  }
}
