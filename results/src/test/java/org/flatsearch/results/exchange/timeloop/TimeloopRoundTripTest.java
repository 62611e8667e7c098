package org.flatsearch.results.exchange.timeloop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flatsearch.results.exchange.RandomCase;
import org.flatsearch.results.exchange.RoundTrip;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.StageLoops;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.spec.Accelerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is exported, read and exported again. */
class TimeloopRoundTripTest {
  @TempDir private Path folder;

  @Test
  void changesNothingTheSecondTimeAndNoMovesWithoutANote() {
    RoundTrip.check("timeloop", RandomCase::onOneCore, folder);
  }

  @Test
  void changesNothingTheSecondTimeAndNoMovesWithoutANoteOnSeveralCores() {
    RoundTrip.check("timeloop", RandomCase::onSeveralCores, folder);
  }

  /** Only streamed tensors depend on the rows: shared with the other stage at first, then not. */
  @Test
  void keepsALoopThatCutsOnlyWhatIsStreamedWhetherItIsSharedOrNot() {
    List<RandomCase> cases =
        List.of(
            RandomCase.onOneCore(205),
            RandomCase.onOneCore(430),
            RandomCase.onOneCore(630),
            RandomCase.onSeveralCores(119),
            RandomCase.onSeveralCores(389));
    for (RandomCase drawn : cases) {
      AttentionSchedule first =
          RoundTrip.of("timeloop", drawn, drawn.schedule(), folder).imported().schedule();
      RoundTrip second = RoundTrip.of("timeloop", drawn, first, folder);

      assertThat(second.imported().schedule()).as(drawn.toString()).isEqualTo(first);
      assertThat(second.exported().notes())
          .as(drawn.toString())
          .noneMatch(note -> note.contains("go to the array"));
    }
  }

  /** An array of one element has no dimensions on its sides: only the order of passes tells. */
  @Test
  void givesBackWhatStreamsThroughAnArrayOfOneElement() {
    RandomCase drawn = RandomCase.onOneCore(1);
    Accelerator element = drawn.accelerator().with(Map.of("rows", "1", "columns", "1"));
    for (Stationarity stationarity : Stationarity.values()) {
      AttentionSchedule before = drawn.schedule();
      AttentionSchedule schedule =
          new AttentionSchedule(
              before.shared(),
              new StageLoops(before.logit().loops(), stationarity, false),
              new StageLoops(before.attend().loops(), stationarity, false),
              before.residency());
      RandomCase one = new RandomCase(1, element, drawn.workload(), schedule);

      AttentionSchedule imported =
          RoundTrip.of("timeloop", one, schedule, folder).imported().schedule();

      assertThat(imported.logit().stationarity()).isEqualTo(stationarity);
      assertThat(imported.attend().stationarity()).isEqualTo(stationarity);
      assertThat(imported.logit().transposed()).isFalse();
      assertThat(imported.attend().transposed()).isFalse();
    }
  }
}
