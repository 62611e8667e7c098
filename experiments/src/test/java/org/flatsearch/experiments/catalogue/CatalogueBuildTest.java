package org.flatsearch.experiments.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.flatsearch.cost.CostModel;
import org.flatsearch.cost.CostModels;
import org.flatsearch.experiments.catalogue.CatalogueBuild.Outcome;
import org.flatsearch.goal.Budget;
import org.flatsearch.results.catalogue.CatalogueDocument;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueBuildTest {
  private static final String FIRST = "gpt-3-6.7b-decode";
  private static final String SECOND = "bert";

  @TempDir Path folder;

  /** As after the description of an accelerator or a workload was improved. */
  @Test
  void givesWhatItGivesFromScratchWhereNoEntryIsToBeSearchedAgain() throws IOException {
    Accelerator accelerator = SpecCatalogue.accelerator("flat-edge");
    Path file = folder.resolve("flat-edge.json");
    BuildPlan plan = plan(accelerator, 1_000_000, FIRST);
    new CatalogueBuild(plan, line -> {}).run();
    String scratch = Files.readString(file);
    for (String words : List.of(accelerator.description(), plan.workloads().get(0).description())) {
      Files.writeString(file, scratch.replace(words, "former words"));

      assertThat(new CatalogueBuild(plan, line -> {}).run())
          .containsExactly(entry(Outcome.KEPT, 3));
      assertThat(Files.readString(file)).as(words).isEqualTo(scratch);
    }
  }

  /** All entries of the catalogue take longer than Ctrl-C leaves time for. */
  @Test
  void looksAtNoFurtherEntryOnceItIsCancelled() {
    BuildPlan plan = plan(SpecCatalogue.accelerator("flat-edge"), 20_000, FIRST);
    new CatalogueBuild(plan, line -> {}).run();
    CatalogueBuild again = new CatalogueBuild(plan, line -> {});

    again.cancel();

    assertThat(again.run()).containsExactly(entry(Outcome.CANCELLED, 3));
  }

  @Test
  void leavesOutEntriesForOtherFiguresAlsoWhereNothingFitsNow() {
    Accelerator accelerator = SpecCatalogue.accelerator("flat-edge");
    new CatalogueBuild(plan(accelerator, 200, FIRST), line -> {}).run();
    Accelerator tooSmall = accelerator.with("bufferBytes", "1B");

    new CatalogueBuild(plan(tooSmall, 200, FIRST), line -> {}).run();

    assertThat(CatalogueDocument.read(folder.resolve("flat-edge.json")))
        .isEqualTo(new CatalogueDocument(tooSmall, List.of()));
  }

  @Test
  void makesNoFileWhereNothingFits() {
    new CatalogueBuild(twoThatDoNotFit(), line -> {}).run();

    assertThat(folder).isEmptyDirectory();
  }

  private BuildPlan twoThatDoNotFit() {
    return plan(
        SpecCatalogue.accelerator("flat-edge").with("bufferBytes", "1B"), 200, FIRST, SECOND);
  }

  private BuildPlan plan(Accelerator accelerator, long evaluations, String... workloads) {
    return plan(CostModels.named("loopnest"), accelerator, evaluations, workloads);
  }

  private BuildPlan plan(
      CostModel model, Accelerator accelerator, long evaluations, String... workloads) {
    return new BuildPlan(
        folder,
        List.of(accelerator),
        Arrays.stream(workloads).map(SpecCatalogue::workload).toList(),
        model,
        new Budget(evaluations, 100),
        CostModels.named("walk"),
        1,
        2,
        "test");
  }
}
