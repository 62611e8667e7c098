package org.flatsearch.search.strategy.exact;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class RoundingErrorsTest {
  /** A clock by which many schedules take a time halfway between two numbers of twelve digits. */
  private static final Map<String, String> FIGURES =
      Map.ofEntries(
          entry("rows", "5"),
          entry("columns", "2"),
          entry("clockHz", "0.9999992636423054"),
          entry("bufferBytes", "57"),
          entry("accumulatorBytes", "2"),
          entry("onChipBytesPerSecond", "unlimited"),
          entry("dramShared", "false"),
          entry("dramReadBytesPerSecond", "6.999994845496138"),
          entry("dramWriteBytesPerSecond", "10.999991900065359"),
          entry("dmaLatencyCycles", "4"),
          entry("transferPieces", "3"),
          entry("fillCycles.logit", "1"),
          entry("fillCycles.attend", "1"),
          entry("stationaryLoadCycles", "1"),
          entry("lanes", "2.5"),
          entry("laneOperations.perLogit", "3"),
          entry("laneOperations.perOutput", "2"));

  private static final List<String> CHOICES =
      List.of(
          "form==online:instance-key-row",
          "instance.tile==2",
          "row.tile==2",
          "key.tile==1",
          "logits.slots==2",
          "queryDim.tile==1",
          "logit.order==queryDim-row-key",
          "logit.stationarity==output",
          "logit.transposed==true",
          "Q.inside in {queryDim,array}",
          "Q.slots in {1,2}",
          "K.inside in {instance,array}",
          "K.slots==3",
          "logitsOut.inside==instance",
          "logitsOut.slots==3",
          "attend.row.tile in {2,79}",
          "attend.key.tile==1",
          "attend.order==row-valueDim-key",
          "attend.stationarity==output",
          "attend.transposed==true",
          "logitsIn.inside in {row,array}",
          "logitsIn.slots==1",
          "V.inside==valueDim",
          "V.slots in {1,2}",
          "O.inside in {valueDim,array}",
          "O.slots in {1,3}");

  private static final int[] AS_FAST_BUT_LARGER = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0
  };

  /** Once 50 bytes were called proven where 44 do, since the bounds of the latency were rounded. */
  @Test
  void doNotRuleOutAPointThatIsBetterOnlyByALaterMetric() {
    Accelerator accelerator = SpecCatalogue.accelerator("flat-edge").with(FIGURES);
    AttentionWorkload workload = new AttentionWorkload("ties", "", 1, 2, 2, 158, 4, 4, 1, 1);
    RestrictedProblem problem = Proofs.restricted(accelerator, workload, CHOICES);
    Objective objective = Objective.of("latency", "footprint");

    SearchResult proven =
        Search.of(problem, new BranchAndBound())
            .objective(objective)
            .start(AS_FAST_BUT_LARGER)
            .run();

    assertThat(proven.proof().status()).isEqualTo(Status.PROVEN);
    Score least = Enumeration.of(problem, objective).score;
    assertThat(Enumeration.scoreOf(proven, objective).compareTo(least)).isZero();
  }

  @Test
  void doNotTellScoresApart() {
    Objective objective = Objective.of("latency", "energy");
    Score up = score(objective, 13524.321647050002, 1);
    Score down = score(objective, 13524.321647049998, 2);

    assertThat(up.compareTo(down)).isPositive();
    assertThat(RoundingErrors.compare(up, down, objective)).isNegative();
    assertThat(RoundingErrors.compare(down, up, objective)).isPositive();
    assertThat(RoundingErrors.lowered(up, objective)[0]).isLessThan(down.values[0]);
    assertThat(RoundingErrors.lowered(down, objective)).containsExactly(down.values);
  }

  @Test
  void doNotTellScoresApartAtTheEndOfAStepOfATolerance() {
    Objective objective = Objective.of("latency", "energy").within(Tolerance.of(1));
    double begin = objective.tolerance().floor(5);
    Score up = score(objective, begin, 1);
    Score down = score(objective, Math.nextDown(begin), 2);

    assertThat(up.compareTo(down)).isPositive();
    assertThat(RoundingErrors.compare(up, down, objective)).isNegative();
  }

  @Test
  void areLessThanWhatTwelveDigitsTellApart() {
    Objective objective = Objective.of("latency", "energy");
    Score more = score(objective, 1.00000000001, 1);
    Score less = score(objective, 1, 2);
    Score infinite = score(objective, Double.POSITIVE_INFINITY, 1);

    assertThat(RoundingErrors.compare(more, less, objective)).isPositive();
    assertThat(RoundingErrors.compare(infinite, less, objective)).isPositive();
    assertThat(RoundingErrors.compare(less, infinite, objective)).isNegative();
  }

  private static Score score(Objective objective, double latency, double energy) {
    Score score = new Score(objective);
    score.violation = 0;
    score.values[0] = latency;
    score.values[1] = energy;
    return score;
  }
}
