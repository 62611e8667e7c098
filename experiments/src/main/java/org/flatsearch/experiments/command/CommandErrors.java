package org.flatsearch.experiments.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.flatsearch.experiments.run.DebugTrace;
import org.flatsearch.json.FileErrors;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.ShownText;
import org.flatsearch.json.WriteFailedException;
import org.flatsearch.plugin.PlugInFailedException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports errors: one line on standard error, and an exit code. Notes are such lines, too.
 *
 * <p>The system property {@code flatsearch.debug=true} adds the stack trace.
 */
public final class CommandErrors {
  private CommandErrors() {}

  /** Has a command line report errors like this. */
  public static CommandLine register(CommandLine commandLine) {
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Path.class, CommandErrors::path)
        .setParameterExceptionHandler((exception, arguments) -> report(exception))
        .setExecutionExceptionHandler((exception, command, parsed) -> report(exception, command));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(FileErrors.noPath(e).getMessage());
    }
  }

  /** Reports what is wrong with the arguments, in the words of picocli. */
  private static int report(ParameterException exception) {
    DebugTrace.show(exception);
    CommandSpec command = exception.getCommandLine().getCommandSpec();
    String message =
        exception
            .getMessage()
            .replaceAll("\\s+", " ")
            .replaceAll("is not an? (int|long)$", "must be a whole number, such as 4096")
            .replaceAll("is not a double$", "must be a number");
    if (exception instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      message += near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    }
    tell(
        exception.getCommandLine(),
        "%s%s \"%s --help\" shows what there is."
            .formatted(message, message.matches(".*[.?]") ? "" : ".", command.qualifiedName()));
    return ExitCode.USAGE;
  }

  /** Reports why a command failed. */
  public static int report(Throwable failure, CommandLine commandLine) {
    DebugTrace.show(failure);
    if (failure instanceof InvalidPathException e) {
      return report(FileErrors.noPath(e), commandLine);
    }
    if (failure instanceof InvalidInputException) {
      tell(commandLine, failure.getMessage());
      return ExitCode.USAGE;
    }
    tell(commandLine, message(failure));
    return ExitCode.SOFTWARE;
  }

  private static String message(Throwable failure) {
    if (failure instanceof CommandFailedException
        || failure instanceof PlugInFailedException
        || failure instanceof WriteFailedException) {
      return failure.getMessage();
    }
    if (failure instanceof OutOfMemoryError) {
      double gibibytes = Runtime.getRuntime().maxMemory() / (double) (1 << 30);
      return "Out of memory; give Java more, such as -Xmx%sg."
          .formatted((long) Math.ceil(2 * gibibytes));
    }
    return "Unexpected %s. This is a defect; -D%s=true shows where."
        .formatted(failure, DebugTrace.PROPERTY);
  }

  /** Prints what a user should know beside the result; it may quote a file of somebody else. */
  static void note(CommandLine commandLine, List<String> notes) {
    notes.forEach(note -> tell(commandLine, "note: " + note));
  }

  private static void tell(CommandLine commandLine, String message) {
    commandLine.getErr().println(ShownText.line(message));
  }
}
