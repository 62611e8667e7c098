package org.flatsearch.experiments.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.flatsearch.experiments.record.CheckedProofs;
import org.flatsearch.experiments.record.ProblemKey;
import org.flatsearch.experiments.record.RunRecord;
import org.flatsearch.experiments.record.WrongProof;
import org.flatsearch.goal.Status;

/**
 * Strategies side by side, problem by problem and over all problems.
 *
 * @param lineUp the contenders
 * @param problems the problems
 * @param tests the tests of every pair of the line-up
 * @param wrongProofs proofs that other runs refute; the rest of the comparison ignores them
 * @param repeated runs that are not counted, because they repeat the search of another
 */
public record StrategyComparison(
    LineUp lineUp,
    List<ComparedProblem> problems,
    List<PairwiseTest> tests,
    List<WrongProof> wrongProofs,
    int repeated) {
  public StrategyComparison {
    Objects.requireNonNull(lineUp, "lineUp");
    problems = List.copyOf(problems);
    tests = List.copyOf(tests);
    wrongProofs = List.copyOf(wrongProofs);
  }

  /** Compares the strategies of these runs. */
  public static StrategyComparison of(List<RunRecord> runs) {
    CheckedProofs checked = CheckedProofs.of(runs);
    Map<ProblemKey, List<RunRecord>> byProblem = new LinkedHashMap<>();
    for (RunRecord run : checked.runs()) {
      byProblem.computeIfAbsent(ProblemKey.of(run), key -> new ArrayList<>()).add(run);
    }
    List<ComparedProblem> problems = new ArrayList<>();
    byProblem.forEach((key, records) -> problems.add(ComparedProblem.of(key, records)));
    int counted =
        problems.stream().flatMap(p -> p.runs().values().stream()).mapToInt(List::size).sum();
    LineUp lineUp = LineUp.of(runs.stream().map(Contender::of).distinct().toList());
    return new StrategyComparison(
        lineUp,
        problems,
        new PairwiseTests(lineUp.contenders(), problems).all(),
        checked.wrong(),
        runs.size() - counted);
  }

  /**
   * Compares the strategies on contested problems: those that several heuristic runs searched. A
   * single heuristic run next to a proof is there for its result, not for a comparison.
   */
  public static StrategyComparison ofContested(List<RunRecord> runs) {
    Map<ProblemKey, List<Object>> first = new HashMap<>();
    Set<ProblemKey> contested = new HashSet<>();
    runs.stream()
        .filter(StrategyComparison::isHeuristic)
        .forEach(
            run -> {
              ProblemKey problem = ProblemKey.of(run);
              List<Object> search = List.of(Contender.of(run), run.setting().seed());
              if (!first.computeIfAbsent(problem, key -> search).equals(search)) {
                contested.add(problem);
              }
            });
    return of(runs.stream().filter(run -> contested.contains(ProblemKey.of(run))).toList());
  }

  /** Whether a run is not exact; a plug-in's strategy shows what it is only by what it proves. */
  private static boolean isHeuristic(RunRecord run) {
    return run.status() == Status.UNKNOWN && !LineUp.EXACT.contains(run.setting().strategy());
  }

  /** What to know before reading anything into the figures, as sentences. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(lineUp.shortcomings(isProven()));
    if (repeated > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%,d of the runs differ from others only in refine, which changes no search: they"
                  + " count once.",
              repeated));
    }
    if (lineUp.contenders().stream().map(this::mix).distinct().count() > 1) {
      remarks.add(
          "The strategies' runs are spread differently over the problems, so figures over all"
              + " problems are of different mixes: compare problem by problem.");
    }
    return remarks;
  }

  private boolean isProven() {
    return references().keySet().stream()
        .anyMatch(kind -> kind == Reference.Kind.OPTIMUM || kind == Reference.Kind.LOWER_BOUND);
  }

  /** The share that each problem has in the runs of a contender. */
  private List<Double> mix(Contender contender) {
    List<Integer> runs = problems.stream().map(p -> p.runs(contender).size()).toList();
    double all = runs.stream().mapToInt(Integer::intValue).sum();
    return runs.stream().map(count -> count / all).toList();
  }

  /** How many problems have a reference of each kind. */
  public Map<Reference.Kind, Integer> references() {
    Map<Reference.Kind, Integer> counts = new EnumMap<>(Reference.Kind.class);
    problems.forEach(problem -> counts.merge(problem.reference().kind(), 1, Integer::sum));
    return counts;
  }

  /** The problems in which a contender took part. */
  public List<ComparedProblem> problemsOf(Contender contender) {
    return problems.stream().filter(problem -> !problem.runs(contender).isEmpty()).toList();
  }

  /** How often and how fast a contender reaches targets, over all of its problems. */
  public Targets targets(Contender contender) {
    return Targets.of(contender, problemsOf(contender));
  }

  /** The distributions of evaluations to reach a target, in the order of the line-up. */
  public Map<Contender, Ecdf> evaluationsToTargets() {
    return distributions(run -> 1);
  }

  /** The distributions of processor seconds to reach a target, in the order of the line-up. */
  public Map<Contender, Ecdf> cpuSecondsToTargets() {
    return distributions(AnytimeRun::cpuSecondsPerEvaluation);
  }

  private Map<Contender, Ecdf> distributions(ToDoubleFunction<AnytimeRun> unit) {
    Map<Contender, Ecdf> distributions = new LinkedHashMap<>();
    for (Contender contender : lineUp.contenders()) {
      distributions.put(contender, Ecdf.of(contender, problemsOf(contender), unit));
    }
    return distributions;
  }

  /** The final gaps of a contender, over all runs of all problems. */
  public Quartiles finalGaps(Contender contender) {
    return Quartiles.of(
        problemsOf(contender).stream()
            .flatMapToDouble(problem -> Arrays.stream(problem.finalGaps(contender)))
            .toArray());
  }

  /** Processor seconds of a contender's runs, over all problems. */
  public Quartiles cpuSeconds(Contender contender) {
    return quartiles(contender, run -> run.record().cpuSeconds());
  }

  /** Evaluations of a contender's runs, over all problems. */
  public Quartiles evaluations(Contender contender) {
    return quartiles(contender, AnytimeRun::evaluations);
  }

  private Quartiles quartiles(Contender contender, ToDoubleFunction<AnytimeRun> figure) {
    return Quartiles.of(
        problemsOf(contender).stream()
            .flatMap(problem -> problem.runs(contender).stream())
            .mapToDouble(figure)
            .toArray());
  }
}
