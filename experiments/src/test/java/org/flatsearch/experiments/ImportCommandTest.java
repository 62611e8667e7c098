package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import java.nio.file.Path;
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
}
