package org.flatsearch.search.space.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Objective;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Facts about FLAT's published table as a whole: both platforms, four models, twelve lengths. */
class FlatPublishedFactsTest {
  private static final List<Case> CASES = new ArrayList<>();

  /** One row of the table, with the schedule that the published space offers for it. */
  private record Case(String platform, String model, int length, AttentionProblem problem) {
    Enumeration best(String... metrics) {
      return Enumeration.of(problem, Objective.of(metrics));
    }

    double latency() {
      return best("latency").score.values[0];
    }

    boolean isCloud() {
      return platform.equals("flat-cloud");
    }

    boolean isFused() {
      return best("latency").best[4] == 1;
    }

    /** Latency over the ideal. */
    double overIdeal() {
      return 1 / problem.cost(best("latency").best).utilization;
    }
  }

  @BeforeAll
  static void enumerate() {
    for (String platform : List.of("flat-edge", "flat-cloud")) {
      Accelerator accelerator = SpecCatalogue.accelerator(platform);
      for (String model : List.of("bert", "trxl", "t5-small", "xlm")) {
        for (int length = 512; length <= 1 << 20; length *= 2) {
          AttentionWorkload workload = SpecCatalogue.workload(model).withSequence(length);
          FlatPublishedSpace space = FlatPublishedSpace.of(accelerator, workload);
          AttentionProblem problem =
              AttentionProblem.of(new FlatModel(), space, accelerator, workload);
          CASES.add(new Case(platform, model, length, problem));
        }
      }
    }
  }

  private static List<Case> cases(Predicate<Case> condition) {
    return CASES.stream().filter(condition).toList();
  }

  @Test
  void cloudNeedsTwoAndAHalfTimesTheIdealUpTo64KTokensAndMoreBeyond() {
    for (Case row : cases(Case::isCloud)) {
      boolean wideHeads = row.model().equals("xlm");
      if (row.length() <= 1 << 16) {
        assertThat(row.overIdeal()).as("%s", row).isCloseTo(wideHeads ? 1.5 : 2.5, within(0.02));
        assertThat(row.isFused()).as("%s", row).isTrue();
      } else if (row.length() >= 1 << 18) {
        assertThat(row.overIdeal()).as("%s", row).isCloseTo(wideHeads ? 2.52 : 4.76, within(0.01));
        assertThat(row.isFused()).as("%s", row).isFalse();
      } else if (!wideHeads) {
        assertThat(row.overIdeal()).as("%s", row).isCloseTo(3.65, within(0.01));
      }
    }
  }

  @Test
  void edgeFusesFor1KTo4KTokensOnly() {
    assertThat(cases(row -> !row.isCloud() && row.isFused()))
        .hasSize(8)
        .allMatch(row -> row.length() >= 1 << 10 && row.length() <= 1 << 12);
  }

  @Test
  void choosesSchedulesOverCapacityIn29Rows() {
    assertThat(cases(row -> row.problem().cost(row.best("latency").best).spillFraction > 0))
        .hasSize(29);
  }

  @Test
  void changes4ChoicesWhenEnergyBreaksTies() {
    assertThat(
            cases(
                row ->
                    !Arrays.equals(row.best("latency").best, row.best("latency", "energy").best)))
        .hasSize(4);
  }

  @Test
  void gainsFromFusionAsTheCorrectedTableSays() {
    assertThat(fusionGain(cases(row -> !row.isCloud()))).isCloseTo(1.016, within(0.0005));
    assertThat(fusionGain(cases(Case::isCloud))).isCloseTo(1.54, within(0.005));
  }

  @Test
  void gainsMoreFromFusionUpTo64KTokens() {
    Predicate<Case> isShort = row -> row.length() <= 1 << 16;
    assertThat(fusionGain(cases(isShort.and(row -> !row.isCloud()))))
        .isCloseTo(1.024, within(0.0005));
    assertThat(fusionGain(cases(isShort.and(Case::isCloud)))).isCloseTo(1.861, within(0.0005));
  }

  /** The geometric mean of the least unfused latency over the least latency. */
  private static double fusionGain(List<Case> rows) {
    double logs = 0;
    for (Case row : rows) {
      logs += Math.log(bestOf(row, nest -> nest.fused = false) / row.latency());
    }
    return Math.exp(logs / rows.size());
  }

  @Test
  void losesToRowTilesOfEightArraysIn58Rows() {
    int better = 0;
    double most = 0;
    for (Case row : CASES) {
      int tile = 8 * row.problem().accelerator().rows();
      if (tile <= row.problem().workload().rows()) {
        double found = bestOf(row, nest -> setRowTile(nest, tile));
        double saved = 1 - found / row.latency();
        better += saved > 1e-11 ? 1 : 0;
        most = Math.max(most, saved);
      }
    }
    assertThat(better).isEqualTo(58);
    assertThat(most).isCloseTo(0.11, within(0.005));
  }

  @Test
  void losesToMixedStationarityIn8RowsByLittle() {
    int better = 0;
    double most = 0;
    for (Case row : CASES) {
      double found = bestOf(row, FlatPublishedFactsTest::otherForAttend);
      double saved = 1 - found / row.latency();
      better += saved > 1e-11 ? 1 : 0;
      most = Math.max(most, saved);
    }
    assertThat(better).isEqualTo(8);
    assertThat(most).isCloseTo(0.00003, within(0.000005));
  }

  private static void otherForAttend(LoopNest nest) {
    nest.attend.stationarity =
        nest.logit.stationarity == Stationarity.OUTPUT ? Stationarity.WEIGHT : Stationarity.OUTPUT;
  }

  private static void setRowTile(LoopNest nest, int tile) {
    nest.logit.tile[Dimension.ROW.ordinal()] = tile;
    nest.attend.tile[Dimension.ROW.ordinal()] = tile;
  }

  /** The least latency of the published points after the same change to each. */
  private static double bestOf(Case row, Consumer<LoopNest> change) {
    AttentionProblem problem = row.problem();
    ScheduleEvaluator evaluator = problem.model().bind(problem.accelerator(), problem.workload());
    LoopNest nest = new LoopNest();
    CostSheet sheet = new CostSheet();
    double best = Double.POSITIVE_INFINITY;
    int[] vector = new int[problem.decisions().size()];
    do {
      problem.space().decode(vector, nest);
      change.accept(nest);
      evaluator.evaluate(nest, sheet);
      best = Math.min(best, sheet.latencySeconds);
    } while (Enumeration.advance(vector, problem.decisions()));
    return best;
  }
}
