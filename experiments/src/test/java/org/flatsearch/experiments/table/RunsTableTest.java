package org.flatsearch.experiments.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.goal.Status;
import org.flatsearch.results.Verification;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.flatsearch.spec.WordBytes;
import org.flatsearch.spec.WorkloadFigure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunsTableTest {
  private static final Accelerator CHIP =
      SpecCatalogue.accelerator("flat-edge")
          .with(Map.of("dramWriteBytesPerSecond", "50GiB/s", "onChipBytesPerSecond", "unlimited"));
  private static final AttentionWorkload LAYER =
      SpecCatalogue.workload("bert").with("keyValueHeads", "1");

  /** The results may be somebody else's, and the table be opened in a spreadsheet. */
  @ParameterizedTest
  @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)"})
  void noTextIsAFormula(String strategy) {
    RunRecord run = Records.run("bert", strategy, 1, 1, 10);
    assertThat(rows(CHIP, LAYER, run).get(0)).containsEntry("strategy", "'" + strategy);
  }

  /** All rows at once took more memory than all runs. */
  @Test
  void aRowIsMadeWhenItIsAskedFor() {
    RunRecord first = Records.run("bert", "random", 1, 1, 10);
    RunRecord broken = Records.run("unknown", "random", 2, 1, 10);
    Iterator<String> rows =
        RunsTable.of(header(CHIP, LAYER, Map.of()), List.of(first, broken)).iterator();

    assertThat(rows.next().lines()).hasSize(2);
    assertThatNullPointerException().isThrownBy(rows::next);
  }

  /** The only row of a table of a run, by column. */
  private static Map<String, String> row(Accelerator accelerator, AttentionWorkload workload) {
    return rows(accelerator, workload, Records.run("bert", "random", 1, 1, 10)).get(0);
  }

  private static List<Map<String, String>> rows(
      Accelerator accelerator, AttentionWorkload workload, RunRecord... runs) {
    return rows(accelerator, workload, Map.of(), runs);
  }

  private static ExperimentHeader header(
      Accelerator accelerator, AttentionWorkload workload, Map<String, Integer> models) {
    return new ExperimentHeader(
        "made-up",
        "made-up.yaml",
        "",
        "0".repeat(64),
        1,
        Map.of("flat-edge", accelerator),
        Map.of("bert", workload),
        models,
        List.of());
  }

  private static List<Map<String, String>> rows(
      Accelerator accelerator,
      AttentionWorkload workload,
      Map<String, Integer> models,
      RunRecord... runs) {
    String[] lines =
        RunsTable.of(header(accelerator, workload, models), List.of(runs))
            .collect(Collectors.joining())
            .split("\n");
    assertThat(lines).hasSize(1 + runs.length);
    String[] columns = lines[0].split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : List.of(lines).subList(1, lines.length)) {
      String[] values = line.split(",", -1);
      assertThat(values).hasSameSizeAs(columns);
      Map<String, String> row = new LinkedHashMap<>();
      for (int k = 0; k < columns.length; k++) {
        row.put(columns[k], values[k]);
      }
      rows.add(row);
    }
    return rows;
  }

  /** The columns in which two rows differ. */
  private static List<String> differing(Map<String, String> row, Map<String, String> other) {
    List<String> columns = new ArrayList<>();
    row.forEach(
        (column, value) -> {
          if (!value.equals(other.get(column))) {
            columns.add(column);
          }
        });
    return columns;
  }

  @ParameterizedTest
  @EnumSource
  void hasAColumnForEachFigureOfAnAccelerator(AcceleratorFigure figure) {
    Accelerator chip = CHIP.with("sharedBufferBytesPerSecond", "1");
    String other =
        switch (figure) {
          case LANES_HIDDEN, LOADS_HIDDEN -> "0.7";
          case DEALING -> "queue";
          default -> figure.valueOf(chip) instanceof Boolean flag ? Boolean.toString(!flag) : "7";
        };

    List<String> columns = differing(row(chip, LAYER), row(chip.with(figure.path(), other), LAYER));

    assertThat(columns).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void hasAColumnForEachFigureOfAWorkload(WorkloadFigure figure) {
    AttentionWorkload layer = LAYER.withBytes(WordBytes.of(4), 4);
    String value =
        switch (figure) {
          case MASK -> "causal";
          case VALUES_IN_KEYS -> "true";
          default -> "6";
        };

    assertThat(differing(row(CHIP, layer), row(CHIP, layer.with(figure.path(), value)))).hasSize(1);
  }

  /** An empty field would read as one that is missing, and be dropped from means and plots. */
  @Test
  void writesWhatIsUnlimitedAsInfinity() {
    assertThat(row(CHIP, LAYER))
        .containsEntry("lanes", "inf")
        .containsEntry("on_chip_bytes_per_second", "inf");
    assertThat(row(CHIP.with(Map.of("lanes", "256", "onChipBytesPerSecond", "1TB/s")), LAYER))
        .containsEntry("lanes", "256")
        .containsEntry("on_chip_bytes_per_second", "1000000000000");
  }

  /** A proof that was replayed by {@code walk}. */
  private static RunRecord replayed(OptionalDouble gap) {
    return Records.with(
        Records.run("bert", "auto", 1, Status.PROVEN, List.of(10.0, 1.0), 5, 10),
        new Verification("walk", OptionalInt.empty(), List.of(), List.of(), gap, Optional.empty()));
  }

  /** Tables of different versions may get into one notebook. */
  @Test
  void hasTheVersionsOfModelsThatAreRecorded() {
    RunRecord run = replayed(OptionalDouble.empty());

    assertThat(rows(CHIP, LAYER, Map.of(run.setting().model(), 20, "walk", 4), run).get(0))
        .containsEntry("model_version", "20")
        .containsEntry("replay_model_version", "4");
    assertThat(rows(CHIP, LAYER, run).get(0))
        .containsEntry("model_version", "")
        .containsEntry("replay_model_version", "");
  }

  /** As reports do, which would otherwise contradict the table. */
  @Test
  void leavesOutAProofThatAnotherRunRefutes() {
    RunRecord proven = replayed(OptionalDouble.of(0.125));

    assertThat(rows(CHIP, LAYER, proven, Records.run("bert", "random", 1, 7, 10)).get(0))
        .containsEntry("status", "proven")
        .containsEntry("lower_bound", "10.0")
        .containsEntry("replay_gap", "0.125");
    assertThat(rows(CHIP, LAYER, proven, Records.run("bert", "random", 1, 7, 9)).get(0))
        .containsEntry("status", "unknown")
        .containsEntry("objective_value", "10.0")
        .containsEntry("lower_bound", "")
        .containsEntry("replay_gap", "");
  }
}
