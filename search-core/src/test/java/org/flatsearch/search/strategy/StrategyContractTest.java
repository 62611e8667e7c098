package org.flatsearch.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.InvalidParameterException;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.Strategies;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every heuristic strategy must do, however it searches. */
@Timeout(60)
class StrategyContractTest {
  /** What exact strategies do at the end of a space has tests of its own. */
  private static final Set<String> EXACT = Set.of("auto", "branch-and-bound", "exhaustive");

  /** All that ship, so that none can be forgotten here. */
  static final List<String> STRATEGIES =
      Strategies.all().values().stream()
          .filter(StrategyContractTest::ships)
          .map(SearchStrategy::name)
          .filter(name -> !EXACT.contains(name))
          .toList();

  private static final Pattern PARAMETERS = Pattern.compile("\\(([^()]+)\\)$");

  private static final SearchProblem TILING = ToyProblem.tiling(60, 50, 16, 600);

  private static boolean ships(SearchStrategy strategy) {
    return strategy
        .getClass()
        .getPackageName()
        .startsWith(StrategyContractTest.class.getPackageName() + ".");
  }

  /** The names in parentheses at the end of the description, which is where users find them. */
  private static Set<String> describedParameters(String strategy) {
    Matcher matcher = PARAMETERS.matcher(Strategies.named(strategy).description());
    return matcher.find() ? new TreeSet<>(List.of(matcher.group(1).split(", "))) : Set.of();
  }

  private static Search search(String strategy, SearchProblem problem, long evaluations) {
    return Search.of(problem, Strategies.named(strategy))
        .budget(Budget.ofEvaluations(evaluations))
        .seed(11);
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void spendsExactlyItsBudget(String strategy) {
    for (long evaluations : new long[] {1, 2, 7, 100, 1001}) {
      int[] calls = {0};
      ToyProblem counting =
          new ToyProblem(
              "counting",
              TILING.decisions(),
              (point, metrics) -> {
                calls[0]++;
                return TILING.evaluator().evaluate(point, metrics);
              });
      SearchResult result = search(strategy, counting, evaluations).run();
      assertThat(result.evaluations()).isEqualTo(evaluations);
      assertThat(calls[0]).isEqualTo((int) evaluations);
      assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
    }
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void stillSpendsExactlyItsBudgetWhenItIsLong(String strategy) {
    SearchResult result = search(strategy, ToyProblem.deceptive(2, 4), 30_011).run();
    assertThat(result.evaluations()).isEqualTo(30_011);
    assertThat(result.stop()).isEqualTo(Stop.EVALUATIONS);
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void repeatsForASeed(String strategy) {
    Search search = search(strategy, TILING, 3000);
    SearchResult first = search.run();
    SearchResult again = search.run();
    assertThat(again.trace()).isEqualTo(first.trace());
    assertThat(again.best()).isEqualTo(first.best());
    assertThat(again.counters()).isEqualTo(first.counters());
    assertThat(search.seed(12).run().trace()).isNotEqualTo(first.trace());
  }

  /** The clock affects a search only by ending it. */
  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void doesNotDependOnATimeLimitThatIsNotReached(String strategy) {
    SearchResult without = search(strategy, TILING, 3000).run();
    SearchResult with = search(strategy, TILING, 3000).budget(new Budget(3000, 20)).run();
    assertThat(with.stop()).isEqualTo(Stop.EVALUATIONS);
    assertThat(with.trace()).isEqualTo(without.trace());
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void givesTheSmallestViolationItFoundWhenNothingFits(String strategy) {
    SearchResult result = search(strategy, ToyProblem.infeasible(20, 20, 5), 3000).run();
    assertThat(result.isFeasible()).isFalse();
    assertThat(result.violation()).isBetween(100.0, 103.0);
    assertThat(100 + Arrays.stream(result.best()).sum()).isEqualTo((int) result.violation());
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void solvesASpaceOfOnePoint(String strategy) {
    SearchResult result = search(strategy, ToyProblem.singlePoint(), 50).run();
    assertThat(result.best()).containsExactly(0, 0, 0);
    assertThat(result.isFeasible()).isTrue();
    assertThat(result.evaluations()).isBetween(1L, 50L);
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void copesWithASingleOpenDecision(String strategy) {
    for (SearchProblem problem :
        List.of(
            ToyProblem.separable(ToyProblem.ordered(1, 2, 1), 0, 1, 0),
            ToyProblem.separable(ToyProblem.categorical(1, 3), 0, 2))) {
      SearchResult result = search(strategy, problem, 400).run();
      assertThat(result.values().get(0)).isZero();
    }
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void evaluatesTheStartFirst(String strategy) {
    int[] start = {59, 40, 3, 2};
    SearchResult result = search(strategy, TILING, 1).start(start).run();
    assertThat(result.best()).containsExactly(start);
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void neverLeavesTheDomains(String strategy) {
    List<int[]> outside = new ArrayList<>();
    ToyProblem strict =
        new ToyProblem(
            "strict",
            TILING.decisions(),
            (point, metrics) -> {
              for (int k = 0; k < point.length; k++) {
                if (point[k] < 0 || point[k] >= TILING.decisions().get(k).size()) {
                  outside.add(point.clone());
                }
              }
              return TILING.evaluator().evaluate(point, metrics);
            });
    search(strategy, strict, 5000).run();
    assertThat(outside).isEmpty();
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void endsInTimeAndWhenCancelled(String strategy) {
    Search search =
        Search.of(TILING, Strategies.named(strategy)).budget(Budget.ofSeconds(0.15)).seed(2);
    SearchResult result = search.run();
    assertThat(result.stop()).isEqualTo(Stop.TIME);
    search.cancel();
    assertThat(search.run().stop()).isEqualTo(Stop.CANCELLED);
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void letsTheFailureOfAModelThrough(String strategy) {
    ToyProblem broken =
        new ToyProblem(
            "broken",
            TILING.decisions(),
            (point, metrics) -> {
              throw new ArithmeticException("by zero");
            });
    assertThatThrownBy(() -> search(strategy, broken, 100).run())
        .isInstanceOf(ArithmeticException.class);
  }

  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void refusesParametersThatItsDescriptionDoesNotName(String strategy) {
    Set<String> described = describedParameters(strategy);
    Parameters parameters = new Parameters(Map.of("no-such-parameter", "1"));
    assertThatThrownBy(() -> search(strategy, TILING, 100).parameters(parameters).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no-such-parameter")
        .hasMessageEndingWith(
            described.isEmpty()
                ? "This strategy has none."
                : "Known: " + String.join(", ", described) + ".");
  }

  /** Even if the space has a single point, so that the value does not matter. */
  @ParameterizedTest
  @FieldSource("STRATEGIES")
  void refusesValuesOfItsParametersBeforeItEvaluates(String strategy) {
    for (String parameter : describedParameters(strategy)) {
      Parameters negative = new Parameters(Map.of(parameter, "-1"));
      for (SearchProblem problem : List.of(TILING, ToyProblem.singlePoint())) {
        assertThatThrownBy(() -> search(strategy, problem, 100).parameters(negative).rehearse())
            .isInstanceOf(InvalidParameterException.class)
            .hasMessageStartingWith("parameter '" + parameter + "' is '-1' but must be ");
      }
    }
  }
}
