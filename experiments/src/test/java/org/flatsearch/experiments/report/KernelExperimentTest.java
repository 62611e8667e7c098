package org.flatsearch.experiments.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.definition.DefinitionReader;
import org.flatsearch.experiments.definition.PlannedRuns;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.experiments.run.Preflight;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.json.StrictJson;
import org.flatsearch.results.EvaluationDocument;
import org.flatsearch.results.RatedSchedule;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments over kernels: the table of tiles of many shapes, kernels and chips. */
class KernelExperimentTest {
  private static final String DEFINITION =
      """
      schemaVersion: 1
      name: blocks
      accelerators: [tpu-v6e]
      workloads: [{name: llama-3-8b-prefill, set: {sequence: 1024}}]
      kernels: [splash, mosaic-tpu]
      """;

  private static final double ROUNDING = 1 + 1e-9;

  @TempDir static Path folder;

  private static ExecutedExperiment experiment;

  @BeforeAll
  static void execute() throws Exception {
    experiment = ExecutedExperiment.of(DEFINITION, folder);
  }

  @Test
  void findTheBlocksThatTilesFinds() {
    assertThat(experiment.bestRuns()).hasSize(2).allMatch(BestRun::proven);
    for (KernelBlocks found : KernelBlocks.of(experiment.header(), experiment.bestRuns())) {
      KernelSearch.Choice fastest =
          KernelSearch.forTime(KernelOnChip.of(found.chosen().kernel(), accelerator(), workload()))
              .fastest(new WalkModel(), 1)
              .choices()
              .get(0);
      double seconds = found.best().cost().latencySeconds();
      assertThat(seconds).isBetween(fastest.seconds(), fastest.seconds() * 1.001);
      assertThat(experiment.summary()).contains(Variant.text(found.chosen().parameters()) + ": ");
    }
  }

  private static Accelerator accelerator() {
    return experiment.header().accelerators().get("tpu-v6e");
  }

  private static AttentionWorkload workload() {
    return experiment.header().workloads().get("llama-3-8b-prefill-1024");
  }

  @Test
  void drawWhatTheOtherBlocksTake() {
    JsonNode blocks =
        new ReportDocument(experiment.header(), experiment.runs()).toJson().get("blocks");
    assertThat(blocks).hasSize(2);
    for (JsonNode each : blocks) {
      JsonNode chosen = each.get("chosen");
      assertThat(each.get("blocks"))
          .hasSizeGreaterThan(8)
          .anySatisfy(
              block -> {
                assertThat(block.get("rows")).isEqualTo(chosen.get("rows"));
                assertThat(block.get("keys")).isEqualTo(chosen.get("keys"));
                assertThat(block.get("seconds").asDouble())
                    .as("a lower bound")
                    .isLessThanOrEqualTo(chosen.get("seconds").asDouble() * ROUNDING);
              });
    }
  }

  @Test
  void handOverTheScheduleWithTheFiguresOfTheKernel() {
    BestSchedules.of(experiment.header(), experiment.runs())
        .forEach(
            (name, text) -> {
              EvaluationDocument document =
                  EvaluationDocument.read(StrictJson.readString(text, name));
              assertThat(
                      RatedSchedule.of(
                          document.rated().schedule(),
                          CostModels.named(document.model()),
                          document.accelerator(),
                          document.workload()))
                  .isEqualTo(document.rated());
            });
  }

  @Test
  void takeLowerBoundsWhereTheDefinitionSaysSo() throws Exception {
    ExecutedExperiment bounds = ExecutedExperiment.of(DEFINITION + "models: [loopnest]\n", folder);
    for (int k = 0; k < 2; k++) {
      assertThat(bounds.bestRuns().get(k).model()).isEqualTo("loopnest");
      assertThat(bounds.bestRuns().get(k).cost().latencySeconds())
          .isLessThanOrEqualTo(experiment.bestRuns().get(k).cost().latencySeconds() * ROUNDING);
    }
  }

  @Test
  void refuseWhatHasNoMeaning() {
    assertRefused(
        DEFINITION + "seeds: [1..3]\n", "line 6, column 1", "seeds has no meaning beside");
    assertRefused(DEFINITION.replace("splash", "splush"), "line 5", "splush");
    assertRefused(
        DEFINITION
            .replace("llama-3-8b-prefill, set: {sequence: 1024}", "llama-3-8b-decode")
            .replace("splash", "mosaic-gpu"),
        "line 5",
        "mosaic-gpu");
  }

  private static void assertRefused(String text, String place, String what) {
    assertThatThrownBy(
            () -> Preflight.check(PlannedRuns.of(DefinitionReader.read(text, "test.yaml", folder))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(place, what);
  }
}
