package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.record.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLinesTest {
  @TempDir Path folder;

  /** A copy for each of a million runs takes most of a gigabyte. */
  @Test
  void keepsOneInstanceOfWhatRunsHaveInCommon() throws Exception {
    Path file = folder.resolve(RunFolder.RUNS);
    List<RunRecord> written =
        List.of(Records.run("bert", "random", 1, 1, 2.0), Records.run("bert", "random", 2, 1, 2.0));
    Files.write(file, written.stream().map(run -> Checksum.add(run.toLine())).toList());
    RunRecord first;
    RunRecord second;
    try (RunLines lines = new RunLines(file)) {
      lines.next();
      first = lines.record();
      lines.next();
      second = lines.record();
    }

    assertThat(List.of(first, second)).isEqualTo(written);
    List<Function<RunRecord, Object>> common =
        List.of(
            RunRecord::search,
            RunRecord::accelerator,
            RunRecord::workload,
            run -> run.setting().model(),
            run -> run.setting().space(),
            run -> run.setting().restrictions(),
            run -> run.setting().objective(),
            run -> run.setting().strategy(),
            run -> run.setting().parameters(),
            run -> run.setting().budget());
    for (int k = 0; k < common.size(); k++) {
      assertThat(common.get(k).apply(second)).as("%s", k).isSameAs(common.get(k).apply(first));
    }
  }
}
