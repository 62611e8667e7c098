package org.flatsearch.search.space.loopnest;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.space.AttentionProblem;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Evaluations of model {@code loopnest} per second on one thread, from decisions to metrics,
 * including decoding. The decisions are 4,096 random vectors of the full space of XLM at 65,536
 * tokens on {@code flat-cloud}: always the same, but too varied for branch prediction.
 * Alternatively each vector differs from the one before in one decision, as in a local search, so
 * that mostly one stage is counted.
 *
 * <p>From the root of the project: {@code mvn -q -Pbench test-compile exec:exec
 * -Dbenchmarks=LoopNestModel}. The column {@code gc.alloc.rate.norm} is bytes per evaluation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class LoopNestModelBenchmark {
  private static final int VECTORS = 4096;
  private static final long SEED = 1;

  private SearchProblem.Evaluator evaluator;
  private int[][] vectors;
  private int[][] fitting;
  private int[][] neighbours;
  private double[] metrics;

  /** Draws the vectors. */
  @Setup
  public void draw() {
    Accelerator target = SpecCatalogue.accelerator("flat-cloud");
    AttentionWorkload workload = SpecCatalogue.workload("xlm").withSequence(65_536);
    SearchProblem problem =
        AttentionProblem.of(
            new LoopNestModel(), LoopNestSpace.full(target, workload), target, workload);
    SplittableRandom random = new SplittableRandom(SEED);
    vectors = new int[VECTORS][];
    for (int k = 0; k < VECTORS; k++) {
      vectors[k] = draw(problem, random);
    }
    neighbours = new int[VECTORS][];
    neighbours[0] = vectors[0];
    for (int k = 1; k < VECTORS; k++) {
      neighbours[k] = neighbours[k - 1].clone();
      int decision = random.nextInt(neighbours[k].length);
      neighbours[k][decision] = random.nextInt(problem.decisions().get(decision).size());
    }
    metrics = new double[problem.metrics().size()];
    evaluator = problem.evaluator();
    fitting = new int[VECTORS][];
    for (int k = 0; k < VECTORS; ) {
      int[] vector = draw(problem, random);
      if (evaluator.evaluate(vector, metrics) == 0) {
        fitting[k++] = vector;
      }
    }
  }

  private static int[] draw(SearchProblem problem, SplittableRandom random) {
    return problem.decisions().stream().mapToInt(d -> random.nextInt(d.size())).toArray();
  }

  /** All vectors once. */
  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public void evaluate(Blackhole blackhole) {
    evaluate(vectors, blackhole);
  }

  /** Vectors that fit the buffer, so that their costs are counted in full. */
  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public void evaluateFitting(Blackhole blackhole) {
    evaluate(fitting, blackhole);
  }

  /** Vectors that each differ from the one before in one decision. */
  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public void evaluateNeighbours(Blackhole blackhole) {
    evaluate(neighbours, blackhole);
  }

  private void evaluate(int[][] vectors, Blackhole blackhole) {
    for (int[] vector : vectors) {
      blackhole.consume(evaluator.evaluate(vector, metrics));
      blackhole.consume(metrics[0]);
    }
  }
}
