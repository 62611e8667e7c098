package org.flatsearch.experiments;

import org.flatsearch.json.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of FlatSearch.
 *
 * <p>Exit codes: 0 when the command did what was asked, 1 when it failed although the input was
 * right, 2 when the input was wrong: an unknown option, or a file, name or figure that breaks a
 * rule. Results go to standard output, everything else to standard error.
 */
@Command(
    name = "flatsearch",
    description = "Finds the best FLAT-style schedule of an attention layer for an accelerator.",
    mixinStandardHelpOptions = true,
    versionProvider = ProjectVersion.class)
public final class FlatSearch implements Runnable {

  @Spec private CommandSpec spec;

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with the error handling of this program, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new FlatSearch())
        .setExecutionExceptionHandler(
            (exception, commandLine, parsed) -> {
              if (exception instanceof InvalidInputException invalid) {
                commandLine
                    .getErr()
                    .println(commandLine.getColorScheme().errorText(invalid.getMessage()));
                return commandLine.getCommandSpec().exitCodeOnInvalidInput();
              }
              throw exception;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}
