package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CanonicalTest {
  private static final List<String> ACCELERATORS =
      List.of("flat-edge-64-lanes", "eyeriss", "tpu-v4i", "h100");

  private static AttentionProblem problem(String accelerator, String workload, int sequence) {
    Accelerator machine = SpecCatalogue.accelerator(accelerator);
    AttentionWorkload attention = SpecCatalogue.workload(workload).withSequence(sequence);
    return AttentionProblem.of(
        new LoopNestModel(), LoopNestSpace.full(machine, attention), machine, attention);
  }

  /** Draws a vector; often the largest tile, so that loops of a single iteration are common. */
  private static int[] draw(SplittableRandom random, SearchProblem problem) {
    return problem.decisions().stream()
        .mapToInt(
            d -> d.size() > 6 && random.nextInt(3) == 0 ? d.size() - 1 : random.nextInt(d.size()))
        .toArray();
  }

  @Test
  void theCanonicalVectorEvaluatesTheSame() {
    int changed = 0;
    for (String accelerator : ACCELERATORS) {
      AttentionProblem problem = problem(accelerator, "bert", 197);
      SearchProblem.Evaluator evaluator = problem.evaluator();
      double[] expected = new double[AttentionProblem.METRICS.size()];
      double[] actual = new double[AttentionProblem.METRICS.size()];
      for (long seed = 1; seed <= 5000; seed++) {
        int[] vector = draw(new SplittableRandom(seed), problem);
        int[] canonical = vector.clone();
        problem.makeCanonical(canonical);
        String what = accelerator + ", seed " + seed + ": " + problem.describe(vector);
        double violation = evaluator.evaluate(vector, expected);
        assertThat(evaluator.evaluate(canonical, actual)).as(what).isEqualTo(violation);
        assertThat(actual).as(what).containsExactly(expected);
        int[] again = canonical.clone();
        problem.makeCanonical(again);
        assertThat(again).as(what).containsExactly(canonical);
        changed += Arrays.equals(vector, canonical) ? 0 : 1;
      }
    }
    assertThat(changed).isGreaterThan(15_000);
  }

  @Test
  void vectorsOfOneScheduleHaveOneCanonicalVector() {
    AttentionProblem problem = problem("flat-edge-64-lanes", "bert", 96);
    int alike = 0;
    for (long seed = 1; seed <= 50_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[] vector = draw(random, problem);
      int[] other = vector.clone();
      int decision = random.nextInt(vector.length);
      other[decision] = random.nextInt(problem.decisions().get(decision).size());
      if (other[decision] != vector[decision]
          && problem.schedule(other).equals(problem.schedule(vector))) {
        String what = "seed %d, %s".formatted(seed, problem.decisions().get(decision).name());
        problem.makeCanonical(vector);
        problem.makeCanonical(other);
        assertThat(other).as(what).containsExactly(vector);
        alike++;
      }
    }
    assertThat(alike).isGreaterThan(5_000);
  }

  /** The schedules are not equal, but cost the same. */
  @Test
  void transposingASquareArrayMakesNoOtherPoint() {
    for (boolean square : new boolean[] {true, false}) {
      Accelerator machine =
          SpecCatalogue.accelerator("flat-edge").with("columns", square ? "32" : "16");
      AttentionWorkload attention = SpecCatalogue.workload("bert").withSequence(96);
      AttentionProblem problem =
          AttentionProblem.of(
              new LoopNestModel(), LoopNestSpace.full(machine, attention), machine, attention);
      for (Stage stage : Stage.values()) {
        int[] vector = new int[problem.decisions().size()];
        int[] transposed = vector.clone();
        transposed[DecisionIndex.transposed(stage)] = 1;
        problem.makeCanonical(vector);
        problem.makeCanonical(transposed);

        assertThat(Arrays.equals(vector, transposed)).as(stage + ", " + square).isEqualTo(square);
      }
    }
  }
}
