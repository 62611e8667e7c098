package org.flatsearch.search.strategy;

import java.util.concurrent.TimeUnit;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.Strategies;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Evaluations per second of each strategy, its own overhead included, by one thread, on a cost of
 * some 60 ns ({@link ToyCost}).
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

  private final SearchProblem problem = new ToyCost();

  /** One search of {@value #EVALUATIONS} evaluations. */
  @Benchmark
  @OperationsPerInvocation(EVALUATIONS)
  public SearchResult evaluations() {
    return Search.of(problem, Strategies.named(strategy))
        .budget(Budget.ofEvaluations(EVALUATIONS))
        .run();
  }
}
