package org.flatsearch.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flatsearch.experiments.compare.Records;
import org.flatsearch.experiments.record.RunRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  private final RunRecord first = Records.run("bert", "random", 1, 1, 2.0);
  private final RunRecord second = Records.run("bert", "random", 2, 1, 2.0);
  private final RunRecord late = Records.run("bert", "random", 3, 1, 2.0);

  @TempDir Path folder;

  /** Windows replaces no file that is open, even by the program itself. */
  @Test
  void isClosedBeforeTheSortedFileTakesItsPlace() throws Exception {
    Path file = folder.resolve(RunFolder.RUNS);
    try (RunLog log = RunLog.open(file, List.of(), run -> {})) {
      log.append(second);
      log.append(first);
      log.rewrite(List.of(first.id(), second.id()), Map.of());

      assertThatThrownBy(() -> log.append(late)).isInstanceOf(ClosedChannelException.class);
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(Checksum.add(first.toLine()), Checksum.add(second.toLine()));
  }

  /** A million identifiers twice are a tenth of the memory that so large an experiment takes. */
  @Test
  void keepsNoIdentifiersBesideThoseOfTheDefinition() throws Exception {
    Path file = folder.resolve(RunFolder.RUNS);
    try (RunLog log = RunLog.open(file, List.of(first.id()), run -> {})) {
      WeakReference<String> copy = appended(log);
      for (int tries = 0; copy.get() != null && tries < 20; tries++) {
        System.gc();
      }

      assertThat(copy.get()).isNull();
      assertThat(log.contains(first.id())).isTrue();
    }
  }

  private WeakReference<String> appended(RunLog log) throws Exception {
    RunRecord copy = RunRecord.read(first.toLine(), "a line");
    log.append(copy);
    return new WeakReference<>(copy.id());
  }
}
