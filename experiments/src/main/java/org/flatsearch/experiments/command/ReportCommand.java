package org.flatsearch.experiments.command;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.flatsearch.experiments.compare.StrategyComparison;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.report.BestSchedules;
import org.flatsearch.experiments.report.ReportPage;
import org.flatsearch.experiments.report.SummaryText;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.table.IohProfilerFiles;
import org.flatsearch.experiments.table.RunsTable;
import org.flatsearch.json.AtomicFile;
import org.flatsearch.json.AtomicFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code report}: what an experiment found, as a page to look at or as files for other tools. */
@Command(
    name = "report",
    description = "Shows what an experiment found: one HTML file that needs no network.",
    footer = {
      "",
      "Exit codes: 0 the report is written, 1 writing it failed, 2 wrong input.",
      "",
      "Example: report results/runs/buffer-sweep"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ReportCommand implements Callable<Integer> {
  /** The formats of a report. */
  private enum Format {
    /** A page for people. */
    HTML("report.html"),
    /** Tables for people, as Markdown. */
    MD("summary.md"),
    /** A table of runs. */
    CSV("runs.csv"),
    /** A folder of traces for IOHanalyzer. */
    IOH("ioh"),
    /** A folder of documents of the schedules that were found. */
    SCHEDULES("schedules");

    /** What it is called in the folder of an experiment. */
    private final String defaultName;

    Format(String defaultName) {
      this.defaultName = defaultName;
    }
  }

  @Spec private CommandSpec spec;

  @Mixin private FolderArguments folders;

  @Option(
      names = {"-f", "--format"},
      paramLabel = "html|md|csv|ioh|schedules",
      description =
          "html (the default): an interactive page; md: its tables as Markdown; csv: a table with"
              + " one row per run; ioh: a folder of traces for IOHanalyzer; schedules: a folder of"
              + " the best schedules, each in a file that evaluate, export and other commands"
              + " read.")
  private Format format = Format.HTML;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "PATH",
      description =
          "Where the report goes; by default report.html, summary.md, runs.csv, ioh or schedules in"
              + " the folder of the experiment. A file whose name ends in .gz is compressed.")
  private Path out;

  @Override
  public Integer call() {
    RunFolder folder = folders.single();
    Path target = out != null ? out : folder.path().resolve(format.defaultName);
    if (format != Format.IOH && format != Format.SCHEDULES) {
      AtomicFile.requireWritable(target);
    }
    ExperimentHeader header = folder.header();
    List<RunRecord> runs = folders.runs(folder);
    switch (format) {
      case HTML -> write(target, Stream.of(ReportPage.of(header, runs)));
      case MD -> write(target, Stream.of(SummaryText.of(header, runs)));
      case CSV -> write(target, RunsTable.of(header, runs));
      case IOH -> AtomicFolder.write(target, IohProfilerFiles.of(StrategyComparison.of(runs)));
      case SCHEDULES -> AtomicFolder.write(target, BestSchedules.of(header, runs));
    }
    spec.commandLine().getOut().println("Report    " + target);
    return ExitCode.OK;
  }

  /** Writes a file; gzip gets no time stamp, so that the same results give the same bytes. */
  private static void write(Path target, Stream<String> parts) {
    AtomicFile.write(
        target,
        channel -> {
          OutputStream file = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
          boolean compressed = target.toString().endsWith(".gz");
          OutputStream out = compressed ? new GZIPOutputStream(file) : file;
          for (String part : (Iterable<String>) parts::iterator) {
            out.write(part.getBytes(StandardCharsets.UTF_8));
          }
          if (out instanceof GZIPOutputStream gzip) {
            gzip.finish();
          }
          file.flush();
        });
  }
}
