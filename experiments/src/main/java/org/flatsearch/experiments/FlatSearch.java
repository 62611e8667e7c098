package org.flatsearch.experiments;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.flatsearch.experiments.command.CalibrateCommand;
import org.flatsearch.experiments.command.CatalogueCommand;
import org.flatsearch.experiments.command.CommandErrors;
import org.flatsearch.experiments.command.CompareCommand;
import org.flatsearch.experiments.command.DiffCommand;
import org.flatsearch.experiments.command.EvaluateCommand;
import org.flatsearch.experiments.command.ExplainCommand;
import org.flatsearch.experiments.command.ExportCommand;
import org.flatsearch.experiments.command.ImportCommand;
import org.flatsearch.experiments.command.InputFiles;
import org.flatsearch.experiments.command.ListCommand;
import org.flatsearch.experiments.command.ReportCommand;
import org.flatsearch.experiments.command.RunCommand;
import org.flatsearch.experiments.command.SearchCommand;
import org.flatsearch.experiments.command.SiliconCommand;
import org.flatsearch.experiments.command.SpaceCommand;
import org.flatsearch.experiments.command.TilesCommand;
import org.flatsearch.experiments.command.TuneCommand;
import org.flatsearch.experiments.run.Interruption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * The command line of FlatSearch.
 *
 * <p>Exit codes: 0 when the command did what was asked, 1 when it failed although the input was
 * right, 2 when the input was wrong: an unknown option, or a file, name or figure that breaks a
 * rule; 130 when Ctrl-C ended it. Results go to standard output, everything else to standard error,
 * both in UTF-8.
 */
@Command(
    name = "flatsearch",
    description = "Finds the best FLAT-style schedule of an attention layer for an accelerator.",
    mixinStandardHelpOptions = true,
    subcommands = {
      SearchCommand.class,
      SpaceCommand.class,
      EvaluateCommand.class,
      ExplainCommand.class,
      DiffCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      CatalogueCommand.class,
      ListCommand.class,
      RunCommand.class,
      CompareCommand.class,
      ReportCommand.class,
      SiliconCommand.class,
      CalibrateCommand.class,
      TilesCommand.class,
      TuneCommand.class
    })
public final class FlatSearch {

  /**
   * Runs the command line and ends the process with its exit code. What a plug-in prints goes to
   * standard error: it would make a document on standard output unreadable.
   */
  public static void main(String[] args) {
    System.setOut(System.err);
    Interruption early = new Interruption();
    early.onInterrupt(
        () -> {
          System.err.println("note: stopped before the command began; nothing is written.");
          early.endAtOnce();
        });
    CommandLine commandLine =
        commandLine()
            .setOut(utf8(new StandardOutput(new FileOutputStream(FileDescriptor.out))))
            .setErr(utf8(new FileOutputStream(FileDescriptor.err)))
            .setExecutionStrategy(
                parsed -> {
                  early.close();
                  return execute(parsed);
                });
    int exitCode = run(commandLine, args);
    early.close();
    System.exit(exitCode);
  }

  /** A writer that flushes each line: what is shown before a long task is seen before it begins. */
  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Executes the command line; whatever goes wrong ends in a message and an exit code. */
  static int run(CommandLine commandLine, String... args) {
    try {
      int exitCode = commandLine.execute(args);
      if (commandLine.getOut().checkError()) {
        commandLine.getErr().println("flatsearch: standard output can't be written.");
        return CommandLine.ExitCode.SOFTWARE;
      }
      return exitCode;
    } catch (Throwable e) {
      return CommandErrors.report(e, commandLine);
    }
  }

  /** The command line with the error handling of this program, ready to execute. */
  static CommandLine commandLine() {
    CommandLine root = new CommandLine(new FlatSearch());
    stateVersion(root);
    return CommandErrors.register(root)
        .setExpandAtFiles(false)
        .setExecutionStrategy(FlatSearch::execute);
  }

  /** Each subcommand has a {@code --version} of its own, and none takes over that of the root. */
  private static void stateVersion(CommandLine command) {
    command.getCommandSpec().versionProvider(new ProjectVersion());
    command.getSubcommands().values().forEach(FlatSearch::stateVersion);
  }

  private static int execute(ParseResult parsed) {
    Integer afterHelp = CommandLine.executeHelpRequest(parsed);
    if (afterHelp != null) {
      return afterHelp;
    }
    try {
      InputFiles.requireKept(parsed);
    } catch (RuntimeException e) {
      // Picocli would show a stack trace.
      return CommandErrors.report(e, parsed.commandSpec().commandLine());
    }
    return new RunLast().execute(parsed);
  }
}
