package org.flatsearch.search.strategy.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Stop;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.EnoughTime;
import org.flatsearch.search.Parameters;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.search.ToyProblem;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BranchAndBoundTest {
  static Stream<SearchStrategy> exact() {
    return Stream.of(new BranchAndBound(), new Auto());
  }

  private static Search search(SearchProblem problem, SearchStrategy strategy) {
    return Search.of(problem, strategy)
        .objective(Objective.of("latency", "energy"))
        .budget(Budget.ofEvaluations(10_000_000))
        .seed(3);
  }

  private static SearchResult prove(SearchProblem problem, SearchStrategy strategy) {
    SearchResult result = search(problem, strategy).run();
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(result.stop()).isEqualTo(Stop.COMPLETE);
    if (result.isFeasible()) {
      assertThat(result.proof().lowerBound()).isEqualTo(result.values());
    }
    return result;
  }

  @ParameterizedTest
  @MethodSource("exact")
  void separable(SearchStrategy strategy) {
    ProvableToy toy =
        ProvableToy.separable(
            ToyProblem.mixed(ToyProblem.ordered(4000, 30, 20), ToyProblem.categorical(5, 4, 3, 2)),
            3210,
            2,
            11,
            4,
            0,
            1,
            1);
    SearchResult result = prove(toy, strategy);
    assertThat(result.best()).containsExactly(3210, 2, 11, 4, 0, 1, 1);
    assertThat(result.evaluations()).isLessThan(25_000);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void deceptive(SearchStrategy strategy) {
    SearchResult result = prove(ProvableToy.deceptive(4, 7), strategy);
    assertThat(result.best()).containsOnly(6);
    assertThat(result.values()).containsExactly(0.0, 0.0);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void constrained(SearchStrategy strategy) {
    for (long capacity : new long[] {5, 40, 600, 1800, 100_000}) {
      for (Objective objective :
          List.of(
              Objective.of("latency", "energy"),
              Objective.of("energy"),
              Objective.of("energy", "latency"))) {
        ProvableToy toy = ProvableToy.tiling(60, 50, 16, capacity);
        SearchResult expected = search(toy, new ExhaustiveSearch()).objective(objective).run();
        SearchResult result = search(toy, strategy).objective(objective).run();
        assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
        assertThat(result.violation()).isEqualTo(expected.violation());
        assertThat(result.values()).isEqualTo(expected.values());
        assertThat(result.evaluations()).isLessThan(expected.evaluations());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("exact")
  void plateauWhereTheSecondObjectiveDecides(SearchStrategy strategy) {
    SearchResult result = prove(ProvableToy.plateau(100, 100, 10, 10), strategy);
    assertThat(result.values()).containsExactly(7.0, 0.0);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void provesTheSmallestViolationWhereNothingFits(SearchStrategy strategy) {
    ProvableToy toy = ProvableToy.infeasible(200, 200, 5);
    SearchResult result = prove(toy, strategy);
    assertThat(result.isFeasible()).isFalse();
    assertThat(result.violation()).isEqualTo(100);
    assertThat(result.best()).containsExactly(0, 0, 0);
    assertThat(result.proof().lowerBound()).isEmpty();
    assertThat(result.trace().lowerBounds()).isEmpty();
    SearchResult unfinished = Search.of(toy, strategy).budget(Budget.ofEvaluations(10)).run();
    assertThat(unfinished.proof().status()).isEqualTo(Status.UNKNOWN);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void spaceOfOnePoint(SearchStrategy strategy) {
    ProvableToy toy =
        ProvableToy.separable(
            ToyProblem.mixed(ToyProblem.ordered(1, 1), ToyProblem.categorical(1)), 0, 0, 0);
    SearchResult result = prove(toy, strategy);
    assertThat(result.best()).containsExactly(0, 0, 0);
    assertThat(result.evaluations()).isLessThan(5);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void singleOpenDecision(SearchStrategy strategy) {
    ProvableToy toy = ProvableToy.separable(ToyProblem.ordered(1, 9, 1), 0, 7, 0);
    assertThat(prove(toy, strategy).best()).containsExactly(0, 7, 0);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void restrictedProblem(SearchStrategy strategy) {
    ProvableToy toy = ProvableToy.separable(ToyProblem.ordered(90_000, 100), 41, 12);
    RestrictedProblem restricted =
        RestrictedProblem.of(
            toy, List.of(Restriction.parse("x0%16==0"), Restriction.parse("x1>40")));
    SearchResult result = prove(restricted, strategy);
    // The best allowed values are 48, which is 6 from 42, and 41, which is 28 from 13.
    assertThat(restricted.toOriginal(result.best())).containsExactly(47, 40);
    assertThat(result.values().get(0)).isEqualTo(6.0 + 28);
  }

  @Test
  void agreesWithEveryPointOfTablesWithoutStructure() {
    for (long seed = 1000; seed < 1400; seed++) {
      RandomTable table = new RandomTable(seed);
      SearchResult result = search(table.problem(), new BranchAndBound()).run();
      Score optimum = table.optimum(Objective.of("latency", "energy"));
      assertThat(result.proof().status()).as("seed %d", seed).isEqualTo(Status.PROVEN);
      assertThat(result.violation()).as("seed %d", seed).isEqualTo(optimum.violation);
      if (optimum.isFeasible()) {
        assertThat(result.values())
            .as("seed %d", seed)
            .containsExactly(optimum.values[0], optimum.values[1]);
      }
    }
  }

  /** Also in a small space, in which there is no first climb. */
  @ParameterizedTest
  @ValueSource(ints = {4, 60})
  void startsFromAGivenPoint(int extent) {
    ProvableToy toy = ProvableToy.tiling(extent, 5, 16, 600);
    int[] optimum = prove(toy, new BranchAndBound()).best();
    SearchResult result = search(toy, new BranchAndBound()).start(optimum).run();
    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(result.trace().improvements()).hasSize(1);
    assertThat(result.trace().improvements().get(0).evaluation()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("exact")
  void leavesHalfOfFewEvaluationsForABound(SearchStrategy strategy) {
    ProvableToy toy = ProvableToy.separable(ToyProblem.ordered(90, 90, 90, 90), 9, 9, 9, 9);
    for (long limit : new long[] {2, 100, 1_999}) {
      SearchResult result =
          Search.of(toy, strategy).budget(Budget.ofEvaluations(limit)).seed(3).run();
      assertThat(result.trace().lowerBounds()).as("%d evaluations", limit).isNotEmpty();
      assertThat(result.trace().lowerBounds().get(0).evaluation())
          .isBetween(limit / 2, limit / 2 + 3);
    }
  }

  @ParameterizedTest
  @MethodSource("exact")
  void leavesHalfOfALittleTimeForABound(SearchStrategy strategy) {
    ProvableToy toy = ProvableToy.separable(ToyProblem.ordered(90, 90, 90, 90), 9, 9, 9, 9);
    SearchResult result =
        EnoughTime.find(
            time -> Search.of(slowed(toy, time.seconds()), strategy).budget(time).run(),
            found -> found.proof().status() != Status.UNKNOWN);
    assertThat(result.best()).isNotNull();
    assertThat(result.proof().status()).isNotEqualTo(Status.UNKNOWN);
  }

  /** Each evaluation takes a small part of the time of the search. */
  private static ProvableToy slowed(ProvableToy toy, double seconds) {
    SearchProblem.Evaluator fast = toy.evaluator();
    ToyProblem slow =
        new ToyProblem(
            "slow",
            toy.decisions(),
            (point, metrics) -> {
              LockSupport.parkNanos((long) (4e6 * seconds));
              return fast.evaluate(point, metrics);
            });
    return new ProvableToy(slow, toy.shared(), toy.bound());
  }

  /** Records whether the first and the second metric are minimised, according to the search. */
  private record Asking(Decomposition.Prover valid, Set<List<Boolean>> heard)
      implements ReboundProblem.Rebound {
    @Override
    public double bound(
        int[] low, int[] high, double[] metrics, Decomposition.Incumbent incumbent) {
      heard.add(List.of(incumbent.minimises(0), incumbent.minimises(1)));
      return valid.bound(low, high, metrics, incumbent);
    }
  }

  @Test
  void tellsItsProverWhatIsMinimised() {
    Set<List<Boolean>> heard = new LinkedHashSet<>();
    SearchProblem problem =
        ReboundProblem.ofProvers(
            ProvableToy.tiling(4, 3, 16, 600), valid -> new Asking(valid, heard));
    for (String objective : List.of("latency", "energy", "energy,latency")) {
      search(problem, new BranchAndBound()).objective(Objective.of(objective.split(","))).run();
    }
    assertThat(heard)
        .containsExactly(List.of(true, false), List.of(false, true), List.of(true, true));
  }

  @Test
  void saysWhatItSplitCompletedAndPruned() {
    SearchResult result = prove(ProvableToy.tiling(60, 50, 16, 600), new BranchAndBound());
    assertThat(result.counters())
        .containsKeys(
            "boxes split",
            "boxes completed",
            "boxes pruned by cost",
            "boxes pruned by capacity",
            "boxes pruned while waiting");
    assertThat(result.trace().lowerBounds()).hasSizeGreaterThan(3);
  }

  @Test
  void refusesAProblemWithoutBounds() {
    assertThatThrownBy(() -> search(ToyProblem.tiling(60, 50, 16, 600), new BranchAndBound()).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("'tiling'", "offers no bounds", "auto", "another space or model");
  }

  @ParameterizedTest
  @MethodSource("exact")
  void refusesParametersThatItDoesNotHave(SearchStrategy strategy) {
    Parameters parameters = new Parameters(Map.of("no-such-parameter", "1"));
    assertThatThrownBy(
            () ->
                search(ProvableToy.tiling(60, 50, 16, 600), strategy).parameters(parameters).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no-such-parameter");
  }
}
