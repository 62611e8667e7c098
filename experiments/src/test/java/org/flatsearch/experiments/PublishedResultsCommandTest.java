package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flatsearch.cost.Cost;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.Stage;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** FLAT's published results, found and evaluated from the command line. */
class PublishedResultsCommandTest {
  private static final Path FILE =
      Path.of(System.getProperty("flatsearch.reference", "../../shared/data"))
          .resolve("flat_published_dev.csv");
  private static final double PERCENT = 1e-7;

  @TempDir Path folder;

  private static List<Map<String, String>> rows() throws IOException {
    if (!Files.exists(FILE)) {
      String message = "reference data is absent: " + FILE.toAbsolutePath().normalize();
      if (Boolean.getBoolean("flatsearch.requireReference")) {
        throw new AssertionError(message);
      }
      Assumptions.abort(message);
    }
    List<String> lines = Files.readAllLines(FILE);
    List<String> names = Arrays.asList(lines.get(0).split(","));
    return lines.stream()
        .skip(1)
        .map(
            line -> {
              Map<String, String> row = new LinkedHashMap<>();
              String[] values = line.split(",");
              names.forEach(name -> row.put(name, values[names.indexOf(name)]));
              return row;
            })
        .toList();
  }

  @Test
  void findsThePublishedMappingsAndTheirFigures() throws IOException {
    for (Map<String, String> row : rows()) {
      String name = row.get("platform") + " " + row.get("models") + " " + row.get("seq_len");
      assertThatCode(() -> searchAndEvaluate(row)).as(name).doesNotThrowAnyException();
    }
  }

  private void searchAndEvaluate(Map<String, String> row) {
    Path out = folder.resolve("result.json");

    CommandRun search =
        CommandRun.of(
            "search",
            "--accelerator=flat-" + row.get("platform"),
            "--workload=" + row.get("models").toLowerCase(Locale.ROOT),
            "--sequence=" + row.get("M"),
            "--model=flat",
            "--space=published",
            "--strategy=exhaustive",
            "--objective=latency",
            "--out=" + out);
    CommandRun evaluate =
        CommandRun.of("evaluate", "--schedule=" + out, "--model=flat", "--format=json");

    assertThat(search.err()).isEmpty();
    requireMapping(ResultDocument.read(out).best().orElseThrow().schedule(), row);
    requireFigures(
        EvaluationDocument.read(StrictJson.readString(evaluate.out(), "stdout")).rated().cost(),
        row);
  }

  private static void requireMapping(AttentionSchedule schedule, Map<String, String> row) {
    assertThat(schedule.isFused()).isEqualTo(row.get("QK_loc").equals("onchip"));
    Map<Tensor, String> columns =
        Map.of(Tensor.Q, "Q_loc", Tensor.K, "K_loc", Tensor.V, "V_loc", Tensor.O, "AV_loc");
    columns.forEach(
        (tensor, column) ->
            assertThat(!schedule.residency().get(tensor).isAtArray())
                .as(column)
                .isEqualTo(row.get(column).equals("onchip")));
    Stationarity stationarity =
        row.get("QK_stationarity").equals("weight") ? Stationarity.WEIGHT : Stationarity.OUTPUT;
    assertThat(schedule.logit().stationarity()).isEqualTo(stationarity);
    assertThat(schedule.attend().stationarity()).isEqualTo(stationarity);
    String rows = row.get(row.get("fusion_granularity").equals("head") ? "P" : "P1");
    assertThat(schedule.tile(Stage.LOGIT, Dimension.ROW)).isEqualTo(Integer.parseInt(rows));
  }

  private static void requireFigures(Cost cost, Map<String, String> row) {
    requireClose(cost.trafficBytes(), row, "mem_traffic", 1);
    requireClose(cost.latencySeconds(), row, "actual_latency", 1);
    requireClose(cost.idealLatencySeconds(), row, "ideal_latency", 1);
    requireClose(cost.energyJoules(), row, "energy", 1e-12);
    requireClose(cost.spillFraction(), row, "proportion_spilled", 1);
  }

  private static void requireClose(
      double found, Map<String, String> row, String column, double unit) {
    double published = Double.parseDouble(row.get(column)) * unit;
    assertThat(found).as(column).isCloseTo(published, withinPercentage(PERCENT));
  }
}
