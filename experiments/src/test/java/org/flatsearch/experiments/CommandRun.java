package org.flatsearch.experiments;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the command line, as a user sees it.
 *
 * @param exitCode the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CommandRun(int exitCode, String out, String err) {

  /** Runs the command line with these arguments. */
  static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        FlatSearch.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int exitCode = FlatSearch.run(commandLine, arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }
}
