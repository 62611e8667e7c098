package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flatsearch.cost.Cost;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.run.ExperimentHeader;
import org.flatsearch.experiments.run.RunFolder;
import org.flatsearch.experiments.search.CostMetrics;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.spec.Accelerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cases of a sweep try each other's schedules. */
class CaseExchangeTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: sweep
      workloads: [{name: vit-b-16, set: {batch: 1, mask: causal}}]
      accelerators: [rtl-16x16]
      sweeps:
        - bufferBytes: [%s]
        - dramReadBytesPerSecond: [4e9, 8e9]
      objectives: [[latency, energy], [energy, latency]]
      strategies: [hill-climbing]
      budgets: [200]
      refine: 3
      """;

  private static final String BUFFERS = "32KiB, 48KiB, 64KiB, 128KiB";

  private final CostModel walker = CostModels.named("walk");

  @TempDir private Path folder;

  private CommandRun run(String buffers, String out, String... options) throws Exception {
    Path file = folder.resolve("sweep.yaml");
    Files.writeString(file, DEFINITION.formatted(buffers));
    return CommandRun.of(
        List.of("run", file.toString(), "--quiet", "--out=" + folder.resolve(out)), options);
  }

  private List<RunRecord> records(String out) {
    List<RunRecord> records = new ArrayList<>();
    new RunFolder(folder.resolve(out)).read(records::add);
    return records;
  }

  @Test
  void leavesNoCaseThatTheScheduleOfAnotherBeats() throws Exception {
    assertThat(run(BUFFERS, "out").err()).isEmpty();

    List<RunRecord> records = records("out");
    ExperimentHeader header = new RunFolder(folder.resolve("out")).header();
    assertThat(records).hasSize(16);
    int better = 0;
    for (RunRecord run : records) {
      Accelerator accelerator = header.accelerators().get(run.accelerator());
      RatedSchedule best = run.best().orElseThrow();
      for (RunRecord other : records) {
        Cost cost =
            RatedSchedule.of(
                    other.best().orElseThrow().schedule(),
                    walker,
                    accelerator,
                    header.workloads().get(run.workload()))
                .cost();
        assertThat(CostMetrics.compare(cost, best.cost(), run.setting().objective()))
            .as("%s with the schedule of %s", run.id(), other.id())
            .isNotNegative();
      }
      Replay first = run.verification().orElseThrow().best().orElseThrow();
      if (first.foundBy().isPresent()) {
        better++;
        assertThat(records)
            .filteredOn(other -> other.id().equals(first.foundBy().get()))
            .singleElement()
            .satisfies(
                giver ->
                    assertThat(giver.verification().orElseThrow().replays())
                        .extracting(Replay::schedule)
                        .contains(first.schedule()));
      }
    }
    assertThat(better).isPositive();
  }

  @Test
  void givesTheSameFileWhenContinuedAndWithMoreThreads() throws Exception {
    run(BUFFERS, "whole", "--threads=1");
    run("48KiB, 128KiB", "parts");
    run(BUFFERS, "parts", "--resume", "--threads=2");
    run(BUFFERS, "parts", "--resume");

    assertThat(withoutTimes("parts")).isEqualTo(withoutTimes("whole"));
  }

  private List<Map<String, Object>> withoutTimes(String out) {
    return records(out).stream()
        .map(run -> Map.<String, Object>of("id", run.id(), "verification", run.verification()))
        .toList();
  }
}
