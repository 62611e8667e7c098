package org.flatsearch.experiments.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.cpu.CpuCalibration;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.silicon.Calibration;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code calibrate}: figures of a kernel on a chip, fitted to measured kernels. */
@Command(
    name = "calibrate",
    description =
        "Fits figures of an accelerator, or of a kernel on a chip, to a table of measured attention"
            + " kernels, and says how well they are determined; or, with --cpu, measures this CPU"
            + " as an accelerator.",
    footer = {
      "",
      "Exit codes: 0 the figures are fitted, 1 the model failed, 2 wrong input.",
      "",
      "Examples: calibrate table.csv --chip h100 --fit itemCycles=0..8000,lanesHidden=0..1",
      "          calibrate --cpu --out this-cpu.json"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table of measured kernels, as CSV.")
  private Path table;

  @Option(
      names = "--chip",
      paramLabel = "NAME",
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
      names = "--cpu",
      description =
          "Measure this CPU instead: a C program is compiled and runs for some seconds. Needs gcc"
              + " or clang, and neither TABLE, --chip nor --fit.")
  private boolean isCpu;

  @Mixin private CompilerOptions compiler;

  @Option(
      names = "--word-bytes",
      paramLabel = "2|4",
      defaultValue = "4",
      description = "With --cpu: 4 for 32-bit floats (the default), 2 for bf16.")
  private int wordBytes;

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
    if (isCpu) {
      requireNone();
      CpuCalibration cpu =
          new CpuCalibration(compiler.command(), wordBytes, compiler.threads(), name());
      show(cpu.text(), cpu.document());
      return ExitCode.OK;
    }
    if (table == null || chip == null || bounds.isEmpty()) {
      throw new InvalidInputException(
          "calibrate needs TABLE, --chip and --fit, or --cpu to measure this CPU.");
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
    show(calibration.text(), calibration.document());
    return ExitCode.OK;
  }

  private void requireNone() {
    if (table != null || chip != null || !bounds.isEmpty()) {
      throw new InvalidInputException(
          "--cpu measures this CPU; leave out TABLE, --chip and --fit, which fit to measurements.");
    }
    if (wordBytes != 2 && wordBytes != 4) {
      throw new InvalidInputException(
          "--word-bytes must be 4 (32-bit floats) or 2 (bf16), found %d.".formatted(wordBytes));
    }
  }

  /** The accelerator's name: that of its file, so that schedules say which they were made for. */
  private String name() {
    String name =
        out == null ? "this-cpu" : out.getFileName().toString().replaceFirst("\\.json$", "");
    return name.matches("[A-Za-z0-9._+-]+") ? name : "this-cpu";
  }

  private void show(String text, ObjectNode document) {
    PrintWriter writer = spec.commandLine().getOut();
    writer.print(text);
    writer.flush();
    if (out != null) {
      StrictJson.writeFile(out, document);
    }
  }
}
