package org.flatsearch.experiments.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.goal.Status;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ReplayedSchedule;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.schedule.AttentionSchedule;
import org.flatsearch.schedule.Extents;
import org.flatsearch.schedule.Stage;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

/** Each rule for entries, broken by an entry that ships and by models that have changed. */
class EntryCheckTest {
  private static final CostModel LOOPNEST = CostModels.named("loopnest");
  private static final CostModel WALK = CostModels.named("walk");
  private static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("flat-cloud");
  private static final AttentionWorkload WORKLOAD = SpecCatalogue.workload("vit-b-16");
  private static final CatalogueEntry SHIPPED =
      ScheduleCatalogue.load().best("flat-cloud", WORKLOAD, CatalogueObjective.LATENCY);
  private static final ReplayedSchedule REPLAYED = SHIPPED.replayed().orElseThrow();
  private static final double LATENCY = SHIPPED.searched().cost().latencySeconds();
  private static final Consumer<CostSheet> EXCESS = sheet -> sheet.violationBytes = 1;

  @Test
  void leaveWhatShips() {
    assertDifferences(SHIPPED, LOOPNEST, WALK);
  }

  @Test
  void areThatTheModelsAreThoseOfToday() {
    assertDifferences(
        entry(2, SHIPPED.searched(), proof("flat", Status.BOUNDED), replay("flat", 3)),
        LOOPNEST,
        WALK,
        "model is loopnest, not flat.",
        "model version is " + LOOPNEST.version() + ", not 2.",
        "model that replays is walk, not flat.",
        "version of the model that replays is " + WALK.version() + ", not 3.");
  }

  @Test
  void areThatProofsHold() {
    assertDifferences(
        searched(proof("loopnest", Status.PROVEN)),
        LOOPNEST,
        WALK,
        "it is called proven, but no lower bound is stated.");
    assertDifferences(
        entry(
            LOOPNEST.version(),
            SHIPPED.searched(),
            proof("loopnest", Status.BOUNDED, 2 * LATENCY),
            SHIPPED.replayed()),
        LOOPNEST,
        WALK,
        "the lower bound " + 2 * LATENCY + " exceeds the figure ",
        "the lower bound " + 2 * LATENCY + " exceeds the replayed figure ");
  }

  @Test
  void areThatTheGapIsThatOfTheFigureAndItsBound() {
    Optimality stated =
        new Optimality(
            "loopnest",
            SHIPPED.optimality().status(),
            SHIPPED.optimality().lowerBound(),
            OptionalDouble.of(0.5));
    assertDifferences(searched(stated), LOOPNEST, WALK, "gap is 0.0, not 0.5.");
  }

  @Test
  void areThatSchedulesFit() {
    CostModel model = changed(LOOPNEST, EXCESS);
    CostModel walker = changed(WALK, EXCESS);
    assertDifferences(
        entry(
            LOOPNEST.version(),
            rated(SHIPPED.searched(), model),
            SHIPPED.optimality(),
            replay(rated(REPLAYED.rated(), walker))),
        model,
        walker,
        "the schedule does not fit the buffer.",
        "the replayed schedule does not fit the buffer.");
  }

  @Test
  void areThatTheModelGivesTheStatedCost() {
    CatalogueEntry searched = searched(SHIPPED.optimality());
    CostModel other = changed(LOOPNEST, sheet -> sheet.macs++);
    assertDifferences(searched, other, WALK, "cost/counts is ");
  }

  @Test
  void areThatTheWalkMovesTheSameAndTakesNoLess() {
    assertWalkDiffers(sheet -> sheet.trafficBytesByTensor[0]++, "traffic is ");
    assertWalkDiffers(sheet -> sheet.footprintBytes++, "footprint is ");
    assertWalkDiffers(sheet -> sheet.energyJoules *= 1 + 1e-8, "energy is ");
    assertWalkDiffers(sheet -> sheet.latencySeconds /= 2, "walked latency ");
  }

  @Test
  void areThatTheWalkerGivesTheReplayedCost() {
    CostModel slower = changed(WALK, sheet -> sheet.latencySeconds *= 2);
    assertDifferences(
        entry(
            LOOPNEST.version(),
            SHIPPED.searched(),
            SHIPPED.optimality(),
            replay(rated(REPLAYED.rated(), slower))),
        LOOPNEST,
        WALK,
        "cost/latencySeconds is ",
        "cost/edpJouleSeconds is ",
        "the replayed schedule is worse than the one that the search found.");
  }

  /** Those of both stages count. */
  @Test
  void areLookedForByAWalkIfThereAreFewTiles() {
    AttentionSchedule schedule = SHIPPED.searched().schedule();
    long tiles = 0;
    for (Stage stage : Stage.values()) {
      tiles +=
          stage.dimensions().stream()
              .mapToLong(
                  dimension ->
                      Extents.tiles(
                          Extents.of(WORKLOAD, dimension), schedule.tile(stage, dimension)))
              .reduce(1, (a, b) -> a * b);
    }
    CatalogueEntry searched = searched(SHIPPED.optimality());
    EntryCheck few = new EntryCheck(LOOPNEST, WALK, tiles, ACCELERATOR, searched).run();
    EntryCheck many = new EntryCheck(LOOPNEST, WALK, tiles - 1, ACCELERATOR, searched).run();

    double walked = rated(SHIPPED.searched(), WALK).cost().latencySeconds();
    assertThat(walked).isGreaterThan(LATENCY);
    assertThat(few.walkExcess()).hasValue(1 - LATENCY / walked);
    assertThat(many.walkExcess()).isEmpty();
  }

  /** The replay states what this walker gives, so only the model can contradict it. */
  private static void assertWalkDiffers(Consumer<CostSheet> change, String difference) {
    CostModel walker = changed(WALK, change);
    assertDifferences(
        entry(
            LOOPNEST.version(),
            SHIPPED.searched(),
            proof("loopnest", Status.BOUNDED),
            replay(rated(REPLAYED.rated(), walker))),
        LOOPNEST,
        walker,
        difference,
        difference);
  }

  private static void assertDifferences(
      CatalogueEntry entry, CostModel model, CostModel walker, String... expected) {
    List<String> found =
        new EntryCheck(model, walker, Long.MAX_VALUE, ACCELERATOR, entry).run().differences();
    assertThat(found).hasSize(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat(found.get(k))
          .startsWith("flat-cloud, vit-b-16, [latency, energy]: " + expected[k]);
    }
  }

  private static CatalogueEntry searched(Optimality optimality) {
    return entry(LOOPNEST.version(), SHIPPED.searched(), optimality, Optional.empty());
  }

  private static CatalogueEntry entry(
      int version,
      RatedSchedule searched,
      Optimality optimality,
      Optional<ReplayedSchedule> replayed) {
    return new CatalogueEntry(
        WORKLOAD,
        SHIPPED.objective(),
        version,
        searched,
        optimality,
        SHIPPED.provenance(),
        replayed);
  }

  private static Optimality proof(String model, Status status, Double... bound) {
    return new Optimality(model, status, List.of(bound), OptionalDouble.empty());
  }

  private static Optional<ReplayedSchedule> replay(String model, int version) {
    return Optional.of(new ReplayedSchedule(model, version, 1, REPLAYED.rated()));
  }

  private static Optional<ReplayedSchedule> replay(RatedSchedule rated) {
    return Optional.of(new ReplayedSchedule(WALK.name(), WALK.version(), 1, rated));
  }

  private static RatedSchedule rated(RatedSchedule of, CostModel model) {
    return RatedSchedule.of(of.schedule(), model, ACCELERATOR, WORKLOAD);
  }

  private static CostModel changed(CostModel model, Consumer<CostSheet> change) {
    return new ChangedModel(model, (nest, sheet) -> change.accept(sheet));
  }
}
