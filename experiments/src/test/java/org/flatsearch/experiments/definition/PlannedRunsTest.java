package org.flatsearch.experiments.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.flatsearch.experiments.definition.ValidDefinition.VALID;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedRunsTest {
  private static List<Run> runs(String text) {
    return ValidDefinition.runs(text, Path.of(""));
  }

  private static void assertRefused(String text, String place, String message) {
    ValidDefinition.assertRefused(text, Path.of(""), place, message);
  }

  @Test
  void changesFiguresOfOneSweepTogetherAndThoseOfSeveralIndependently() {
    List<Run> runs =
        runs(
            VALID.replace("[1..3, 7]", "[1]")
                + """
                    dramReadBytesPerSecond: [50GiB/s, 400GiB/s]
                  - sequence: [512, 4096, 65536]
                """);

    assertThat(runs)
        .extracting(
            run -> run.accelerator().dramReadBytesPerSecond() / (1L << 30),
            run -> run.accelerator().bufferBytes() >> 10,
            run -> run.workload().name())
        .containsExactly(
            tuple(50.0, 20L, "bert"),
            tuple(50.0, 20L, "bert-4096"),
            tuple(50.0, 20L, "bert-65536"),
            tuple(400.0, 2048L, "bert"),
            tuple(400.0, 2048L, "bert-4096"),
            tuple(400.0, 2048L, "bert-65536"));
  }

  @Test
  void letsAFigureHaveAValueAgainWhereAnotherChangesWithIt() {
    String sweep = VALID.replace("bufferBytes: [20KiB, 2MiB]", "rows: [16, 32, 32]");

    assertThat(runs(sweep.replace("[1..3, 7]", "[1]") + "    columns: [16, 16, 32]\n"))
        .extracting(run -> run.accelerator().rows() + " x " + run.accelerator().columns())
        .containsExactly("16 x 16", "32 x 16", "32 x 32");
    assertRefused(
        sweep + "    columns: [16, 8, 8]\n",
        "line 10, column 20",
        "the same value is given twice, first in line 10, column 16");
  }

  /** It would be missing from the report without a word. */
  @Test
  void refusesAPublishedFigureForAnAcceleratorWithoutRuns() {
    String text =
        VALID
            + """
            searches: [{name: fused, seeds: [1]}, {name: unfused, seeds: [2]}]
            comparisons:
              - {name: gain, of: fused, against: unfused, metric: latency,
                 published: [{accelerator: flat-edge, value: 1.75, origin: a paper}]}
            """;

    assertRefused(
        text,
        "line 14, column 32",
        "search \"fused\" has no runs on accelerator \"flat-edge\". Did you mean"
            + " flat-edge+bufferBytes-2MiB or flat-edge+bufferBytes-20KiB?");
  }

  @Test
  void putsExtentsOfTheWorkloadIntoRestrictions() {
    String batch = "restrictions: [\"instance.tile in {$heads, $instances}\", row.tile==$rows]\n";

    assertThat(runs(VALID + batch).get(0).setting().restrictions())
        .containsExactly("instance.tile in {12, 768}", "row.tile==512");
    assertRefused(
        VALID + "restrictions: [logits==fused, row.tile==$row]\n",
        "line 11, column 31",
        "\"$row\" is not an extent of a workload. Did you mean $rows");
    for (String value : List.of("1", "true", "[logits==fused]")) {
      assertRefused(
          VALID + "restrictions: [" + value + "]\n",
          "line 11, column 16",
          "must be a restriction, such as logits==fused");
    }
  }

  @Test
  void refusesARunThatAnotherSearchHas() {
    assertRefused(
        VALID + "searches:\n  - name: one\n  - name: two\n    seeds: [7, 8]\n",
        "line 13, column 5",
        "search \"two\" repeats a run of search \"one\": random with seed 7 on flat-edge");
  }

  @Test
  void refusesAFigureThatIsBothSetAndSwept() {
    assertRefused(
        VALID.replace("[flat-edge]", "[{name: flat-edge, set: {bufferBytes: 1MiB}}]"),
        "line 10, column 19",
        "the figure bufferBytes is swept, but also set in d.yaml, line 3");
  }

  @Test
  void saysHowNamesThatAreCutBecomeDifferent() {
    assertRefused(
        VALID
            + """
              - dramReadBytesPerSecond: [50GiB/s]
              - dramWriteBytesPerSecond: [50GiB/s]
              - onChipBytesPerSecond: [1TB/s, 2TB/s]
            """,
        "line 3, column 16",
        "+onChipByt\" in the results, where names end after 100 characters; sweep fewer figures at"
            + " once, or put some of the combinations in files of their own, with shorter names.");
  }

  @Test
  void refusesAMatrixWithoutEnd() {
    assertRefused(
        VALID.replace("[1..3, 7]", "[1..99999]") + "  - sequence: [1, 2, 3, 4, 5, 6, 7]\n",
        "line 1, column 1",
        "the matrix has 1,399,986 runs; at most 1,000,000 are supported; divide it among");
  }

  /** A definition can have a million runs; empty maps of their own would fill a fifth of memory. */
  @Test
  void sharesWhatRepetitionsHaveInCommon() {
    List<Run> runs = runs(VALID);

    assertThat(runs.get(1).setting().seed()).isNotEqualTo(runs.get(0).setting().seed());
    assertThat(runs.get(1).setting().parameters()).isEmpty();
    assertThat(runs.get(1).setting().parameters()).isSameAs(runs.get(0).setting().parameters());
    assertThat(runs.get(1).setting().restrictions()).isSameAs(runs.get(0).setting().restrictions());
  }
}
