package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.util.List;
import org.flatsearch.json.ShownText;
import picocli.CommandLine;

/** What a user should know beside the result: lines on standard error. */
final class Notes {
  private Notes() {}

  /** Prints a line for each; they may quote a file that somebody else made. */
  static void tell(CommandLine commandLine, List<String> notes) {
    PrintWriter err = commandLine.getErr();
    notes.forEach(note -> err.println(ShownText.line("note: " + note)));
  }
}
