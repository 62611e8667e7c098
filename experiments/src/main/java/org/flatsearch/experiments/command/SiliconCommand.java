package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.silicon.Scoreboard;
import org.flatsearch.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code silicon}: a model held against measured kernels. */
@Command(
    name = "silicon",
    description =
        "Holds a model against a table of measured attention kernels: predicted and measured time,"
            + " and where each kernel's block sizes stand among those that its tuner tries.",
    footer = {
      "",
      "Exit codes: 0 all rows are predicted, 1 the model failed, 2 wrong input.",
      "",
      "docs/silicon.md says which columns a table has."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class SiliconCommand implements Callable<Integer> {
  /** The models that count what chips need. */
  private enum Model {
    WALK,
    LOOPNEST
  }

  private enum Format {
    TEXT,
    JSON,
    CSV,
    SVG
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of measured kernels, as CSV.")
  private Path table;

  @Option(
      names = "--kernel",
      paramLabel = "NAME|FILE",
      description =
          "Only rows of this kernel, by this document: a name from \"list kernels\", or a JSON"
              + " file.")
  private String kernel;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "walk|loopnest",
      description = "The cost model; walk by default.")
  private Model model = Model.WALK;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "text|json|csv|svg",
      description =
          "What standard output shows: text (the default), json, csv of the rows, or svg, a plot.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() {
    Scoreboard scoreboard =
        Scoreboard.of(
            table,
            Optional.ofNullable(kernel).map(Kernel::named),
            CostModels.named(model.name().toLowerCase(Locale.ROOT)));
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case TEXT -> scoreboard.text();
          case JSON -> StrictJson.write(scoreboard.toJson());
          case CSV -> scoreboard.csv();
          case SVG -> scoreboard.svg();
        });
    out.flush();
    return ExitCode.OK;
  }
}
