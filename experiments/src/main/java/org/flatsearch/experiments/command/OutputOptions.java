package org.flatsearch.experiments.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.StrictJson;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how and where a result is shown. */
final class OutputOptions {
  /** How a command shows its result: for people, or for programs. */
  private enum Format {
    TEXT,
    JSON
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "text|json",
      description = "What standard output shows: text (the default) or json.")
  private Format format = Format.TEXT;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "A file for the JSON document; it is written whole or not at all.")
  private Path out;

  /** Refuses a file that could not be written, before the work begins. */
  void check() {
    if (out != null) {
      AtomicFile.requireWritable(out);
    }
  }

  /**
   * Shows the result, then writes the file if one is wanted. In this order, a result that may have
   * taken hours is seen even if the disk is full.
   */
  void show(ObjectNode document, Supplier<String> text) {
    show(document, text, true);
  }

  /**
   * Shows the result.
   *
   * @param isOfUse whether to write the file too; what is worse than nothing would replace better
   */
  void show(ObjectNode document, Supplier<String> text, boolean isOfUse) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(format == Format.JSON ? StrictJson.write(document) : text.get());
    writer.flush();
    if (out != null && isOfUse) {
      StrictJson.writeFile(out, document);
    } else if (out != null) {
      tellNotWritten("no schedule that fits was found");
    }
  }

  /** Says why there is no result, and that the file is as it was. */
  void tellNotWritten(String reason) {
    PrintWriter notes = spec.commandLine().getErr();
    notes.println("note: " + reason + (out == null ? "." : "; " + out + " is not written."));
    notes.flush();
  }
}
