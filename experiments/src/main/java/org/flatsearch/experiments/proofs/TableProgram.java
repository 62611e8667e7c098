package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.command.CommandErrors;
import picocli.CommandLine;

/**
 * How the tables of this package run as programs: errors and exit codes are those of all commands.
 */
final class TableProgram {
  private TableProgram() {}

  /** Runs {@code table} with the arguments of the command line and ends the process. */
  static void run(Callable<Integer> table, String[] args) {
    CommandLine commandLine =
        new CommandLine(table)
            .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler(CommandErrors::handle)
            .setExecutionExceptionHandler(
                (exception, command, parsed) -> CommandErrors.report(exception, command));
    System.exit(commandLine.execute(args));
  }
}
