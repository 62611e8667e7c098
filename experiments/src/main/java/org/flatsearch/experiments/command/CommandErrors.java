package org.flatsearch.experiments.command;

import java.util.Arrays;
import java.util.List;
import org.flatsearch.experiments.run.DebugTrace;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.NearestNames;
import org.flatsearch.json.ShownText;
import org.flatsearch.json.WriteFailedException;
import org.flatsearch.plugin.PlugInFailedException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports errors: one line on standard error, and an exit code.
 *
 * <p>The system property {@code flatsearch.debug=true} adds the stack trace.
 */
public final class CommandErrors {
  /** The only whole number that may be negative. */
  private static final String SEED = "--seed";

  private CommandErrors() {}

  /** Reports what is wrong with the arguments. */
  public static int handle(ParameterException exception, String[] args) {
    CommandLine commandLine = exception.getCommandLine();
    CommandSpec command = commandLine.getCommandSpec();
    String message = exception.getMessage().replaceAll("\\s+", " ");
    if (exception instanceof UnmatchedArgumentException unmatched) {
      message = unmatched(unmatched, command, args);
    } else if (lacksNumber(exception)) {
      message =
          "%s: must %s, found \"%s\""
              .formatted(option(exception), number(exception), exception.getValue());
    }
    String help = "\"" + command.qualifiedName() + " --help\" shows what there is.";
    tell(
        commandLine,
        (message.endsWith(".") || message.endsWith("?") ? message : message + ".") + " " + help);
    DebugTrace.show(exception);
    return command.exitCodeOnInvalidInput();
  }

  /** Whether an option that takes a number was given another value. */
  private static boolean lacksNumber(ParameterException exception) {
    return exception.getArgSpec() instanceof OptionSpec
        && exception.getValue() != null
        && isOfType(
            exception,
            Double.class,
            double.class,
            Integer.class,
            int.class,
            Long.class,
            long.class);
  }

  /** What the option takes, in words that follow "must". */
  private static String number(ParameterException exception) {
    if (isOfType(exception, Double.class, double.class)) {
      return "be a number such as 90 or 0.5";
    }
    if (!exception.getValue().matches("[+-]?[0-9]+")) {
      return "be a whole number";
    }
    if (exception.getValue().startsWith("-")) {
      return option(exception).equals(SEED) ? "be at least " + Long.MIN_VALUE : "not be negative";
    }
    boolean isLong = isOfType(exception, Long.class, long.class);
    return "be at most " + (isLong ? Long.MAX_VALUE : Integer.MAX_VALUE);
  }

  private static boolean isOfType(ParameterException exception, Class<?>... types) {
    return List.of(types).contains(exception.getArgSpec().type());
  }

  private static String option(ParameterException exception) {
    return ((OptionSpec) exception.getArgSpec()).longestName();
  }

  private static String unmatched(
      UnmatchedArgumentException exception, CommandSpec command, String[] args) {
    String argument = exception.getUnmatched().get(0);
    if (argument.startsWith("-")) {
      return unknown(argument, command);
    }
    if (command.subcommands().isEmpty()) {
      // Picocli takes -accelerator for -a with a value.
      return Arrays.stream(args)
          .filter(each -> command.optionsMap().containsKey("-" + name(each)))
          .findFirst()
          .map(each -> unknown(each, command))
          .orElseGet(() -> unexpected(argument));
    }
    return "There is no command \"%s\". %s"
        .formatted(argument, NearestNames.advice(argument, command.subcommands().keySet()));
  }

  private static String unknown(String option, CommandSpec command) {
    String name = name(option);
    String near =
        NearestNames.of(name, command.optionsMap().keySet()).stream()
            .filter(each -> name.length() > 2 || each.equalsIgnoreCase(name))
            .findFirst()
            .map(each -> ": did you mean " + each + "?")
            .orElse("");
    return "Unknown option " + option + near;
  }

  private static String name(String option) {
    return option.replaceFirst("=.*", "");
  }

  /**
   * An argument that no parameter takes. Of a list of paths, picocli also leaves those over that
   * are not paths.
   */
  private static String unexpected(String argument) {
    try {
      new PathConverter().convert(argument);
      return "Unexpected argument \"" + argument + "\"";
    } catch (TypeConversionException e) {
      return e.getMessage();
    }
  }

  /** Reports why a command failed. */
  public static int report(Throwable failure, CommandLine commandLine) {
    DebugTrace.show(failure);
    if (failure instanceof InvalidInputException) {
      tell(commandLine, failure.getMessage());
      return ExitCode.USAGE;
    }
    if (failure instanceof CommandFailedException
        || failure instanceof PlugInFailedException
        || failure instanceof WriteFailedException) {
      tell(commandLine, failure.getMessage());
    } else if (failure instanceof OutOfMemoryError error) {
      tell(commandLine, usedUp(error));
    } else {
      tell(
          commandLine,
          "Unexpected %s. This is a defect; -D%s=true shows where."
              .formatted(failure, DebugTrace.PROPERTY));
    }
    return ExitCode.SOFTWARE;
  }

  /** Java calls it a lack of memory too where the system refuses a thread. */
  private static String usedUp(OutOfMemoryError error) {
    return String.valueOf(error.getMessage()).contains("native thread")
        ? "The system allows no more threads; raise its limit (ulimit -u, or that of processes in"
            + " the container), or take fewer --threads."
        : outOfMemory(Runtime.getRuntime().maxMemory());
  }

  /**
   * The message that memory ran out, with a remedy: twice as much.
   *
   * @param heapBytes the most that Java may use now
   */
  static String outOfMemory(long heapBytes) {
    return "Out of memory; give Java more, such as -Xmx%sg."
        .formatted((long) Math.ceil(2.0 * heapBytes / (1 << 30)));
  }

  private static void tell(CommandLine commandLine, String message) {
    String line = ShownText.line(message);
    commandLine.getErr().println(commandLine.getColorScheme().errorText(line));
  }
}
