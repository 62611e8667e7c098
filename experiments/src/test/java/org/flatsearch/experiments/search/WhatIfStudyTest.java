package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flatsearch.cost.CostModels;
import org.flatsearch.search.Budget;
import org.flatsearch.search.Objective;
import org.flatsearch.search.Strategies;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class WhatIfStudyTest {
  private static final String LONGEST_BUFFER = Long.toString(Long.MAX_VALUE);

  @Test
  void halvesAndDoublesEachPart() {
    assertThat(variants(Map.of("lanes", "64", "onChipBytesPerSecond", "1TB/s")))
        .containsExactly(
            "bufferBytes 0.5",
            "bufferBytes 2.0",
            "dramBytesPerSecond 0.5",
            "dramBytesPerSecond 2.0",
            "onChipBytesPerSecond 0.5",
            "onChipBytesPerSecond 2.0",
            "lanes 0.5",
            "lanes 2.0",
            "array 0.5",
            "array 2.0");
  }

  @Test
  void leavesOutWhatIsUnlimitedOrASingleOne() {
    assertThat(variants(Map.of("columns", "1", "onChipBytesPerSecond", "unlimited")))
        .containsExactly(
            "bufferBytes 0.5",
            "bufferBytes 2.0",
            "dramBytesPerSecond 0.5",
            "dramBytesPerSecond 2.0",
            "array 2.0");
  }

  @Test
  void leavesOutMoreThanAFigureMayBe() {
    assertThat(variants(Map.of("columns", "600000", "bufferBytes", LONGEST_BUFFER)))
        .containsExactly(
            "bufferBytes 0.5",
            "dramBytesPerSecond 0.5",
            "dramBytesPerSecond 2.0",
            "onChipBytesPerSecond 0.5",
            "onChipBytesPerSecond 2.0",
            "array 0.5");
  }

  private static List<String> variants(Map<String, String> figures) {
    SearchPlan plan =
        new SearchPlan(
            SpecCatalogue.accelerator("flat-edge").with(figures),
            SpecCatalogue.workload("bert").withSequence(256),
            CostModels.all().get("loopnest"),
            "full",
            Strategies.all().get("random"),
            Objective.DEFAULT,
            Budget.ofEvaluations(1),
            1,
            1,
            Map.of(),
            List.of(),
            Optional.empty());
    return WhatIfStudy.of(plan).stream().map(v -> v.part() + " " + v.factor()).toList();
  }
}
