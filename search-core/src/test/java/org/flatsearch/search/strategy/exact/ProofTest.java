package org.flatsearch.search.strategy.exact;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Objective;
import org.flatsearch.goal.Status;
import org.flatsearch.goal.Tolerance;
import org.flatsearch.search.Enumeration;
import org.flatsearch.search.RestrictedProblem;
import org.flatsearch.search.Score;
import org.flatsearch.search.Search;
import org.flatsearch.search.SearchProblem;
import org.flatsearch.search.SearchResult;
import org.flatsearch.search.SearchStrategy;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What branch and bound proves equals what full enumeration finds. */
@Execution(ExecutionMode.CONCURRENT)
class ProofTest {
  private static final long SEED = 20_261_124;

  /** How many decisions all spaces of loopnest have; what only some have comes after these. */
  private static final int DECISIONS = 27;

  /** The tolerances of the proofs, in turn. */
  private static final List<Tolerance> TOLERANCES =
      List.of(Tolerance.NONE, Tolerance.NONE, Tolerance.of(0.001), Tolerance.of(0.1));

  private static final SearchStrategy IMPATIENT = new BranchAndBound(new Targets.Patience(1, 0.02));

  /** How many of the spaces with logits through DRAM have a schedule that fits; most have none. */
  private static final int FEASIBLE = Integer.getInteger("flatsearch.subspaces", 60);

  private static final Map<String, String> FIGURES_WHERE_ONE_ORDER_IS_KNOWN =
      Map.ofEntries(
          entry("rows", "4"),
          entry("columns", "3"),
          entry("clockHz", "1000"),
          entry("accumulatorBytes", "1"),
          entry("dramReadBytesPerSecond", "11000"),
          entry("dramWriteBytesPerSecond", "11000"),
          entry("dmaLatencyCycles", "1"),
          entry("fillCycles.attend", "3"),
          entry("stationaryLoadCycles", "3"),
          entry("lanes", "3.5"),
          entry("laneOperations.perLogit", "1"),
          entry("laneOperations.perOutput", "2"));

  private static final List<String> CHOICES_WHERE_ONE_ORDER_IS_KNOWN =
      List.of(
          "form==online:instance-key-row",
          "instance.tile==1",
          "row.tile==3",
          "key.tile==2",
          "logits.slots==2",
          "queryDim.tile==1",
          "logit.order==row-key-queryDim",
          "logit.stationarity==output",
          "logit.transposed==false",
          "Q.inside==instance",
          "Q.slots==3",
          "K.inside==array",
          "K.slots==1",
          "logitsOut.inside==instance",
          "logitsOut.slots==1",
          "attend.row.tile==1",
          "attend.key.tile==1",
          "valueDim.tile==1",
          "attend.order==row-key-valueDim",
          "attend.stationarity==output",
          "attend.transposed==true",
          "logitsIn.inside==instance",
          "logitsIn.slots==1",
          "V.inside in {key, valueDim}",
          "V.slots==3",
          "O.inside==row",
          "O.slots==2");

  @Test
  void autoLeavesRoomForTheProofInTheBudgetOfASearchThatNamesNone() {
    SearchProblem problem = Proofs.shipped("flat-cloud-256-lanes", "bert");

    SearchResult result = Search.of(problem, new Auto()).run();

    assertThat(result.proof().status()).isEqualTo(Status.PROVEN);
  }

  @Test
  void equalsFullEnumerationOnSmallSubspacesOfLoopnest() {
    compare("loopnest", SEED, 60, 5_000);
  }

  /** Nearly every completion is given up, and most boxes are completed for several targets. */
  @Test
  void equalsFullEnumerationOnSmallSubspacesOfLoopnestWithoutPatience() {
    Map<String, Long> counted = compare("loopnest", SEED + 5, 60, 5_000, IMPATIENT);
    assertThat(counted.get("completions given up")).isGreaterThan(100);
    assertThat(counted.get("targets reached")).isGreaterThan(100);
  }

  @Test
  @Tag("thorough")
  void equalsFullEnumerationOnManySubspacesOfLoopnestWithoutPatience() {
    int count = Integer.getInteger("flatsearch.subspaces", 700) / 2;
    compare("loopnest", SEED + 6, count, 100_000, IMPATIENT);
  }

  @Test
  @Tag("thorough")
  void equalsFullEnumerationOnSevenHundredSubspacesOfLoopnest() {
    compare("loopnest", SEED + 1, Integer.getInteger("flatsearch.subspaces", 700), 100_000);
  }

  @Test
  void equalsFullEnumerationOnSmallSubspacesOfFlat() {
    compare("flat", SEED + 2, 40, 5_000);
  }

  @Test
  @Tag("thorough")
  void equalsFullEnumerationOnManySubspacesOfFlat() {
    compare("flat", SEED + 3, Integer.getInteger("flatsearch.subspaces", 350), 100_000);
  }

  /** Larger tiles may leave no room for a row of logits, and then need less in total. */
  @Test
  void equalsFullEnumerationOfFootprintsWithLogitsThroughDram() {
    requireFootprintsProven(SEED + 4, FEASIBLE / 3);
  }

  @Test
  @Tag("thorough")
  void equalsFullEnumerationOfManyFootprintsWithLogitsThroughDram() {
    requireFootprintsProven(SEED + 7, 4 * FEASIBLE);
  }

  private static void requireFootprintsProven(long seed, int count) {
    RandomSubspaces random = new RandomSubspaces(seed);
    int feasible = 0;
    while (feasible < count) {
      feasible += isFeasibleAndProven(seed, random.nextThroughDram(500)) ? 1 : 0;
    }
  }

  /**
   * A sub-space that few seeds draw: the bound of some choices is no better than a single choice of
   * the same footprint, and yet one of them is better, since it leaves no room for a row of logits.
   */
  @Test
  void equalsFullEnumerationWhereAChoiceIsAsSmallAsABoundOfBetterOnes() {
    long seed = 1199;
    assertThat(isFeasibleAndProven(seed, new RandomSubspaces(seed).nextThroughDram(500))).isTrue();
  }

  /**
   * A sub-space whose best schedule was once ruled out: bounds of Attend do not know the order of
   * its loads, and joined with Logit, whose order was known, they exceeded the latency.
   */
  @Test
  void equalsFullEnumerationWhereTheOrderOfLoadsIsKnownOfOneStageOnly() {
    Accelerator accelerator =
        SpecCatalogue.accelerator("flat-edge").with(FIGURES_WHERE_ONE_ORDER_IS_KNOWN);
    AttentionWorkload workload = new AttentionWorkload("made-for-it", "", 1, 2, 2, 36, 22, 3, 3, 2);
    RestrictedProblem problem =
        Proofs.restricted(accelerator, workload, CHOICES_WHERE_ONE_ORDER_IS_KNOWN);
    Objective objective = Objective.of("latency");
    int[] worse = problem.decisions().stream().mapToInt(decision -> decision.size() - 1).toArray();

    SearchResult proven =
        Search.of(problem, new BranchAndBound()).objective(objective).start(worse).run();

    Score least = Enumeration.of(problem, objective).score;
    assertThat(proven.proof().status()).isEqualTo(Status.PROVEN);
    assertThat(Enumeration.scoreOf(proven, objective).compareTo(least)).isZero();
  }

  /** Requires that the proof of a sub-space is right; returns whether any schedule fits. */
  private static boolean isFeasibleAndProven(long seed, RandomSubspaces.Subspace subspace) {
    SearchResult proven = Proofs.prove(subspace.problem(), subspace.objective());
    Score least = Enumeration.of(subspace.problem(), subspace.objective()).score;
    assertThat(Enumeration.scoreOf(proven, subspace.objective()).compareTo(least))
        .as("seed %d, %s", seed, subspace.what())
        .isZero();
    return least.isFeasible();
  }

  /** Registers, steps of keys, V in K, sizes of words, and overheads. */
  @Test
  void equalsFullEnumerationOnSmallSubspacesOfChips() {
    RandomSubspaces random = new RandomSubspaces(SEED + 10);
    compare("chips", SEED + 10, 60, new BranchAndBound(), () -> random.nextOfChip(5_000));
  }

  @Test
  @Tag("thorough")
  void equalsFullEnumerationOnManySubspacesOfChips() {
    RandomSubspaces random = new RandomSubspaces(SEED + 9);
    compare(
        "chips",
        SEED + 9,
        Integer.getInteger("flatsearch.subspaces", 300),
        new BranchAndBound(),
        () -> random.nextOfChip(20_000));
  }

  private static void compare(String model, long seed, int count, long most) {
    compare(model, seed, count, most, new BranchAndBound());
  }

  /** Returns the sums of the counters of all proofs. */
  private static Map<String, Long> compare(
      String model, long seed, int count, long most, SearchStrategy strategy) {
    RandomSubspaces random = new RandomSubspaces(seed);
    return compare(model, seed, count, strategy, () -> random.next(model, most));
  }

  private static Map<String, Long> compare(
      String model,
      long seed,
      int count,
      SearchStrategy strategy,
      Supplier<RandomSubspaces.Subspace> random) {
    Map<String, Long> counted = new TreeMap<>();
    int cheap = 0;
    int[] open = null;
    int infeasible = 0;
    for (int k = 0; k < count; k++) {
      RandomSubspaces.Subspace subspace = random.get();
      SearchProblem problem = subspace.problem();
      Objective objective = subspace.objective().within(TOLERANCES.get(k % TOLERANCES.size()));
      String what = "seed " + seed + ", sub-space " + k + ": " + subspace.what() + ", " + objective;
      SearchResult proven =
          Search.of(problem, strategy)
              .objective(objective)
              .budget(Budget.ofEvaluations(Long.MAX_VALUE))
              .run();
      proven.counters().forEach((counter, amount) -> counted.merge(counter, amount, Long::sum));
      Score least = Enumeration.of(problem, objective).score;
      assertThat(proven.proof().status()).as(what).isEqualTo(Status.PROVEN);
      Score found = Enumeration.scoreOf(proven, objective);
      assertThat(found.compareTo(least))
          .as(
              "%s: proven %s %s, enumerated %s %s",
              what,
              found.violation,
              Arrays.toString(found.values),
              least.violation,
              Arrays.toString(least.values))
          .isZero();
      cheap += proven.evaluations() < 0.1 * subspace.points() ? 1 : 0;
      infeasible += least.isFeasible() ? 0 : 1;
      open = open == null ? new int[Math.min(DECISIONS, problem.decisions().size())] : open;
      for (int d = 0; d < open.length; d++) {
        open[d] += problem.decisions().get(d).size() > 1 ? 1 : 0;
      }
    }
    int leastOpen = Arrays.stream(open).min().orElse(0);
    System.out.printf(
        "%s: %d sub-spaces equal full enumeration, %d of them infeasible; %d took fewer than 10 %%"
            + " of the evaluations; each decision open in at least %d%n",
        model, count, infeasible, cheap, leastOpen);
    assertThat(leastOpen)
        .as("sub-spaces in which each decision is open")
        .isGreaterThanOrEqualTo(count / 8);
    assertThat(cheap)
        .as("sub-spaces proven with under a tenth of the points")
        .isGreaterThanOrEqualTo(count / 2);
    return counted;
  }
}
