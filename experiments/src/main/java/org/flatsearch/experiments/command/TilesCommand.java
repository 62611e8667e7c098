package org.flatsearch.experiments.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.concurrent.Callable;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.tiles.BesideTable;
import org.flatsearch.experiments.tiles.TableFormat;
import org.flatsearch.experiments.tiles.TileSearch;
import org.flatsearch.experiments.tiles.TileTable;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tiles}: a table of the best block sizes of a kernel. */
@Command(
    name = "tiles",
    description =
        "Writes the table of block sizes that a kernel reads: the best by prediction for each"
            + " shape, or the few that are worth measuring.",
    footer = {
      "",
      "Exit codes: 0 the table is written, 1 the model failed, 2 wrong input.",
      "",
      "Example: tiles -a tpu-v6e --kernel splash --sequence 1024..32768*2 --heads 32/8,64/8"
    },
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false)
public final class TilesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-a", "--accelerator"},
      paramLabel = "NAME|FILE",
      required = true,
      description = "The chip: a name from \"list accelerators\", or a JSON file.")
  private String accelerator;

  @Option(
      names = "--kernel",
      paramLabel = "NAME|FILE",
      required = true,
      description = "The kernel: a name from \"list kernels\", or a JSON file.")
  private String kernel;

  @Mixin private ShapeOptions shapeOptions;

  @Option(
      names = "--count",
      paramLabel = "K",
      defaultValue = "1",
      description = "The best so many blocks of each shape; 1 by default.")
  private int count;

  @Option(
      names = "--beside",
      paramLabel = "FILE",
      description =
          "A table that exists: one that tiles wrote as CSV or JSON, or a Python file of sglang-jax"
              + " or tpu-inference as it is. As CSV, its blocks beside the best: where to measure"
              + " anew. The shapes are those of the table; --keys says how long the cache is where"
              + " it does not, 4,096 by default.")
  private Path beside;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "csv",
      description = "How the table is written: ${COMPLETION-CANDIDATES}; csv by default.")
  private TableFormat format;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "128",
      description = "Keys of a page of the cache, for --format sglang-jax; 128 by default.")
  private int page;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "A file for the table in place of standard output; FILE.part keeps what is finished until"
              + " it is whole.")
  private Path out;

  @Option(names = "--resume", description = "Continue where FILE.part ends.")
  private boolean resume;

  @Option(names = "--force", description = "Replace a file that exists, or begin anew.")
  private boolean force;

  @Override
  public Integer call() {
    OptionRules.requireAtLeast("--count", count, 1);
    OptionRules.requireAtLeast("--page", page, 1);
    if (out == null && (resume || force)) {
      throw new InvalidInputException("--resume and --force are about a file; name it with --out.");
    }
    if (out != null) {
      TileTable.requireFree(out, resume, force);
    }
    TileSearch search =
        new TileSearch(Kernel.named(kernel), SpecCatalogue.accelerator(accelerator), count, page);
    format.require(search.kernel());
    if (beside != null) {
      return compare(new BesideTable(search, beside, shapeOptions.cachedKeys()));
    }
    Collection<AttentionWorkload> shapes = shapeOptions.shapes();
    TileTable table = new TileTable(search, shapes, format);
    if (out == null) {
      PrintWriter writer = spec.commandLine().getOut();
      table.show(writer::print);
      writer.flush();
      return ExitCode.OK;
    }
    ProgressLine line = ProgressLine.of(table::progress, spec.commandLine().getErr());
    try {
      table.write(out, resume);
    } finally {
      line.close();
    }
    return ExitCode.OK;
  }

  private int compare(BesideTable table) {
    if (format != TableFormat.CSV || resume || count != 1) {
      throw new InvalidInputException(
          "--beside: compares one table with the best blocks, as CSV; leave out --format, --count"
              + " and --resume.");
    }
    if (out == null) {
      PrintWriter writer = spec.commandLine().getOut();
      table.write(writer::print);
      writer.flush();
      return ExitCode.OK;
    }
    ProgressLine line = ProgressLine.of(table::progress, spec.commandLine().getErr());
    StringBuilder text = new StringBuilder();
    try {
      table.write(text::append);
    } finally {
      line.close();
    }
    AtomicFile.write(out, text.toString());
    return ExitCode.OK;
  }
}
