package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.silicon.Calibration;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code calibrate}: figures of a kernel on a chip, fitted to measured kernels. */
@Command(
    name = "calibrate",
    description =
        "Fits figures of a kernel on a chip to a table of measured attention kernels, and says how"
            + " well they are determined.",
    footer = {
      "",
      "Exit codes: 0 the figures are fitted, 1 the model failed, 2 wrong input.",
      "",
      "Example: calibrate table.csv --chip h100 --fit itemCycles=0..8000,lanesHidden=0..1"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "TABLE", description = "A table of measured kernels, as CSV.")
  private Path table;

  @Option(
      names = "--chip",
      paramLabel = "NAME",
      required = true,
      description = "The accelerator; the table's other rows are left out.")
  private String chip;

  @Option(
      names = "--kernel",
      paramLabel = "NAME|FILE",
      description =
          "The kernel whose figures are fitted, a name from \"list kernels\" or a JSON file; by"
              + " default that of the chip's rows.")
  private String kernel;

  @Option(
      names = "--all-shapes",
      description =
          "Fit to the rows of all shapes; by default to those of every second shape, the others"
              + " being the test.")
  private boolean allShapes;

  @Option(
      names = "--fit",
      paramLabel = "FIGURE=LOW..HIGH",
      required = true,
      split = ",",
      description =
          "A figure of the accelerator or constant of the kernel to fit, and its bounds; may be"
              + " repeated.")
  private Map<String, String> bounds = new LinkedHashMap<>();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "NAME",
      defaultValue = WalkModel.NAME,
      description = "The cost model; walk by default.")
  private String model;

  @Option(
      names = "--tuned",
      paramLabel = "WEIGHT",
      defaultValue = "0.5",
      description =
          "How much it counts against figures that blocks other than the row's, which a tuner found"
              + " to be best, are predicted to be more than 8%% faster; 0.5 by default, and 0 is"
              + " quickest.")
  private double tuned;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "A file for the kernel's document; it is written whole or not at all.")
  private Path out;

  @Override
  public Integer call() {
    if (out != null) {
      AtomicFile.requireWritable(out);
    }
    Calibration calibration =
        new Calibration(
            table,
            chip,
            Optional.ofNullable(kernel).map(Kernel::named),
            CostModels.named(model),
            bounds,
            tuned,
            allShapes);
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(calibration.text());
    writer.flush();
    if (out != null) {
      StrictJson.writeFile(out, calibration.document());
    }
    return ExitCode.OK;
  }
}
