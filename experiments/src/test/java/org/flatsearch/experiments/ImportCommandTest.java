package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.ScheduleDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final String RESIDENT =
      ScheduleFiles.ROWS
          .replace("\"Q\": {\"inside\": \"array\"}", "\"Q\": {\"inside\": \"row\", \"slots\": 1}")
          .replace(
              "\"K\": {\"inside\": \"array\"}", "\"K\": {\"inside\": \"instance\", \"slots\": 1}")
          .replace(
              "\"V\": {\"inside\": \"array\"}", "\"V\": {\"inside\": \"instance\", \"slots\": 1}")
          .replace("\"O\": {\"inside\": \"array\"}", "\"O\": {\"inside\": \"row\", \"slots\": 1}");

  @TempDir Path folder;

  private void export() {
    CommandRun.of(
        "export",
        "-s",
        ScheduleFiles.write(folder, RESIDENT),
        "-t",
        "tileflow",
        "-o",
        folder.toString());
  }

  @Test
  void readsBackWhatExportWrote() {
    export();
    Path schedule = folder.resolve("schedule.json");
    Path imported = folder.resolve("imported.json");

    CommandRun run =
        CommandRun.of(
            "import",
            "--from=tileflow",
            folder.resolve("map.yaml").toString(),
            folder.resolve("prob.yaml").toString(),
            "-a=flat-edge",
            "-w=bert-1024",
            "-o",
            imported.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("note: The mapping has no slots");
    assertThat(run.out()).startsWith("for instance in 768 tiles of 1\n");
    assertThat(CommandRun.of("diff", schedule.toString(), imported.toString()).out().lines())
        .as("two slots where there is room, which K and V do not have")
        .filteredOn(line -> line.contains(" held "))
        .allMatch(line -> line.contains("1 slot ") && line.contains("2 slots"))
        .hasSize(3);
  }

  @Test
  void printsADocumentThatSearchesCanStartFrom() {
    export();

    CommandRun run =
        CommandRun.of(
            "import", "--from", "tileflow", folder.resolve("map.yaml").toString(), "-f", "json");

    assertThat(ScheduleDocument.read(StrictJson.readString(run.out(), "stdout")).madeFor())
        .isEmpty();
  }

  @Test
  void refusesAMappingOfAnotherWorkload() {
    export();

    assertRefused(
        CommandRun.of(
            "import",
            "--from=tileflow",
            folder.resolve("map.yaml").toString(),
            "-a=flat-edge",
            "-w=bert"),
        folder.resolve("map.yaml")
            + ": the mapping runs through 1024 of 'row' but workload 'bert' has 512; name the");
  }

  @Test
  void checksTheMappingAgainstAWorkloadAlone() {
    export();
    String mapping = folder.resolve("map.yaml").toString();

    CommandRun run =
        CommandRun.of("import", "--from=tileflow", mapping, "-w=bert", "--sequence=1024", "-fjson");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(ScheduleDocument.read(StrictJson.readString(run.out(), "stdout")).madeFor())
        .as("not known without an accelerator")
        .isEmpty();
    assertRefused(
        CommandRun.of("import", "--from=tileflow", mapping, "-w=bert"),
        mapping + ": the mapping runs through 1024 of 'row' but workload 'bert' has 512; name the");
  }

  /** With 1,021 keys, a prime number, TileFlow leaves all but one row of the array idle. */
  @Test
  void saysHowAScheduleFillsTheArrayAndKeepsTheMappingsUseIfAskedTo() {
    String schedule = ScheduleFiles.write(folder, RESIDENT);
    String[] target = {"-a=flat-edge", "-w=bert", "--queries=1024", "--keys=1021"};
    String[] export = {"export", "-s", schedule, "-t=tileflow", "-o", folder.toString()};
    assertThat(CommandRun.of(join(export, target)).exitCode()).isZero();
    String mapping = folder.resolve("map.yaml").toString();
    String[] imports = {"import", "--from=tileflow", mapping, "-f=json"};

    CommandRun filled = CommandRun.of(join(imports, target));
    CommandRun kept = CommandRun.of(join(join(imports, target), "--as-is"));

    // 768 heads, 32 tiles of 32 rows: 1,021 keys in 32 or 1 at a time, 64 of a head's elements.
    long attend = 768L * 32 * 1021 * 2;
    long inMapping = 768L * 32 * 1021 * 64 + attend;
    assertThat(filled.err())
        .contains(
            "note: The mapping fills 32 of 'row' and 1 of 'key' in logit and 32 of 'row' and 32 of"
                + " 'valueDim' in attend of 32 x 32 PEs, in "
                + inMapping
                + " cycles; a schedule"
                + " fills them as far as its tiles go, in "
                + (768L * 32 * 32 * 64 + attend)
                + " cycles. --as-is keeps the use of the array.");
    assertThat(kept.err())
        .contains("The array takes " + inMapping + " cycles, in the mapping " + inMapping + ".");
    assertThat(CommandRun.of(imports).err()).contains("A schedule fills the array as far as its");
    assertRefused(CommandRun.of(join(imports, "--as-is")), "--as-is needs to know the array");
  }

  private static String[] join(String[] first, String... then) {
    return Stream.of(first, then).flatMap(Stream::of).toArray(String[]::new);
  }
}
