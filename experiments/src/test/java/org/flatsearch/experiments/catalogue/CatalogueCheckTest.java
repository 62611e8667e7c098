package org.flatsearch.experiments.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.ChangedModel;
import org.flatsearch.goal.Budget;
import org.flatsearch.goal.Status;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.results.Optimality;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.results.catalogue.CatalogueEntry;
import org.flatsearch.results.catalogue.CatalogueObjective;
import org.flatsearch.results.catalogue.ScheduleCatalogue;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class CatalogueCheckTest {
  /** A layer for which the schedule of the least energy-delay product takes less energy. */
  private static final String UNLIKE = "gpt-2-prefill+mask-none";

  private static final CostModel LOOPNEST = CostModels.all().get("loopnest");
  private static final CostModel WALK = CostModels.all().get("walk");
  private static final int ENTRIES = 3;

  @TempDir static Path folder;
  private static ScheduleCatalogue catalogue;

  @BeforeAll
  static void buildCatalogue() {
    BuildPlan plan =
        new BuildPlan(
            folder,
            List.of(SpecCatalogue.accelerator("flat-cloud")),
            List.of(SpecCatalogue.workload("gpt-3-6.7b-decode")),
            LOOPNEST,
            new Budget(1_000_000, 100),
            WALK,
            1,
            1,
            "test");
    new CatalogueBuild(plan, line -> {}).run();
    catalogue = ScheduleCatalogue.load(folder);
  }

  @Test
  void doesNotWalkTooManyTiles() {
    CatalogueCheck.Report report = new CatalogueCheck(LOOPNEST, WALK, 1).of(catalogue, ENTRIES);

    assertThat(report.entries()).isEqualTo(ENTRIES);
    assertThat(report.walkExcess()).isEmpty();
    assertThat(report.differences()).isEmpty();
  }

  @Test
  void doesWithoutAWalkerThatRefuses() {
    CatalogueCheck.Report report =
        check(
            () -> {
              throw new InvalidInputException("Walking this schedule takes too long.");
            });

    assertThat(report.walkExcess()).isEmpty();
    assertThat(report.differences()).isEmpty();
  }

  @Test
  void tellsThatAFigureThatBreaksTiesIsNotTheProvenOne(@TempDir Path other) {
    CatalogueDocument document = catalogue.documents().iterator().next();
    CatalogueEntry entry = document.entries().get(0);
    assertThat(entry.objective()).isEqualTo(CatalogueObjective.LATENCY);
    Optimality proof = entry.optimality();
    double latency = proof.lowerBound().get(0);
    double energy = proof.lowerBound().get(1);
    List<List<Double>> wrong = List.of(List.of(latency), List.of(latency, 0.9 * energy));

    for (List<Double> bound : wrong) {
      CatalogueEntry changed =
          new CatalogueEntry(
              entry.workload(),
              entry.objective(),
              entry.modelVersion(),
              entry.searched(),
              new Optimality(proof.model(), proof.status(), bound, proof.gap()),
              entry.provenance(),
              entry.replayed());
      document.with(changed).write(other.resolve("changed.json"));
      CatalogueCheck.Report report =
          new CatalogueCheck(LOOPNEST, WALK).of(ScheduleCatalogue.load(other), ENTRIES);
      assertThat(report.differences()).as("%s", bound).hasSize(1);
    }
  }

  /** The schedule of least latency in the place of that of least energy, with its own figures. */
  @Test
  void tellsThatTheScheduleOfAnotherEntryRefutesAProof(@TempDir Path other) {
    CatalogueDocument shipped = ScheduleCatalogue.load().document("flat-cloud");
    CatalogueEntry fast = entry(shipped, UNLIKE, CatalogueObjective.LATENCY);
    double joules = fast.searched().cost().energyJoules();

    CatalogueEntry slow = entry(shipped, UNLIKE, CatalogueObjective.EDP);

    Optimality proof =
        new Optimality("loopnest", Status.PROVEN, List.of(joules), OptionalDouble.of(0));
    assertThat(differences(other, List.of(fast, forEnergy(fast, 0, proof), slow)))
        .singleElement()
        .asString()
        .startsWith(
            "flat-cloud, " + UNLIKE + ", [energy]: what is proven is refuted by the schedule");
    assertThat(differences(other, List.of(fast, forEnergy(fast, 1, proof), slow)))
        .as("by another version")
        .noneMatch(difference -> difference.contains("refuted"));
  }

  /** The schedule of an entry as that for least energy, found by a later version of the model. */
  private static CatalogueEntry forEnergy(CatalogueEntry entry, int later, Optimality optimality) {
    return new CatalogueEntry(
        entry.workload(),
        CatalogueObjective.ENERGY,
        entry.modelVersion() + later,
        entry.searched(),
        optimality,
        entry.provenance(),
        Optional.empty());
  }

  private static CatalogueEntry entry(
      CatalogueDocument document, String workload, CatalogueObjective objective) {
    return document.entries().stream()
        .filter(entry -> entry.workload().name().equals(workload) && entry.objective() == objective)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> differences(Path folder, List<CatalogueEntry> entries) {
    new CatalogueDocument(SpecCatalogue.accelerator("flat-cloud"), entries)
        .write(folder.resolve("changed.json"));
    return new CatalogueCheck(LOOPNEST, WALK)
        .of(ScheduleCatalogue.load(folder), ENTRIES)
        .differences();
  }

  @Test
  void tellsThatAModelGivesOtherFiguresNow() {
    CostModel other = new ChangedModel(LOOPNEST, (nest, sheet) -> sheet.macs++);
    CostModel slower = new ChangedModel(WALK, (nest, sheet) -> sheet.latencySeconds *= 2);
    CostModel faster = new ChangedModel(WALK, (nest, sheet) -> sheet.latencySeconds /= 2);

    assertThat(new CatalogueCheck(other, WALK).of(catalogue, 1).differences())
        .hasSize(ENTRIES)
        .allMatch(difference -> difference.contains("]: the cost is "));
    assertThat(new CatalogueCheck(LOOPNEST, slower).of(catalogue, 1).differences())
        .isNotEmpty()
        .allMatch(difference -> difference.contains("]: the replayed cost is "));
    assertThat(new CatalogueCheck(LOOPNEST, faster).of(catalogue, 1).differences())
        .anyMatch(difference -> difference.contains("contradict each other"));
  }

  /** The report of a check by the walker, with something that happens after each walk. */
  private static CatalogueCheck.Report check(Runnable afterwards) {
    CostModel walker = new ChangedModel(WALK, (nest, sheet) -> afterwards.run());
    return new CatalogueCheck(LOOPNEST, walker).of(catalogue, ENTRIES);
  }
}
