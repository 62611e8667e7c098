package org.flatsearch.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.ScheduleEvaluator;
import org.flatsearch.cost.flat.FlatModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Dimension;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.schedule.Stage;
import org.flatsearch.search.Decomposition;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Restriction;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.space.flat.FlatFullSpace;
import org.flatsearch.search.space.flat.FlatPublishedSpace;
import org.flatsearch.search.strategy.baseline.ExhaustiveSearch;
import org.flatsearch.search.strategy.baseline.RandomSearch;
import org.flatsearch.search.strategy.exact.RandomSubspaces;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class AttentionProblemTest {
  private static final long SEED = 20_261_128;
  private static final Accelerator EDGE = SpecCatalogue.accelerator("flat-edge");
  private static final AttentionWorkload BERT = SpecCatalogue.workload("bert").withSequence(4096);
  private static final List<ScheduleSpace> SPACES =
      List.of(FlatPublishedSpace.of(EDGE, BERT), FlatFullSpace.of(EDGE, BERT));

  private static AttentionProblem problem(ScheduleSpace space) {
    return AttentionProblem.of(new FlatModel(), space, EDGE, BERT);
  }

  private static int[] randomVector(SplittableRandom random, ScheduleSpace space) {
    return space.decisions().stream().mapToInt(d -> random.nextInt(d.size())).toArray();
  }

  @Test
  void decodesEveryVectorToALegalScheduleThatTheModelAcceptsAndThatEncodesBack() {
    ScheduleEvaluator evaluator = new FlatModel().bind(EDGE, BERT);
    for (ScheduleSpace space : SPACES) {
      for (long seed = 1; seed <= 2000; seed++) {
        int[] vector = randomVector(new SplittableRandom(seed), space);
        AttentionSchedule schedule = problem(space).schedule(vector);
        schedule.requireFits(BERT);
        LoopNest nest = new LoopNest();
        nest.set(schedule);
        assertThat(evaluator.refusal(nest)).as("seed %d", seed).isEmpty();
        assertThat(problem(space).encode(schedule).orElseThrow())
            .as("seed %d", seed)
            .containsExactly(vector);
      }
    }
  }

  /** Model {@code flat}, but for what {@code change} makes of a nest's figures. */
  private record Changed(BiConsumer<LoopNest, CostSheet> change) implements CostModel {
    @Override
    public String name() {
      return "changed";
    }

    @Override
    public String description() {
      return "has other figures";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      ScheduleEvaluator flat = new FlatModel().bind(accelerator, workload);
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          return flat.refusal(nest);
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {
          flat.evaluate(nest, sheet);
          change.accept(nest, sheet);
        }
      };
    }
  }

  /** As {@link org.flatsearch.cost.Cost#edpJouleSeconds} does. */
  @Test
  void countsNoLeakageInTheEnergyDelayProduct() {
    CostSheet sheet = new CostSheet();
    sheet.latencySeconds = 3;
    sheet.energyJoules = 5;
    sheet.leakageJoules = 7;
    double[] metrics = new double[AttentionProblem.METRICS.size()];

    AttentionProblem.readMetrics(sheet, metrics);

    assertThat(metrics[AttentionProblem.METRICS.indexOf("energy")]).isEqualTo(5);
    assertThat(metrics[AttentionProblem.METRICS.indexOf("edp")]).isEqualTo(15);
  }

  /** It refuses to rate some schedules, as the walker refuses long ones. */
  private static final CostModel CHOOSY =
      new Changed(
          (nest, sheet) -> {
            if (nest.logit.tile[Dimension.ROW.ordinal()] % 2 == 0) {
              throw new InvalidInputException("even tiles of rows take too long");
            }
          });

  @Test
  void takesAScheduleThatTheModelRefusesForOneThatDoesNotFit() {
    ScheduleSpace space = FlatFullSpace.of(EDGE, BERT);
    AttentionProblem problem = AttentionProblem.of(CHOOSY, space, EDGE, BERT);
    SearchResult result =
        Search.of(problem, new RandomSearch()).budget(Budget.ofEvaluations(1000)).run();

    assertThat(result.evaluations()).isEqualTo(1000);
    assertThat(result.isFeasible()).isTrue();
    LoopNest best = new LoopNest();
    space.decode(result.best(), best);
    assertThat(best.logit.tile[Dimension.ROW.ordinal()] % 2).isEqualTo(1);
  }

  /** A schedule that was refused may be better: one that takes too long to walk can be small. */
  @Test
  void provesNothingOfASpaceOfWhichTheModelRefusesASchedule() {
    AttentionWorkload few = BERT.withSequence(8);
    ScheduleSpace space = FlatFullSpace.of(EDGE, few);
    AttentionProblem problem = AttentionProblem.of(CHOOSY, space, EDGE, few);
    Objective footprint = Objective.of("footprint");
    SearchResult ofAll =
        Search.of(problem, new ExhaustiveSearch())
            .objective(footprint)
            .budget(Budget.ofEvaluations(1_000_000))
            .run();
    SearchResult ofRated =
        Search.of(
                RestrictedProblem.of(problem, List.of(Restriction.parse("row.tile%2==1"))),
                new ExhaustiveSearch())
            .objective(footprint)
            .budget(Budget.ofEvaluations(1_000_000))
            .run();

    assertThat(ofAll.isFeasible()).isTrue();
    assertThat(ofAll.proof()).isEqualTo(new SearchResult.Proof(Status.UNKNOWN, List.of()));
    assertThat(ofAll.counters().get("points not rated")).isPositive();
    assertThat(ofRated.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(ofRated.counters()).isEmpty();
  }

  @Test
  void overwritesAllOfTheNestThatItDecodesInto() {
    for (ScheduleSpace space : SPACES) {
      for (long seed = 1; seed <= 50; seed++) {
        SplittableRandom random = new SplittableRandom(seed);
        LoopNest reused = ofAnotherSpace();
        space.decode(randomVector(random, space), reused);
        int[] vector = randomVector(random, space);
        space.decode(vector, reused);
        LoopNest expected = ofAnotherSpace();
        expected.set(problem(space).schedule(vector));
        assertThat(reused).as("seed %d", seed).usingRecursiveComparison().isEqualTo(expected);
      }
    }
  }

  /** A nest with loops that model {@code flat} does not accept. */
  private static LoopNest ofAnotherSpace() {
    LoopNest nest = new LoopNest();
    for (Stage stage : Stage.values()) {
      Arrays.fill(nest.stage(stage).order, Dimension.KEY.ordinal());
      nest.stage(stage).transposed = true;
    }
    Arrays.fill(nest.inside, LoopNest.AT_ARRAY);
    return nest;
  }

  @Test
  void givesTheFiguresOfTheCostSheet() {
    AttentionProblem problem = problem(SPACES.get(1));
    int[] vector = randomVector(new SplittableRandom(1), SPACES.get(1));
    double[] metrics = new double[problem.metrics().size()];

    double violation = problem.evaluator().evaluate(vector, metrics);

    CostSheet sheet = problem.cost(vector);
    assertThat(violation).isZero();
    assertThat(metrics)
        .containsExactly(
            sheet.latencySeconds,
            sheet.energyJoules,
            sheet.latencySeconds * sheet.energyJoules,
            sheet.trafficBytes,
            sheet.footprintBytes);
  }

  @Test
  void describesAPointOnOneLine() {
    AttentionProblem problem = problem(SPACES.get(0));
    assertThat(problem.describe(new int[] {1, 0, 0, 0, 1, 1, 3}))
        .isEqualTo(
            "i1 p128 | logit m4096 e64 weight | attend m4096 f64 weight | "
                + "Q@row*2 K@array V@array O@array logits@row");
    assertThat(problem.name()).isEqualTo("bert on flat-edge (flat, published)");
  }

  @Test
  void tellsWhichValuesThereAreToWhomeverHasAPointThatIsNone() {
    AttentionProblem problem = problem(SPACES.get(0));
    int[] outside = {0, 0, 0, 0, 1, 1, 4};
    for (Consumer<int[]> method :
        List.<Consumer<int[]>>of(problem::describe, problem::schedule, problem::cost)) {
      assertThatThrownBy(() -> method.accept(outside))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageMatching("the point has value 4 for decision '.*', which has values 0 to 3");
      assertThatThrownBy(() -> method.accept(new int[2]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the point has 2 values");
    }
  }

  @Test
  void hasNoVectorForAScheduleOutsideTheSpace() {
    AttentionProblem published = problem(SPACES.get(0));
    AttentionProblem full = problem(SPACES.get(1));
    int[] mixed = {0, 0, 0, 0, 1, 0, 1, 5, 0};
    assertThat(published.encode(full.schedule(mixed))).isEmpty();

    LoopNest transposed = new LoopNest();
    transposed.set(published.schedule(new int[7]));
    transposed.logit.transposed = true;
    assertThat(SPACES).allSatisfy(space -> assertThat(space.encode(transposed)).isEmpty());
  }

  /** The bounds of one model say nothing about another. */
  @Test
  void offersNoBoundsForAModelThatTheyAreNotOf() {
    for (ScheduleSpace space : SPACES) {
      assertThat(problem(space).capability(Decomposition.class)).isPresent();
      CostModel choosy = CHOOSY;
      assertThat(AttentionProblem.of(choosy, space, EDGE, BERT).capability(Decomposition.class))
          .isEmpty();
    }
  }

  @Test
  void refusesASpaceThatTheModelDoesNotAccept() {
    CostModel refusing = new Refusing(() -> Optional.of("not this one"));
    assertThatThrownBy(() -> AttentionProblem.of(refusing, SPACES.get(0), EDGE, BERT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("space 'published' does not suit model 'refusing': not this one");
  }

  private record Refusing(Supplier<Optional<String>> refusal) implements CostModel {
    @Override
    public String name() {
      return "refusing";
    }

    @Override
    public String description() {
      return "refuses";
    }

    @Override
    public ScheduleEvaluator bind(Accelerator accelerator, AttentionWorkload workload) {
      return new ScheduleEvaluator() {
        @Override
        public Optional<String> refusal(LoopNest nest) {
          return refusal.get();
        }

        @Override
        public void evaluate(LoopNest nest, CostSheet sheet) {
          throw new AssertionError("evaluated");
        }
      };
    }
  }

  /** A schedule does not tell the values of decisions that it does not use. */
  @ParameterizedTest
  @ValueSource(strings = {"flat", "loopnest"})
  void findsEveryPointOfARestrictedSpaceAgainByItsSchedule(String model) {
    RandomSubspaces random = new RandomSubspaces(SEED);
    double[] expected = new double[AttentionProblem.METRICS.size()];
    double[] actual = new double[AttentionProblem.METRICS.size()];
    for (int k = 0; k < 100; k++) {
      RestrictedProblem restricted = random.next(model, 5_000).problem();
      AttentionProblem problem = (AttentionProblem) restricted.original();
      SearchProblem.Evaluator evaluator = restricted.evaluator();
      SplittableRandom draw = new SplittableRandom(k);
      for (int n = 0; n < 50; n++) {
        int[] point =
            restricted.decisions().stream().mapToInt(d -> draw.nextInt(d.size())).toArray();
        AttentionSchedule schedule = problem.schedule(restricted.toOriginal(point));
        String what = "seed " + SEED + ", sub-space " + k + ": " + schedule;

        int[] found =
            restricted.representative(problem.encode(schedule).orElseThrow()).orElse(null);

        assertThat(found).as(what).isNotNull();
        double violation = evaluator.evaluate(point, expected);
        assertThat(evaluator.evaluate(found, actual)).as(what).isEqualTo(violation);
        assertThat(actual).as(what).containsExactly(expected);
      }
    }
  }
}
