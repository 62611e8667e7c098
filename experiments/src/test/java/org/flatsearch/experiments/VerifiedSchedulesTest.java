package org.flatsearch.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.results.Verification.Replay;
import org.flatsearch.schedule.Tensor;
import org.junit.jupiter.api.Test;

/** Which schedules {@code --verify} replays where neighbours of the best make up their number. */
class VerifiedSchedulesTest {
  /** Leaves open only where K is held: inside any loop, which is the same here, or nowhere. */
  private static final String ALL_BUT_K =
      "form==online:instance-row-key instance.tile==1 row.tile==32 key.tile==64"
          + " queryDim.tile==64 valueDim.tile==64 logit.stationarity==output"
          + " attend.stationarity==output logits.slots==1 Q.inside==row Q.slots==1 K.slots==1"
          + " V.inside==key V.slots==1 O.inside==row O.slots==1";

  private static List<Replay> byRank(int seed) {
    CommandRun run =
        CommandRun.of(
            List.of(
                "search",
                "-a=flat-edge",
                "-w=bert",
                "--sequence=64",
                "--strategy=hill-climbing",
                "--evaluations=1",
                "--seed=" + seed,
                "--verify=5",
                "--refine=0",
                "-f=json"),
            Stream.of(ALL_BUT_K.split(" "))
                .map(each -> "--require=" + each)
                .toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    return ResultDocument.read(StrictJson.readString(run.out(), "stdout"))
        .verification()
        .orElseThrow()
        .replays()
        .stream()
        .sorted(Comparator.comparing(replay -> replay.searchRank().orElseThrow()))
        .toList();
  }

  /** The one that was evaluated is the worse of the two with some seeds. */
  @Test
  void areDistinctAndRankedByTheModelOfTheSearch() {
    for (int seed = 1; seed <= 10; seed++) {
      assertThat(byRank(seed))
          .as("seed %s", seed)
          .extracting(replay -> replay.schedule().residency().get(Tensor.K).isAtArray())
          .containsExactly(false, true);
    }
  }
}
