package org.flatsearch.search.strategy;

import java.util.concurrent.TimeUnit;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.Spaces;
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

/**
 * Evaluations per second of each strategy on one thread, including its own overhead: on model
 * {@code flat} (the full space of BERT at 4,096 tokens on flat-edge, latency then energy) and on a
 * toy problem ({@link ToyCost}) that is shaped like the larger spaces and takes some 60 ns per
 * evaluation.
 *
 * <p>From the root of the project: {@code mvn -q -Pbench test-compile exec:exec
 * -Dbenchmarks=Strategy}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StrategyBenchmark {
  private static final int EVALUATIONS = 200_000;

  /** The strategies to measure. */
  @Param({
    "random",
    "hill-climbing",
    "late-acceptance",
    "tabu",
    "annealing",
    "genetic",
    "nsga2",
    "cma-es"
  })
  public String strategy;

  /** What is searched. */
  @Param({"flat", "toy"})
  public String problem;

  private SearchProblem searched;

  /** Makes the problem. */
  @Setup
  public void make() {
    searched = problem.equals("toy") ? new ToyCost() : flat();
  }

  private static SearchProblem flat() {
    return Spaces.problem(
        new FlatModel(),
        Spaces.DEFAULT,
        SpecCatalogue.accelerator("flat-edge"),
        SpecCatalogue.workload("bert").withSequence(4096));
  }

  /** One search of {@value #EVALUATIONS} evaluations. */
  @Benchmark
  @OperationsPerInvocation(EVALUATIONS)
  public SearchResult evaluations() {
    return Search.of(searched, Strategies.named(strategy))
        .budget(Budget.ofEvaluations(EVALUATIONS))
        .run();
  }
}
