package org.flatsearch.search.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.flatsearch.search.Decision;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.ToyProblem;
import org.junit.jupiter.api.Test;

class NeighbourhoodTest {
  private static final int DRAWS = 5_000;
  private static final long SEED = 1;

  private static SearchProblem problem(List<Decision> decisions) {
    return ToyProblem.separable(decisions, new int[decisions.size()]);
  }

  /** Checks the results of {@code DRAWS} changes of {@code start}. */
  private static void forEachChange(SearchProblem problem, int[] start, Consumer<int[]> check) {
    Neighbourhood neighbourhood = new Neighbourhood(problem);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] point = start.clone();
      neighbourhood.change(random, point);
      check.accept(point);
    }
  }

  private static int changes(int[] a, int[] b) {
    int changes = 0;
    for (int k = 0; k < a.length; k++) {
      changes += a[k] == b[k] ? 0 : 1;
    }
    return changes;
  }

  @Test
  void changesOneToThreeDecisionsWithinTheirDomains() {
    List<Decision> decisions =
        ToyProblem.mixed(ToyProblem.ordered(1, 2, 4, 1000, 37), ToyProblem.categorical(1, 2, 6));
    SplittableRandom random = new SplittableRandom(SEED);
    Neighbourhood neighbourhood = new Neighbourhood(problem(decisions));
    int[] point = new int[decisions.size()];
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] before = point.clone();
      neighbourhood.change(random, point);
      assertThat(changes(before, point)).as("seed %s, draw %s", SEED, draw).isBetween(1, 3);
      for (int k = 0; k < point.length; k++) {
        assertThat(point[k])
            .as("seed %s, draw %s", SEED, draw)
            .isBetween(0, decisions.get(k).size() - 1);
      }
    }
  }

  @Test
  void reachesEveryPointOfASmallProblem() {
    boolean[] reached = new boolean[4 * 5 * 3];
    SearchProblem problem =
        problem(ToyProblem.mixed(ToyProblem.ordered(4, 5), ToyProblem.categorical(3)));
    forEachChange(problem, new int[] {2, 1, 1}, p -> reached[(p[0] * 5 + p[1]) * 3 + p[2]] = true);
    int missed = 0;
    for (boolean isReached : reached) {
      missed += isReached ? 0 : 1;
    }
    assertThat(missed).as("only where it stood, seed %s", SEED).isOne();
  }

  @Test
  void goesToAllOtherValuesAlikeWhereTheyHaveNoOrder() {
    int[] count = new int[10];
    forEachChange(problem(ToyProblem.categorical(10)), new int[] {0}, point -> count[point[0]]++);
    assertThat(Arrays.stream(count, 1, 10))
        .as("seed %s", SEED)
        .allMatch(times -> times > DRAWS / 12 && times < DRAWS / 7);
  }

  @Test
  void goesToMultiplesOfPowersOfTwoMoreOftenThanToTheirNeighbours() {
    SearchProblem problem = problem(ToyProblem.ordered(1000));
    int[] count = new int[1000];
    forEachChange(problem, new int[] {299}, point -> count[point[0]]++);
    // Values stand for numbers one higher.
    assertThat(count[255]).as("seed %s", SEED).isGreaterThan(10 * count[254]);
    assertThat(count[511]).as("seed %s", SEED).isGreaterThan(10 * count[510]);
  }

  /** The next multiple above may be 2^31, which is no int. */
  @Test
  void goesUpWhereTheNextMultipleOfAPowerOfTwoIsAboveAllInts() {
    List<String> numbers =
        IntStream.range(0, 900).mapToObj(k -> "" + (1_200_000_000 + k * 1_000_000)).toList();
    SearchProblem problem = problem(List.of(new Decision("x", Decision.Kind.ORDERED, numbers)));
    int[] least = {0};
    forEachChange(problem, new int[] {898}, point -> least[0] += point[0] == 0 ? 1 : 0);
    assertThat(least[0]).as("seed %s", SEED).isLessThan(DRAWS / 100);
  }

  @Test
  void tradesTwoNumbersAtAboutTheSameProduct() {
    SearchProblem problem = problem(ToyProblem.ordered(4096, 4096));
    int[] halved = {0};
    forEachChange(
        problem,
        new int[] {255, 63},
        point -> halved[0] += Arrays.equals(point, new int[] {127, 127}) ? 1 : 0);
    assertThat(halved[0]).as("seed %s", SEED).isGreaterThan(DRAWS / 200);
  }

  @Test
  void takesNoTradesWhereValuesAreNoNumbers() {
    List<String> names = List.of("tiny", "small", "middling", "large", "huge");
    Decision size = new Decision("size", Decision.Kind.ORDERED, names);
    Decision other = new Decision("other", Decision.Kind.ORDERED, names);
    forEachChange(
        problem(List.of(size, other)),
        new int[] {2, 2},
        point -> assertThat(point).as("seed %s", SEED).doesNotContain(-1, 5));
  }

  @Test
  void changesThePointNotOnlyItsVector() {
    ToyProblem problem =
        new ToyProblem(
            "second decision matters only with the first's first value",
            ToyProblem.categorical(3, 50),
            List.of("latency", "energy"),
            (point, metrics) -> 0,
            point -> point[1] = point[0] == 0 ? point[1] : 0);
    forEachChange(
        problem,
        new int[] {1, 7},
        point -> assertThat(point[0]).as("seed %s", SEED).isNotEqualTo(1));
  }
}
