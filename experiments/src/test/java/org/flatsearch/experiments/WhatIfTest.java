package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flatsearch.cost.Cost;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.goal.Objective;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.WhatIf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A study of halved and doubled parts by searches that are too short to be sure. */
@Execution(ExecutionMode.CONCURRENT)
class WhatIfTest {
  @TempDir Path folder;

  /**
   * Studies an accelerator on which the search finds a worse schedule than on half of its buffer.
   */
  private ResultDocument study(String... further) throws Exception {
    Path chip =
        Files.writeString(
            folder.resolve("chip.json"),
            """
            {
              "schemaVersion": 1, "name": "chip", "rows": 64, "columns": 64, "clockHz": "1GHz",
              "bufferBytes": "1MiB", "dramReadBytesPerSecond": "64GB/s", "lanes": 0.5, "cores": 3,
              "energy": {
                "macJoules": "1pJ", "onChipReadJoulesPerByte": "0.5pJ/B",
                "onChipWriteJoulesPerByte": "0.5pJ/B", "dramReadJoulesPerByte": "32pJ/B",
                "dramWriteJoulesPerByte": "32pJ/B"
              }
            }
            """);
    Path out = folder.resolve("result.json");
    CommandRun run =
        CommandRun.of(
            List.of(
                "search",
                "-a=" + chip,
                "-w=bert",
                "--sequence=256",
                "--evaluations=5000",
                "--what-if",
                "--out=" + out),
            further);
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return ResultDocument.read(out);
  }

  @Test
  void lessOfAPartIsNeverBetterThanMore() throws Exception {
    ResultDocument result = study("--refine=0");

    Cost now = result.best().orElseThrow().cost();
    Map<WhatIf.Part, Cost> half = costs(result, 0.5);
    Map<WhatIf.Part, Cost> twice = costs(result, 2);
    assertThat(half.values())
        .isNotEmpty()
        .allSatisfy(
            cost -> assertThat(CostMetrics.compare(cost, now, Objective.DEFAULT)).isNotNegative());
    assertThat(twice.values())
        .isNotEmpty()
        .allSatisfy(
            cost -> assertThat(CostMetrics.compare(cost, now, Objective.DEFAULT)).isNotPositive());
  }

  /** The published space has multiples of the rows of the array: with 3 rows, none of 24. */
  @Test
  void goesOnWhereTheRestrictionsLeaveNothing() {
    CommandRun run =
        CommandRun.of(
            List.of("search", "-a=flat-edge", "-w=bert", "--sequence=64", "-m=flat"),
            "--space=published",
            "--set=rows=6",
            "--set=columns=3",
            "--require=row.tile==24",
            "--what-if");

    assertThat(run.err().strip())
        .startsWith(
            "note: what if array, half: the search found nothing; restriction \"row.tile==24\""
                + " leaves")
        .hasLineCount(1);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .containsPattern("\n  buffer of 512 KiB +double .* proven\n")
        .containsPattern("\n  array of 6×3 +half +none found\n")
        .containsPattern("\n  array of 6×3 +double .* proven\n");
  }

  private static Map<WhatIf.Part, Cost> costs(ResultDocument result, double factor) {
    Function<WhatIf, Cost> cost = whatIf -> whatIf.best().orElseThrow().cost();
    return result.whatIfs().stream()
        .filter(whatIf -> whatIf.factor() == factor)
        .collect(Collectors.toMap(WhatIf::part, cost));
  }
}
