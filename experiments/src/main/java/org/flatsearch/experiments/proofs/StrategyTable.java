package org.flatsearch.experiments.proofs;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.experiments.command.OptionRules;
import org.flatsearch.experiments.search.PlannedSearch;
import org.flatsearch.experiments.text.Units;
import org.flatsearch.goal.Budget;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.ResultDocument;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.space.AttentionProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures how near the heuristic strategies come to the proven optimum of latency on the problems
 * of the {@link ProofTable} with model {@code loopnest}, and prints Markdown tables. One thread in
 * one virtual machine; not part of any build:
 *
 * <pre>{@code
 * mvn -q compile exec:java \
 *     -Dexec.mainClass=org.flatsearch.experiments.proofs.StrategyTable
 * }</pre>
 *
 * <p>The optimum is proven first, by {@code auto}. If its time limit ends the proof, gaps are to
 * the proven lower bound, so no smaller than those to the optimum. Searches have a budget of
 * evaluations only, so that the tables repeat from run to run as far as the proofs do.
 */
@Command(
    name = "StrategyTable",
    description = "Prints how near heuristic strategies come to proven optima, as Markdown.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class StrategyTable implements Callable<Integer> {
  private static final double PROOF_SECONDS = 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      split = ",",
      description = "Only problems whose names contain all of these, such as nvdla,64K.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--strategies",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "genetic,late-acceptance,tabu,annealing,hill-climbing,cma-es,random",
      description = "The strategies; all heuristics by default.")
  private List<String> strategies;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "31",
      description = "The seeds 1 to N; 31 by default.")
  private int seeds;

  @Option(
      names = "--evaluations",
      paramLabel = "N",
      defaultValue = "20000",
      description = "The evaluations per run; 20000 by default.")
  private long evaluations;

  /** Prints the tables and ends the process. */
  public static void main(String[] args) {
    TableProgram.run(new StrategyTable(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    OptionRules.requireAtLeast("--seeds", seeds, 1);
    List<SearchStrategy> line = strategies.stream().map(Strategies::named).toList();
    out.printf(
        Locale.ROOT,
        "%s, seeds 1..%d, %s evaluations a run%n",
        TableProgram.whatFiguresDependOn(),
        seeds,
        Units.count(evaluations));
    GapTable gaps = new GapTable(strategies);
    int bounded = 0;
    for (ProofCase problem : problems()) {
      PlannedSearch proof = new PlannedSearch(problem.plan(PROOF_SECONDS));
      ResultDocument proven = proof.run();
      double reference = proven.optimality().lowerBound().stream().findFirst().orElse(0.0);
      bounded += proven.optimality().gap().orElse(1) > 0 ? 1 : 0;
      for (SearchStrategy strategy : line) {
        for (long seed = 1; seed <= seeds; seed++) {
          gaps.add(problem, strategy.name(), gap(proof.problem(), strategy, seed, reference));
        }
      }
    }
    out.println();
    gaps.print(out);
    out.println();
    out.printf(
        Locale.ROOT,
        "Gaps to the proven optimum of %s, to the lower bound of %d.%n",
        Units.plural(gaps.problems() - bounded, "problem"),
        bounded);
    return ExitCode.OK;
  }

  private List<ProofCase> problems() {
    List<ProofCase> problems =
        ProofCase.all().stream()
            .filter(line -> line.model().equals(LoopNestModel.NAME))
            .filter(line -> line.objective().equals(ProofCase.FASTEST))
            .filter(line -> only.stream().allMatch(line.title()::contains))
            .toList();
    if (problems.isEmpty()) {
      throw new InvalidInputException(
          "--only "
              + String.join(",", only)
              + ": no problem contains all of that. Leave it out to see the names.");
    }
    return problems;
  }

  /** The relative distance of the latency found to {@code reference}, infinite if none was. */
  private double gap(
      AttentionProblem problem, SearchStrategy strategy, long seed, double reference) {
    SearchResult result =
        Search.of(problem, strategy)
            .objective(ProofCase.FASTEST)
            .budget(Budget.ofEvaluations(evaluations))
            .seed(seed)
            .run();
    return result.isFeasible() ? result.values().get(0) / reference - 1 : Double.POSITIVE_INFINITY;
  }
}
