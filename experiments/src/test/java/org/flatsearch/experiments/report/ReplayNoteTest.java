package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.results.Verification;
import org.flatsearch.results.Verification.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of its figures if not all schedules could be replayed. */
class ReplayNoteTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: partly-replayed
      accelerators: [tileflow-edge]
      workloads: [t5-small]
      sweeps: [{bufferBytes: [4B, 1MiB, 2MiB]}]
      strategies: [nsga2]
      budgets: [2000]
      refine: 5
      """;

  private static final String ALL =
      "The figures are of replays by model walk; gaps are to what model loopnest proves, a lower"
          + " bound of them. Processor time does not count replays.";

  @TempDir static Path folder;

  /** A run whose schedule does not fit, and two whose schedules do. */
  private static List<RunRecord> runs;

  @BeforeAll
  static void execute() throws IOException {
    runs = ExecutedExperiment.of(DEFINITION, folder).runs();
    assertThat(runs).extracting(RunRecord::isFeasible).containsExactly(false, true, true);
  }

  private static String note(List<RunRecord> runs) {
    return ReplayNote.of(BestRun.of(runs));
  }

  @Test
  void saysNothingOfWhatDoesNotFit() {
    assertThat(note(runs)).isEqualTo(ALL);
    assertThat(note(runs.subList(0, 1))).isEmpty();
  }

  /** Otherwise the note would say both that the search was replayed and that it was not. */
  @Test
  void saysWhichOfASearchWereNotReplayed() {
    Verification refused =
        new Verification(
            "walk",
            OptionalInt.empty(),
            List.of(),
            List.of(new Refusal(1, "it takes too long")),
            OptionalDouble.empty(),
            Optional.empty());
    List<RunRecord> some = new ArrayList<>(runs);
    some.set(2, Records.with(runs.get(2), refused));

    assertThat(note(some))
        .startsWith(
            "The figures of all on tileflow-edge+bufferBytes-1MiB × t5-small are of replays by")
        .endsWith(
            " The latencies of all on tileflow-edge+bufferBytes-2MiB × t5-small are those of model"
                + " loopnest, lower bounds that leave out some waiting; model walk could not replay"
                + " them.");
  }
}
