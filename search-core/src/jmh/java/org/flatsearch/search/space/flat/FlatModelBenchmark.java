package org.flatsearch.search.space.flat;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.flatsearch.cost.flat.FlatModel;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Evaluations of model {@code flat} per second on one thread, from decisions to metrics, including
 * decoding. The decisions are 4,096 random vectors of the full space of BERT at 4,096 tokens:
 * always the same, but too varied for branch prediction.
 *
 * <p>From the root of the project: {@code mvn -q -Pbench test-compile exec:exec
 * -Dbenchmarks=FlatModel}. The column {@code gc.alloc.rate.norm} is bytes per evaluation.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FlatModelBenchmark {
  private static final int VECTORS = 4096;
  private static final long SEED = 1;

  /** With and without the softmax option. */
  @Param({"flat-edge", "flat-cloud", "flat-cloud-256-lanes"})
  public String accelerator;

  private SearchProblem.Evaluator evaluator;
  private int[][] vectors;
  private double[] metrics;

  /** Draws the vectors. */
  @Setup
  public void draw() {
    Accelerator target = SpecCatalogue.accelerator(accelerator);
    AttentionWorkload workload = SpecCatalogue.workload("bert").withSequence(4096);
    SearchProblem problem =
        AttentionProblem.of(new FlatModel(), FlatFullSpace.of(target, workload), target, workload);
    SplittableRandom random = new SplittableRandom(SEED);
    vectors = new int[VECTORS][];
    for (int k = 0; k < VECTORS; k++) {
      vectors[k] = problem.decisions().stream().mapToInt(d -> random.nextInt(d.size())).toArray();
    }
    metrics = new double[problem.metrics().size()];
    evaluator = problem.evaluator();
  }

  /** All vectors once. */
  @Benchmark
  @OperationsPerInvocation(VECTORS)
  public void evaluate(Blackhole blackhole) {
    for (int[] vector : vectors) {
      blackhole.consume(evaluator.evaluate(vector, metrics));
      blackhole.consume(metrics[0]);
    }
  }
}
