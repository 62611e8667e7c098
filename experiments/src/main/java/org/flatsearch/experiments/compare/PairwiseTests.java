package org.flatsearch.experiments.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.experiments.compare.PairwiseTest.OverAll;
import org.flatsearch.experiments.compare.PairwiseTest.ProblemTest;
import org.flatsearch.goal.Rounding;
import org.flatsearch.search.Score;

/** Tests every pair of a line-up, in each problem and over all problems. */
final class PairwiseTests {
  /** Replaces an infinite gap, which has no difference to another; no finite gap comes near it. */
  private static final double NOTHING_FOUND = 1e12;

  private final List<Contender> contenders;
  private final List<ComparedProblem> problems;

  /** Two contenders. */
  private record Pair(Contender first, Contender second) {}

  PairwiseTests(List<Contender> contenders, List<ComparedProblem> problems) {
    this.contenders = contenders;
    this.problems = problems;
  }

  List<PairwiseTest> all() {
    Map<Pair, List<ProblemTest>> byPair = new LinkedHashMap<>();
    List<Pair> pairs = pairs();
    pairs.forEach(pair -> byPair.put(pair, new ArrayList<>()));
    for (ComparedProblem problem : problems) {
      test(problem).forEach((pair, test) -> byPair.get(pair).add(test));
    }
    Map<Pair, OverAll> overAll = overAll(pairs);
    List<PairwiseTest> tests = new ArrayList<>();
    byPair.forEach((pair, list) -> tests.add(test(pair, list, overAll.get(pair))));
    return tests;
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < contenders.size(); k++) {
      for (int j = k + 1; j < contenders.size(); j++) {
        pairs.add(new Pair(contenders.get(k), contenders.get(j)));
      }
    }
    return pairs;
  }

  private static PairwiseTest test(Pair pair, List<ProblemTest> tests, OverAll overAll) {
    double[] a12 = tests.stream().mapToDouble(ProblemTest::a12).toArray();
    return new PairwiseTest(
        pair.first(),
        pair.second(),
        tests,
        (int) tests.stream().filter(test -> test.isSignificant() && test.a12() > 0.5).count(),
        (int) tests.stream().filter(test -> test.isSignificant() && test.a12() < 0.5).count(),
        tests.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Quartiles.of(a12).median()),
        Optional.ofNullable(overAll));
  }

  /** Tests all pairs in one problem; their p-values are adjusted together. */
  private Map<Pair, ProblemTest> test(ComparedProblem problem) {
    Map<Contender, double[]> ranks = ranks(problem);
    Map<Pair, RankTests.Difference> differences = new LinkedHashMap<>();
    for (Pair pair : pairs()) {
      double[] first = ranks.getOrDefault(pair.first(), new double[0]);
      double[] second = ranks.getOrDefault(pair.second(), new double[0]);
      if (PairwiseTest.leastP(first.length, second.length) < PairwiseTest.LEVEL) {
        differences.put(pair, RankTests.independent(first, second));
      }
    }
    double[] adjusted =
        RankTests.holm(
            differences.values().stream().mapToDouble(RankTests.Difference::pValue).toArray());
    Map<Pair, ProblemTest> tests = new LinkedHashMap<>();
    differences.forEach(
        (pair, difference) ->
            tests.put(pair, new ProblemTest(problem, adjusted[tests.size()], difference.a12())));
    return tests;
  }

  /**
   * The final scores as numbers in the same order, smaller for better. Rank tests use nothing but
   * the order, so all objectives and violations count. Equal scores get the same number, because
   * the binary search takes the same path for them.
   */
  private static Map<Contender, double[]> ranks(ComparedProblem problem) {
    List<Score> sorted = new ArrayList<>();
    problem.runs().values().forEach(runs -> runs.forEach(run -> sorted.add(run.record().score())));
    sorted.sort(Score::compareTo);
    Map<Contender, double[]> ranks = new LinkedHashMap<>();
    problem
        .runs()
        .forEach(
            (contender, runs) ->
                ranks.put(
                    contender,
                    runs.stream()
                        .mapToDouble(
                            run ->
                                Collections.binarySearch(
                                    sorted, run.record().score(), Score::compareTo))
                        .toArray()));
    return ranks;
  }

  /** Tests all pairs over all problems, by median final gaps; p-values are adjusted together. */
  private Map<Pair, OverAll> overAll(List<Pair> pairs) {
    Map<Pair, RankTests.PairedDifference> differences = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      List<ComparedProblem> both =
          problems.stream()
              .filter(p -> !p.runs(pair.first()).isEmpty() && !p.runs(pair.second()).isEmpty())
              .toList();
      if (both.size() >= PairwiseTest.FEWEST_PROBLEMS) {
        differences.put(
            pair, RankTests.ofPairs(medians(pair.first(), both), medians(pair.second(), both)));
      }
    }
    double[] adjusted =
        RankTests.holm(
            differences.values().stream()
                .mapToDouble(RankTests.PairedDifference::pValue)
                .toArray());
    Map<Pair, OverAll> tests = new LinkedHashMap<>();
    differences.forEach(
        (pair, difference) ->
            tests.put(pair, new OverAll(adjusted[tests.size()], favourite(pair, difference))));
    return tests;
  }

  private static Optional<Contender> favourite(Pair pair, RankTests.PairedDifference difference) {
    if (difference.signedRanks() == 0) {
      return Optional.empty();
    }
    return Optional.of(difference.signedRanks() < 0 ? pair.first() : pair.second());
  }

  /**
   * The median final results as multiples of the reference, rounded as objective values are: what
   * rounding hides is no difference. Gaps themselves would lose the digits that are noise.
   */
  private static double[] medians(Contender contender, List<ComparedProblem> problems) {
    return problems.stream()
        .mapToDouble(problem -> Quartiles.of(problem.finalGaps(contender)).median())
        .map(gap -> Rounding.round(1 + Math.min(gap, NOTHING_FOUND)))
        .toArray();
  }
}
