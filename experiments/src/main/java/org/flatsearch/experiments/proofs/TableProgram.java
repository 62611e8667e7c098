package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.command.CommandErrors;
import org.flatsearch.experiments.text.Units;
import picocli.CommandLine;

/**
 * What the tables of this package have in common: they run as programs, with the errors and exit
 * codes of all commands, and state the machine that they ran on.
 */
final class TableProgram {
  private TableProgram() {}

  /** Runs {@code table} with the arguments of the command line and ends the process. */
  static void run(Callable<Integer> table, String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine(table).setOut(out).execute(args));
  }

  /** The command line of {@code table}, with the error handling of all commands. */
  static CommandLine commandLine(Callable<Integer> table) {
    return CommandErrors.register(new CommandLine(table));
  }

  /** The date, this machine and the models, on which figures depend: the first line of a table. */
  static String whatFiguresDependOn() {
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "%s, %s %s, %d processors, Java %s, %s of heap, models %s",
        LocalDate.now(),
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        runtime.availableProcessors(),
        System.getProperty("java.version"),
        Units.bytes(runtime.maxMemory()),
        models());
  }

  private static String models() {
    return CostModels.all().values().stream()
        .map(model -> model.name() + " " + model.version())
        .collect(Collectors.joining(", "));
  }
}
