package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flatsearch.results.ScheduleDocument;
import org.flatsearch.results.exchange.ExportedFiles;
import org.flatsearch.results.exchange.ImportedSchedule;
import org.flatsearch.results.exchange.ScheduleExporter;
import org.flatsearch.results.exchange.ScheduleImporter;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.IllegalScheduleException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Formats of third parties, with defects. */
class BrokenFormatTest {
  @TempDir private Path folder;

  /** Leaves the folder for one accelerator and exports nothing for another. */
  public static final class BrokenExporter implements ScheduleExporter {
    @Override
    public String format() {
      return "broken";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public ExportedFiles export(
        AttentionSchedule schedule, Accelerator accelerator, AttentionWorkload workload) {
      return accelerator.name().equals("flat-cloud")
          ? null
          : new ExportedFiles(Map.of("../outside", "x"), List.of());
    }
  }

  /** Has the defect that the second file is named after; the first file is a schedule document. */
  public static final class BrokenImporter implements ScheduleImporter {
    @Override
    public String format() {
      return "broken";
    }

    @Override
    public String description() {
      throw new IllegalStateException("no words");
    }

    @Override
    public ImportedSchedule read(List<Path> files) {
      AttentionSchedule schedule = ScheduleDocument.read(files.get(0)).schedule();
      return switch (files.get(1).toString()) {
        case "null" -> null;
        case "illegal" -> throw new IllegalScheduleException("Q needs a slot");
        case "throws" -> throw new IllegalStateException("no table");
        default -> new ImportedSchedule(schedule, Map.of(), List.of());
      };
    }
  }

  @Test
  void namesAnExporterWhoseFileLeavesTheFolder() throws Exception {
    Path out = folder.resolve("out");
    CommandRun run = export("-a=flat-edge", "-o=" + out);

    assertFailed(run, "a file of an export must have a name without a folder", "\"../outside\"");
    assertThat(folder.resolve("outside")).doesNotExist();
    assertThat(out).doesNotExist();
  }

  @Test
  void namesAnExporterThatReturnsNull() throws Exception {
    assertFailed(export("-a=flat-cloud"), "it returned null");
  }

  @Test
  void namesAnImporterThatFails() throws Exception {
    assertFailed(importing("throws"), "IllegalStateException: no table");
    assertFailed(importing("null"), "it returned null");
    assertFailed(importing("incomplete"), "extent of at least 1", "that of 'instance' is null");
  }

  @Test
  void namesAnImporterThatCannotDescribeItself() throws Exception {
    OfferedPlugIn.in(folder, ScheduleImporter.class, BrokenImporter.class);

    assertRefused(
        OfferedPlugIn.run(folder, "import", "--from=broken"),
        "import format " + BrokenImporter.class.getName(),
        "can't describe itself (java.lang.IllegalStateException: no words)");
  }

  @Test
  void namesTheFilesOfAMappingThatIsNoSchedule() throws Exception {
    assertRefused(importing("illegal"), schedule() + ", illegal: Q needs a slot.");
  }

  private CommandRun export(String... further) throws Exception {
    OfferedPlugIn.in(folder, ScheduleExporter.class, BrokenExporter.class);
    List<String> arguments = List.of("export", "-t=broken", "-w=bert-1024", "-s=" + schedule());
    return OfferedPlugIn.run(folder, arguments, further);
  }

  private CommandRun importing(String defect) throws Exception {
    OfferedPlugIn.in(folder, ScheduleImporter.class, BrokenImporter.class);
    return OfferedPlugIn.run(folder, "import", "--from=broken", schedule(), defect);
  }

  private String schedule() {
    return ScheduleFiles.writeWithoutMadeFor(folder);
  }

  private static void assertFailed(CommandRun run, String... reasons) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip())
        .startsWith("format 'broken' failed (")
        .contains(reasons)
        .hasLineCount(1);
  }
}
