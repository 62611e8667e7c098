package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flatsearch.experiments.CommandRun.assertRefused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  @TempDir static Path folder;
  private static Path out;

  @BeforeAll
  static void runExperiment() throws Exception {
    out =
        Experiments.run(
            folder,
            """
            schemaVersion: 1
            name: small
            description: A small one, with </script> in its description.
            accelerators: [flat-edge]
            workloads: [bert, trxl]
            sweeps:
              - bufferBytes: [20KiB, 200KiB, 2MiB]
            models: [flat]
            spaces: [published]
            searches:
              - {name: fused, restrictions: ["logits==fused"], strategies: [exhaustive]}
              - {name: unfused, restrictions: ["logits==dram"], strategies: [exhaustive]}
              - {name: heuristic, strategies: [random, hill-climbing], seeds: [1..5], budgets: [50]}
            comparisons:
              - {name: fusion, of: fused, against: unfused, metric: latency,
                 published: [{accelerator: flat-edge+bufferBytes-2MiB, value: 1.5, origin: nowhere}]}
            """);
  }

  private static JsonNode data(String page) throws Exception {
    String begin = "<script type=\"application/json\" id=\"data\">";
    int from = page.indexOf(begin) + begin.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }

  @Test
  void writesOneFileThatNeedsNothingElse() throws Exception {
    CommandRun run = CommandRun.of("report", out.toString());
    String page = Files.readString(out.resolve("report.html"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo("Report    " + out.resolve("report.html") + "\n");
    assertThat(page).contains(echarts());
    assertThat(page.replace(echarts(), ""))
        .doesNotContainPattern("<(script|img|iframe|link)[^>]* src=")
        .doesNotContainPattern("<link[^>]* href=\"(?!data:)")
        .doesNotContainPattern("@import|url\\(\"?http");
  }

  private static String echarts() throws Exception {
    try (InputStream in =
        ReportCommandTest.class.getResourceAsStream(
            "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void holdsWhatIsToBeShown() throws Exception {
    Path file = folder.resolve("shown.html");
    CommandRun.of("report", out.toString(), "--out=" + file);
    JsonNode data = data(Files.readString(file));

    assertThat(data.at("/description").asText()).contains("</script>");
    assertThat(data.at("/summary/finished").asInt()).isEqualTo(12 + 60);
    assertThat(data.at("/searches")).hasSize(3);
    assertThat(data.at("/outcomes")).hasSize(18);
    assertThat(data.at("/outcomes/0/nest").asText()).contains("for instance in ");
    assertThat(data.at("/accelerators/1/base").asText()).isEqualTo("flat-edge");
    assertThat(data.at("/accelerators/1/figures/bufferBytes").asInt()).isEqualTo(200 << 10);
    assertThat(data.at("/gains")).hasSize(3);
    assertThat(data.at("/gains/2/published/0/value").asDouble()).isEqualTo(1.5);
    assertThat(data.at("/gains/0/workloads").asInt()).isEqualTo(2);
    // The exhaustive searches are alone on their problems: nothing contests them.
    assertThat(data.at("/comparison/strategies").findValuesAsText("name"))
        .containsExactly("random", "hill-climbing");
    assertThat(data.at("/comparison/convergence")).hasSize(data.at("/comparison/problems").size());
    assertThat(data.at("/provenance/definition").asText()).startsWith("schemaVersion: 1");
    assertThat(data.at("/provenance/sessions")).hasSize(1);
    assertThat(data.at("/provenance/models/0").asText())
        .isEqualTo("flat version " + CostModels.all().get("flat").version());
  }

  @Test
  void givesTheSameBytesForTheSameResults() throws Exception {
    Path first = folder.resolve("first.html");
    Path second = folder.resolve("second.html");
    CommandRun.of("report", out.toString(), "--out=" + first);
    CommandRun.of("report", out.toString(), "--out=" + second);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void writesATidyTable() throws Exception {
    CommandRun.of("report", out.toString(), "--format=csv");

    List<Map<String, String>> all = rows(out);
    assertThat(all).hasSize(72);
    assertThat(all.get(0))
        .containsEntry("search", "fused")
        .containsEntry("accelerator", "flat-edge+bufferBytes-20KiB")
        .containsEntry("buffer_bytes", "20480")
        .containsEntry("strategy", "exhaustive")
        .containsEntry("status", "proven")
        .containsEntry("restrictions", "logits==fused")
        .containsEntry("lanes", "inf")
        .containsKeys("latency_seconds", "energy_joules", "traffic_bytes_Q", "cpu_seconds");
    assertThat(Double.parseDouble(all.get(0).get("latency_seconds"))).isPositive();
  }

  private static List<Map<String, String>> rows(Path folder) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(folder.resolve("runs.csv").toFile())) {
      return rows.readAll();
    }
  }

  @Test
  void writesTracesForIohAnalyzerIntoAnEmptyFolderOnly() throws Exception {
    assertThat(CommandRun.of("report", out.toString(), "-f", "ioh").exitCode()).isZero();
    try (var files = Files.walk(out.resolve("ioh"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(2 * (12 + 2 * 6));
    }
    assertRefused(
        CommandRun.of("report", out.toString(), "-f", "ioh"), "ioh: is not an empty folder");
  }

  @Test
  void writesTheBestSchedulesForOtherCommands() throws Exception {
    assertThat(CommandRun.of("report", out.toString(), "-f", "schedules").err()).isEmpty();
    Path schedules = out.resolve("schedules");
    try (var files = Files.list(schedules)) {
      assertThat(files)
          .as("three searches, two workloads, three buffers")
          .hasSize(18)
          .allSatisfy(
              file -> {
                CommandRun again =
                    CommandRun.of("evaluate", "-s", file.toString(), "-m=flat", "-f=json");
                assertThat(again.err()).isEmpty();
                assertThat(file).hasContent(again.out());
              });
    }
    String fused = schedules.resolve("fused_flat-edge+bufferBytes-20KiB_bert.json").toString();
    String timeloop = folder.resolve("timeloop").toString();
    assertThat(CommandRun.of("explain", "-s", fused).out()).contains("buffer 20 KiB");
    // By model flat, what does not fit spills; Timeloop would stop.
    String[] export = {"export", "-s", fused, "-t", "timeloop", "-o", timeloop, "--force"};
    assertThat(CommandRun.of(export).exitCode()).isZero();
    assertRefused(
        CommandRun.of("report", out.toString(), "-f", "schedules"),
        "schedules: is not an empty folder");
  }

  @Test
  void refusesWhatItCanNotDo() throws Exception {
    assertRefused(CommandRun.of("report", out.toString(), out.toString()), "one folder at a time");
    assertRefused(
        CommandRun.of("report", out.toString(), "--out=" + folder.resolve("no/x.html")),
        "x.html: the file can't be written");
    Path page = Files.writeString(folder.resolve("page.html"), "");
    assertRefused(
        CommandRun.of("report", out.toString(), "-f", "ioh", "--out=" + page.resolve("ioh")),
        "page.html: the folder can't be created: ");
  }

  @Test
  void reportsOnRunsInWhichNothingFits() throws IOException {
    String runs =
        Experiments.run(
                folder,
                """
                schemaVersion: 1
                name: tiny
                accelerators: [flat-edge]
                workloads: [bert]
                sweeps:
                  - bufferBytes: [16B, 512KiB]
                models: [loopnest]
                strategies: [random, hill-climbing]
                seeds: [1, 2]
                budgets: [{evaluations: 300}]
                """)
            .toString();

    for (String format : List.of("html", "md", "csv", "ioh", "schedules")) {
      CommandRun report = CommandRun.of("report", runs, "--format=" + format);
      assertThat(report.err()).as(format).isEmpty();
      assertThat(report.exitCode()).as(format).isZero();
    }
    assertThat(CommandRun.of("compare", runs).exitCode()).isZero();
    try (var files = Files.list(folder.resolve("tiny/schedules"))) {
      assertThat(files).as("none for the buffer that nothing fits in").hasSize(1);
    }
  }
}
