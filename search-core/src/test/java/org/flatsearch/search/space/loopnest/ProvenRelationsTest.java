package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flatsearch.cost.loopnest.LoopNestModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.search.Decision;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.AllowedTiles;
import org.flatsearch.search.space.Spaces;
import org.flatsearch.search.strategy.exact.BranchAndBound;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AcceleratorFigure;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What must hold between the proven optima of two problems, whatever they are. Every problem has
 * all its tiles, far too many points to be enumerated, and an accelerator unlike any that ships; a
 * few random restrictions keep its proof short.
 */
@Execution(ExecutionMode.CONCURRENT)
class ProvenRelationsTest {
  private static final double ROUNDING = 1e-9;

  private static final List<Objective> OBJECTIVES =
      List.of(
          Objective.of("latency", "energy"),
          Objective.of("edp"),
          Objective.of("energy", "latency"),
          Objective.of("traffic", "latency"));

  /** Rates by which all latencies are divided, if they are all multiplied by the same. */
  private static final List<String> RATES =
      List.of(
          "clockHz", "onChipBytesPerSecond", "dramReadBytesPerSecond", "dramWriteBytesPerSecond");

  private final long seed = seed();
  private final int problems = problems();
  private final Random random = new Random(seed);

  long seed() {
    return 20_261_130;
  }

  /** How many problems each relation is tried on. */
  int problems() {
    return 4;
  }

  /** A problem to be proven. */
  private record Question(
      Accelerator accelerator,
      AttentionWorkload workload,
      Objective objective,
      List<String> restrictions) {

    SearchProblem problem() {
      List<Restriction> parsed = restrictions.stream().map(Restriction::parse).toList();
      return RestrictedProblem.of(
          Spaces.problem(
              new LoopNestModel(), "full", accelerator, workload, new AllowedTiles(parsed)),
          parsed);
    }

    SearchResult answer() {
      SearchResult result =
          Search.of(problem(), new BranchAndBound())
              .objective(objective)
              .budget(Budget.ofEvaluations(1_000_000))
              .run();
      assertThat(result.proof().status()).as(toString()).isEqualTo(Status.PROVEN);
      return result;
    }

    Question on(Accelerator other) {
      return new Question(other, workload, objective, restrictions);
    }

    Question on(Map<String, String> changes) {
      return on(accelerator.with(changes));
    }

    Question of(AttentionWorkload other) {
      return new Question(accelerator, other, objective, restrictions);
    }

    Question minimising(String... metrics) {
      return new Question(accelerator, workload, Objective.of(metrics), restrictions);
    }

    Question under(List<String> all) {
      return new Question(accelerator, workload, objective, all);
    }

    Question with(String restriction) {
      return under(Stream.concat(restrictions.stream(), Stream.of(restriction)).toList());
    }
  }

  private Question draw(int cores) {
    Accelerator accelerator = OpponentFigures.draw(random, cores).accelerator();
    if (random.nextBoolean()) {
      accelerator = accelerator.with("bufferBytes", Integer.toString(30 + random.nextInt(300)));
    }
    int heads = 1 + random.nextInt(2);
    AttentionWorkload workload =
        new AttentionWorkload(
            "random", "", 2, heads * 2, heads, extent(), extent(), extent(), extent(), 2);
    Objective objective = OBJECTIVES.get(random.nextInt(OBJECTIVES.size()));
    Question open = new Question(accelerator, workload, objective, List.of());
    return open.under(restrictions(open.problem().decisions()));
  }

  private int extent() {
    return random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(16);
  }

  /** Leaves all tiles, two forms, and one value of most other decisions. */
  private List<String> restrictions(List<Decision> decisions) {
    List<String> drawn = new ArrayList<>();
    for (Decision decision : decisions) {
      String first = decision.label(random.nextInt(decision.size()));
      String second = decision.label(random.nextInt(decision.size()));
      if (decision.name().equals("form")) {
        drawn.add("form in {" + first + "," + second + "}");
      } else if (!isTile(decision) && random.nextInt(5) > 0) {
        drawn.add(decision.name() + "==" + first);
      }
    }
    return drawn;
  }

  private static boolean isTile(Decision decision) {
    return decision.name().endsWith(".tile");
  }

  @Test
  void theBestUnderAnyValueOfOneDecisionIsTheOptimum() {
    for (int k = 0; k < 4 * problems; k++) {
      Question question = draw(1 + k % 2 * 3);
      SearchResult whole = question.answer();
      boolean ofTiles = k % 4 < 2;
      List<Decision> decisions =
          question.problem().decisions().stream()
              .filter(decision -> isTile(decision) == ofTiles)
              .toList();
      SearchResult best =
          parts(decisions.get(random.nextInt(decisions.size())))
              .map(part -> question.with(part).answer())
              .min((one, other) -> compare(question, one, other))
              .orElseThrow();
      requireAlike(question, whole, best, value -> value);
    }
  }

  /** Each value of the decision; of tiles of loops, also those that the space leaves out. */
  private static Stream<String> parts(Decision decision) {
    boolean cutsTiles = List.of("keyStep.tile", "keyPart.tile").contains(decision.name());
    Stream<String> values =
        isTile(decision) && !cutsTiles
            ? IntStream.rangeClosed(1, Integer.parseInt(decision.label(decision.size() - 1)))
                .mapToObj(Integer::toString)
            : decision.labels().stream();
    return values.map(value -> decision.name() + "==" + value);
  }

  private static int compare(Question question, SearchResult one, SearchResult other) {
    return one.violation() > 0 || other.violation() > 0
        ? Double.compare(one.violation(), other.violation())
        : question.objective.compare(values(one), values(other));
  }

  private static double[] values(SearchResult result) {
    return result.values().stream().mapToDouble(value -> value).toArray();
  }

  @Test
  void aTurnedArrayHasTheSameOptimum() {
    for (int k = 0; k < problems; k++) {
      Question drawn = draw(4);
      Question question =
          drawn.under(
              drawn.restrictions.stream().filter(text -> !text.contains("transposed")).toList());
      Question turned =
          question.on(
              Map.of(
                  "rows", Integer.toString(question.accelerator.columns()),
                  "columns", Integer.toString(question.accelerator.rows())));
      requireAlike(question, question.answer(), turned.answer(), value -> value);
    }
  }

  @Test
  void rateAndLatencyAreInverse() {
    for (int k = 0; k < problems; k++) {
      Question question = draw(4).minimising("latency");
      Map<String, String> faster = new HashMap<>();
      for (String rate : RATES) {
        faster.put(rate, Double.toString(8 * figure(question, rate)));
      }
      requireAlike(question, question.answer(), question.on(faster).answer(), value -> value / 8);
    }
  }

  @Test
  void trafficIsEnergyIfOnlyDramTakesAny() {
    for (int k = 0; k < problems; k++) {
      Question question = draw(4);
      Map<String, String> onlyDram = new HashMap<>();
      for (String path : AcceleratorFigure.names()) {
        if (path.startsWith("energy.")) {
          onlyDram.put(path, path.startsWith("energy.dram") ? "1" : "0");
        }
      }
      requireAlike(
          question,
          question.minimising("traffic").answer(),
          question.on(onlyDram).minimising("energy").answer(),
          value -> value);
    }
  }

  @Test
  void onOneCoreInstancesMoveTheirWordsEachForItself() {
    for (int k = 0; k < problems; k++) {
      Question question = draw(1);
      AttentionWorkload many = question.workload;
      AttentionWorkload one =
          many.with(Map.of("batch", "1", "keyValueHeads", "1", "queryHeads", "2"));
      for (String metric : List.of("energy", "traffic")) {
        requireAlike(
            question,
            question.of(one).minimising(metric).answer(),
            question.minimising(metric).answer(),
            value -> value * many.instances());
      }
    }
  }

  @Test
  void theLeastViolationAndTheLeastBufferAreTheSame() {
    for (int k = 0; k < problems; k++) {
      Question question = draw(4);
      int least = 1 + (int) question.on(Map.of("bufferBytes", "1")).answer().violation();
      SearchResult fits =
          question
              .minimising("footprint")
              .on(Map.of("bufferBytes", Integer.toString(least)))
              .answer();
      assertThat(fits.isFeasible()).as(question.toString()).isTrue();
      assertThat(fits.values()).as(question.toString()).containsExactly((double) least);
      int less = 1 + random.nextInt(least);
      assertThat(question.on(Map.of("bufferBytes", Integer.toString(less))).answer().violation())
          .as(question.toString())
          .isEqualTo(least - less);
    }
  }

  private static double figure(Question question, String path) {
    return (Double) AcceleratorFigure.of(path).valueOf(question.accelerator);
  }

  /**
   * Requires that the least violations are equal or, if schedules fit, that each value of the
   * second optimum follows from that of the first.
   */
  private void requireAlike(
      Question question, SearchResult one, SearchResult other, DoubleUnaryOperator expected) {
    String what = "seed %s, %s".formatted(seed, question);
    assertThat(other.violation()).as(what).isEqualTo(one.violation());
    assertThat(other.values()).as(what).hasSameSizeAs(one.values());
    for (int k = 0; k < one.values().size(); k++) {
      double value = expected.applyAsDouble(one.values().get(k));
      assertThat(other.values().get(k))
          .as("%s: %s and %s", what, Arrays.toString(values(one)), Arrays.toString(values(other)))
          .isCloseTo(value, within(ROUNDING * value));
    }
  }
}
