package org.flatsearch.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestrictionTest {
  private static final Decision TILE =
      new Decision(
          "row.tile", Decision.Kind.ORDERED, List.of("1", "2", "16", "24", "32", "100", "128"));
  private static final Decision STATIONARITY =
      new Decision(
          "logit.stationarity", Decision.Kind.CATEGORICAL, List.of("output", "weight", "input"));
  private static final Decision INSIDE =
      new Decision("K.inside", Decision.Kind.CATEGORICAL, List.of("instance", "key", "array"));
  private static final ToyProblem PROBLEM =
      new ToyProblem(
          "attention",
          List.of(TILE, STATIONARITY, INSIDE),
          (point, metrics) -> {
            metrics[0] = Math.abs(point[0] - 3) + point[1];
            metrics[1] = point[2];
            return 0;
          });

  private static List<String> left(String text) {
    Restriction restriction = Restriction.parse(text);
    Decision decision = PROBLEM.decisions().get(restriction.decisionIn(PROBLEM));
    return Arrays.stream(restriction.valuesIn(PROBLEM)).mapToObj(decision::label).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "row.tile%16==0 | 16 32 128",
        "row.tile % 16 != 0 | 1 2 24 100",
        "row.tile%8==0 | 16 24 32 128",
        "row.tile%1==0 | 1 2 16 24 32 100 128",
        "row.tile<=24 | 1 2 16 24",
        "row.tile<24 | 1 2 16",
        "row.tile >= 100 | 100 128",
        "row.tile>100 | 128",
        "row.tile%16>8 | ''",
        "row.tile==032 | 32",
        "row.tile in {77, 32,16} | 16 32",
        "logit.stationarity==output | output",
        "logit.stationarity != output | weight input",
        "K.inside!=array | instance key",
        "K.inside in { key , array } | key array",
      })
  void leavesTheValuesThatSatisfyIt(String text, String expected) {
    if (expected.isEmpty()) {
      assertThatThrownBy(() -> left(text))
          .hasMessage(
              "restriction \"%s\" leaves no value of decision 'row.tile', which has 1, 2, 16, 24, 32,"
                      .formatted(text)
                  + " 100, 128.");
    } else {
      assertThat(left(text)).containsExactly(expected.split(" "));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "row.tile",
        "row.tile=16",
        "row.tile==",
        "==16",
        "row.tile%0==0",
        "row.tile%x==0",
        "row.tile<many",
        "row.tile in 1,2",
        "row.tile in {}",
        "row.tile in {,}",
        "row.tile in {1,,2}",
        "row.tile in {1,}",
        "row.tile===16",
        "row.tile%16==array",
        "row.tile%16 in {0, x}",
        "K.inside in {a",
        "row.tile<=1<=2"
      })
  void refusesWhatIsNoRestriction(String text) {
    assertThatThrownBy(() -> Restriction.parse(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("\"" + text + "\" is not a restriction", "row.tile%16==0");
  }

  @Test
  void namesSimilarDecisionsForAnUnknownOne() {
    assertThatThrownBy(() -> left("row.tiles==16"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("'row.tiles'", "'attention'", "Did you mean row.tile?");
  }

  @Test
  void namesSimilarValuesForAnUnknownOne() {
    assertThatThrownBy(() -> left("logit.stationarity==outputs"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("'outputs'", "'logit.stationarity'", "Did you mean output?");
  }

  @Test
  void refusesToCompareLabelsAsNumbers() {
    assertThatThrownBy(() -> left("K.inside<=3"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("compares numbers", "'K.inside'", "instance, key, array");
    assertThatThrownBy(() -> left("K.inside%2==0"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("compares numbers");
  }

  @Test
  void refusesRestrictionsThatTogetherLeaveNothing() {
    List<Restriction> those =
        List.of(
            Restriction.parse("row.tile>32"),
            Restriction.parse("K.inside!=key"),
            Restriction.parse("row.tile<100"));
    assertThatThrownBy(() -> RestrictedProblem.of(PROBLEM, those))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "restrictions \"row.tile>32\", \"row.tile<100\" together leave no value of decision"
                + " 'row.tile'.");
  }

  @Test
  void searchesOnlyWhatIsLeftAndTranslatesBack() {
    RestrictedProblem problem =
        RestrictedProblem.of(
            PROBLEM,
            List.of(
                Restriction.parse("row.tile%16==0"),
                Restriction.parse("row.tile!=16"),
                Restriction.parse("logit.stationarity!=output")));
    SearchResult result = Search.of(problem, new ExhaustiveSearch()).run();
    assertThat(result.evaluations()).isEqualTo(2 * 2 * 3);
    assertThat(problem.toOriginal(result.best())).containsExactly(4, 1, 0);
    assertThat(problem.describe(result.best()))
        .isEqualTo("row.tile=32, logit.stationarity=weight, K.inside=instance");
    assertThat(result.values()).containsExactly(2.0, 0.0);
    assertThat(problem.representative(new int[] {4, 1, 0})).hasValue(result.best());
    assertThat(problem.representative(new int[] {3, 1, 0})).isEmpty();
    assertThat(problem.values()).isDeepEqualTo(new int[][] {{4, 6}, {1, 2}, {0, 1, 2}});
    problem.values()[0][0] = 0;
    assertThat(problem.values()[0]).as("copies are given away").containsExactly(4, 6);
    assertThat(problem.name())
        .isEqualTo("attention with row.tile%16==0, row.tile!=16, logit.stationarity!=output");
  }

  /** x1 has no effect unless x0 is 2; the canonical vectors have its first value there. */
  private static final ToyProblem HALF_IDLE =
      new ToyProblem(
          "half idle",
          ToyProblem.ordered(2, 3),
          List.of("latency", "energy"),
          (point, metrics) -> {
            metrics[0] = 10 - (point[0] == 1 ? point[1] : 0) - 5 * point[0];
            return 0;
          },
          point -> point[1] = point[0] == 0 ? 0 : point[1]);

  @Test
  void keepsARepresentativeOfEachPointWhenTheCanonicalOneIsLeftOut() {
    assertThat(Search.of(HALF_IDLE, new ExhaustiveSearch()).run().evaluations()).isEqualTo(4);
    RestrictedProblem withCanonical =
        RestrictedProblem.of(HALF_IDLE, List.of(Restriction.parse("x1<=2")));
    assertThat(Search.of(withCanonical, new ExhaustiveSearch()).run().evaluations()).isEqualTo(3);
    RestrictedProblem without = RestrictedProblem.of(HALF_IDLE, List.of(Restriction.parse("x1>1")));
    SearchResult result = Search.of(without, new ExhaustiveSearch()).run();
    assertThat(result.evaluations()).as("one idle vector and the two others").isEqualTo(3);
    assertThat(without.toOriginal(result.best())).containsExactly(1, 2);
    RestrictedProblem idleOnly =
        RestrictedProblem.of(
            HALF_IDLE, List.of(Restriction.parse("x0==1"), Restriction.parse("x1==3")));
    assertThat(Search.of(idleOnly, new ExhaustiveSearch()).run().best()).containsExactly(0, 0);
  }

  @Test
  void findsAPointAgainWhateverValuesAreLeftOfADecisionThatItDoesNotUse() {
    RestrictedProblem without = RestrictedProblem.of(HALF_IDLE, List.of(Restriction.parse("x1>1")));

    assertThat(without.representative(new int[] {0, 0})).hasValue(new int[] {0, 0});
    assertThat(without.toOriginal(new int[] {0, 0})).containsExactly(0, 1);
    assertThat(without.representative(new int[] {1, 2})).hasValue(new int[] {1, 1});
    assertThat(without.representative(new int[] {1, 0})).as("its value was left out").isEmpty();
    assertThat(without.representative(new int[] {0, 2})).as("itself").hasValue(new int[] {0, 1});

    int[] notCanonical = {0, 1};
    assertThat(
            RestrictedProblem.of(HALF_IDLE, List.of(Restriction.parse("x1==3")))
                .representative(notCanonical))
        .hasValue(new int[] {0, 0});
    assertThat(notCanonical).containsExactly(0, 1);
  }

  /** As a shared tile of all rows in one form means the same as rows that another shares not. */
  @Test
  void findsAPointAgainThatOnlyOtherValuesOfSeveralDecisionsStandFor() {
    ToyProblem twoNames =
        new ToyProblem(
            "two names",
            ToyProblem.ordered(2, 3),
            List.of("latency"),
            (point, metrics) -> 0,
            point -> {
              if (point[0] == 1 && point[1] == 2) {
                Arrays.fill(point, 0);
              }
            });
    RestrictedProblem without = RestrictedProblem.of(twoNames, List.of(Restriction.parse("x0==1")));

    assertThat(without.representative(new int[] {1, 2})).hasValue(new int[] {0, 0});
    assertThat(canonical(twoNames, "x0==2", 0, 2)).as("no single change").containsExactly(0, 2);
  }

  @Test
  void makesAVectorCanonicalWithTheFirstValuesThatAreLeft() {
    assertThat(canonical(HALF_IDLE, "x1!=2", 0, 1)).containsExactly(0, 0);
    assertThat(canonical(HALF_IDLE, "x1>1", 0, 1)).as("1 was left out").containsExactly(0, 0);
    assertThat(canonical(HALF_IDLE, "x0==2", 0, 1)).as("in use").containsExactly(0, 1);
  }

  private static int[] canonical(ToyProblem problem, String restriction, int... point) {
    RestrictedProblem.of(problem, List.of(Restriction.parse(restriction))).makeCanonical(point);
    return point;
  }

  @Test
  void restrictsARestrictedProblemAsIfAllRestrictionsHadBeenThereAtOnce() {
    ToyProblem tiles = new ToyProblem("tiles", ToyProblem.ordered(5), (point, metrics) -> 0);
    RestrictedProblem once = RestrictedProblem.of(tiles, List.of(Restriction.parse("x0>1")));
    RestrictedProblem twice = RestrictedProblem.of(once, List.of(Restriction.parse("x0<=3")));

    assertThat(twice.original()).isSameAs(tiles);
    assertThat(twice.restrictions()).hasSize(2);
    assertThat(twice.decisions().get(0).labels()).containsExactly("2", "3");
  }

  @Test
  void refusesANumberForADecisionOfLabels() {
    ToyProblem labels = new ToyProblem("labels", ToyProblem.categorical(3), (point, metrics) -> 0);

    assertThatThrownBy(() -> RestrictedProblem.of(labels, List.of(Restriction.parse("c0!=5"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("names '5', which is not a value of decision 'c0'");
  }

  @Test
  void offersNoCapabilityOfTheOriginal() {
    RestrictedProblem problem = RestrictedProblem.of(PROBLEM, List.of());
    assertThat(PROBLEM.capability(ToyProblem.class)).isPresent();
    assertThat(problem.capability(ToyProblem.class)).isEmpty();
    assertThat(problem.original()).isSameAs(PROBLEM);
    assertThat(problem.name()).isEqualTo(PROBLEM.name());
  }

  @Test
  void isReadFromText() {
    assertThatThrownBy(() -> Restriction.parse(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("text");
  }

  @Test
  void isShownWithoutTheBlanksAroundIt() {
    assertThat(Restriction.parse(" row.tile < 24\t")).hasToString("row.tile < 24");
  }

  @Test
  void takesOneValueUnlessItListsThem() {
    for (List<String> operands : List.of(List.<String>of(), List.of("1", "2"))) {
      assertThatThrownBy(
              () -> new Restriction("", "row.tile", 0, Restriction.Comparison.AT_MOST, operands))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not take " + operands);
    }
  }

  @Test
  void comparesOnlyNumbersByOrderOrRemainder() {
    List<String> label = List.of("output");
    assertThatThrownBy(
            () -> new Restriction("", "row.tile", 0, Restriction.Comparison.AT_MOST, label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numbers are compared, and [output] is none");
    assertThatThrownBy(
            () -> new Restriction("", "row.tile", 16, Restriction.Comparison.EQUAL, label))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numbers are compared, and [output] is none");
    assertThatThrownBy(
            () -> new Restriction("", "row.tile", -1, Restriction.Comparison.IN, List.of("1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("modulus -1 is negative");
  }

  @Test
  void namesTheFirstAndTheLastOfManyValues() {
    Decision rows =
        new Decision(
            "rows",
            Decision.Kind.ORDERED,
            IntStream.rangeClosed(1, 13).mapToObj(String::valueOf).toList());
    ToyProblem many = new ToyProblem("many", List.of(rows), (point, metrics) -> 0);

    assertThatThrownBy(() -> RestrictedProblem.of(many, List.of(Restriction.parse("rows>13"))))
        .hasMessageEndingWith("which has 1, 2, 3, 4, 5, 6, 7, 8, ... 13 (13 values).");
  }

  @Test
  void translatesOnlyPoints() {
    SearchProblem original = ToyProblem.separable(ToyProblem.ordered(4, 4), 0, 0);
    RestrictedProblem even =
        RestrictedProblem.of(original, List.of(Restriction.parse("x0 in {2, 4}")));

    assertThatThrownBy(() -> even.toOriginal(new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the point has 1 values but problem ");
    assertThatThrownBy(() -> even.toOriginal(new int[] {2, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the point has value 2 for decision 'x0', which has values 0 to 1");
    assertThatThrownBy(() -> even.representative(new int[] {4, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the point has value 4 for decision 'x0', which has values 0 to 3");
    assertThatThrownBy(() -> even.representative(new int[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isOfADecisionWhoseValuesAllDiffer() {
    assertThatThrownBy(
            () -> new Decision("order", Decision.Kind.CATEGORICAL, List.of("a", "b", "a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("decision 'order' has the value 'a' twice");
  }

  @Test
  void leavesNumbersAsTheyAreOfDecisionsThatListEachLabel() {
    Decision numbers = Decision.ofNumbers("row.tile", new int[] {1, 2, 64});
    Decision labels = new Decision("row.tile", Decision.Kind.ORDERED, List.of("1", "2", "64"));

    assertThat(numbers).isEqualTo(labels).hasSameHashCodeAs(labels);
    assertThat(numbers.number(2)).isEqualTo(labels.number(2));
    for (int[] left : new int[][] {{0, 1, 2}, {0, 2}, {1}}) {
      assertThat(numbers.only(left)).isEqualTo(labels.only(left));
    }
    assertThatThrownBy(() -> Decision.ofNumbers("row.tile", new int[] {1, 2, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the numbers of decision 'row.tile' don't ascend");
  }
}
