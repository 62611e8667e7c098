package org.flatsearch.search.space.flat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stationarity;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.Decomposition.Prover;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.search.strategy.exact.BranchAndBound;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class FlatProverTest {
  private static final int CASES = 300;

  /** A problem with its prover and one of its boxes. */
  private record Case(SearchProblem problem, Prover prover, int[] low, int[] high, String what) {
    static Case random(String space, long seed) {
      // Not a Random: with small seeds, its first draws are alike.
      SplittableRandom random = new SplittableRandom(seed);
      Accelerator accelerator =
          SpecCatalogue.accelerator("flat-edge")
              .with(
                  Map.of(
                      "lanes", List.of("unlimited", "3", "0.01").get(random.nextInt(3)),
                      "rows", Integer.toString(1 + random.nextInt(20)),
                      "columns", Integer.toString(1 + random.nextInt(20)),
                      "bufferBytes", Integer.toString(1 << (4 + random.nextInt(16))),
                      "dramShared", Boolean.toString(random.nextBoolean()),
                      "dramReadBytesPerSecond", Long.toString(10_000_000L << random.nextInt(12))));
      AttentionWorkload workload =
          new AttentionWorkload(
              "random",
              "",
              1 + random.nextInt(5),
              4,
              1 << random.nextInt(3),
              1 + random.nextInt(200),
              1 + random.nextInt(200),
              1 + random.nextInt(40),
              1 + random.nextInt(40),
              2);
      AttentionProblem problem = Spaces.problem(new FlatModel(), space, accelerator, workload);
      int[] sizes = problem.decisions().stream().mapToInt(decision -> decision.size()).toArray();
      int[] low = Arrays.stream(sizes).map(random::nextInt).toArray();
      int[] high =
          IntStream.range(0, sizes.length)
              .map(d -> low[d] + random.nextInt(sizes[d] - low[d]))
              .toArray();
      int[][] values =
          Arrays.stream(sizes)
              .mapToObj(size -> IntStream.range(0, size).toArray())
              .toArray(int[][]::new);
      Prover prover = problem.capability(Decomposition.class).orElseThrow().prover(values);
      return new Case(problem, prover, low, high, "seed " + seed + ", " + workload);
    }

    double[] bound(int[] from, int[] to) {
      double[] metrics = new double[AttentionProblem.METRICS.size()];
      assertThat(prover.bound(from, to, metrics, null)).isZero();
      return metrics;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "published"})
  void boundsEveryPointOfABoxFromBelow(String space) {
    for (long seed = 1; seed <= CASES; seed++) {
      Case box = Case.random(space, seed);
      double[] bound = box.bound(box.low, box.high);
      SearchProblem.Evaluator evaluator = box.problem.evaluator();
      double[] metrics = new double[bound.length];
      SplittableRandom random = new SplittableRandom(seed);
      for (int k = 0; k < 200; k++) {
        int[] point = box.low.clone();
        for (int d = 0; d < point.length; d++) {
          point[d] += random.nextInt(box.high[d] - box.low[d] + 1);
        }
        evaluator.evaluate(point, metrics);
        for (int metric = 0; metric < bound.length; metric++) {
          String name = AttentionProblem.METRICS.get(metric);
          assertThat(bound[metric])
              .as(() -> "%s, %s of %s".formatted(box.what, name, box.problem.describe(point)))
              .isLessThanOrEqualTo(metrics[metric]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "published"})
  void boundsASinglePointByItsCost(String space) {
    for (long seed = 1; seed <= CASES; seed++) {
      Case point = Case.random(space, seed);
      point.bound(point.low, point.high); // must not affect the next bound
      double[] bound = point.bound(point.low, point.low);
      double[] metrics = new double[bound.length];
      point.problem.evaluator().evaluate(point.low, metrics);
      for (int metric = 0; metric < bound.length; metric++) {
        assertThat(bound[metric])
            .as("%s, %s", point.what, AttentionProblem.METRICS.get(metric))
            .isCloseTo(metrics[metric], Offset.offset(1e-13 * metrics[metric]));
      }
    }
  }

  /** There, sums of bytes round, and the spill is the difference of two that are nearly equal. */
  @Test
  void boundsAPointThatFillsABufferBeyondTheRangeOfWholeNumbers() {
    Accelerator edge = SpecCatalogue.accelerator("flat-edge");
    for (long seed = 1; seed <= CASES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      AttentionWorkload workload =
          new AttentionWorkload(
              "huge",
              "",
              (1 << 13) + random.nextInt(1 << 13),
              1,
              1,
              (1 << 21) + random.nextInt(1 << 21),
              (1 << 20) - random.nextInt(1000),
              1 + random.nextInt(3),
              1 + random.nextInt(3),
              1);
      LoopNest nest = new LoopNest();
      new FlatNests(workload)
          .fill(
              nest,
              new int[] {random.nextInt(2), random.nextInt(2), random.nextInt(2), 1, 1},
              Stationarity.values()[random.nextInt(3)],
              Stationarity.values()[random.nextInt(3)],
              workload.rows(),
              workload.instances());
      CostSheet sheet = new CostSheet();
      new FlatModel().bind(edge, workload).evaluate(nest, sheet);
      long buffer = (long) sheet.footprintBytes + 2 * (random.nextInt(5) - 2);

      AttentionProblem problem =
          Spaces.problem(
              new FlatModel(), "full", edge.with("bufferBytes", Long.toString(buffer)), workload);
      int[] point = problem.encode(nest.toSchedule()).orElseThrow();
      double[] bound = new double[AttentionProblem.METRICS.size()];
      double[] metrics = new double[bound.length];
      problem
          .capability(Decomposition.class)
          .orElseThrow()
          .prover(RestrictedProblem.of(problem, List.of()).values())
          .bound(point, point, bound, null);
      problem.evaluator().evaluate(point, metrics);
      for (int metric = 0; metric < bound.length; metric++) {
        assertThat(bound[metric])
            .as("seed %s, %s", seed, AttentionProblem.METRICS.get(metric))
            .isLessThanOrEqualTo(metrics[metric]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "published"})
  void splitsWhateverIsOpen(String space) {
    for (long seed = 1; seed <= CASES; seed++) {
      Case box = Case.random(space, seed);
      int split = box.prover.split(box.low, box.high);
      boolean isPoint = Arrays.equals(box.low, box.high);
      assertThat(split < 0).as(box.what).isEqualTo(isPoint);
      assertThat(isPoint || box.low[split] < box.high[split]).as(box.what).isTrue();
    }
  }

  /** The budget is half a percent of the points. */
  @Test
  void takesFewBoundsForAProof() {
    AttentionProblem problem =
        Spaces.problem(
            new FlatModel(),
            "full",
            SpecCatalogue.accelerator("flat-edge"),
            SpecCatalogue.workload("bert"));
    SearchResult result =
        Search.of(problem, new BranchAndBound()).budget(Budget.ofEvaluations(3_500)).run();
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
  }
}
