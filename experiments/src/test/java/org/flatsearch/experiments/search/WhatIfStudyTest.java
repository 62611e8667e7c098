package org.flatsearch.experiments.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.flatsearch.results.WhatIf;
import org.flatsearch.spec.Accelerator;
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
    assertThat(variants(Map.of("rows", "1", "columns", "1", "onChipBytesPerSecond", "unlimited")))
        .containsExactly(
            "bufferBytes 0.5",
            "bufferBytes 2.0",
            "dramBytesPerSecond 0.5",
            "dramBytesPerSecond 2.0",
            "array 2.0");
  }

  @Test
  void halvesTheRowsOfAnArrayWithAnOddNumberOfColumns() {
    assertThat(WhatIfStudy.of(plan(Map.of("rows", "4", "columns", "5"))))
        .filteredOn(variant -> variant.part() == WhatIf.Part.ARRAY)
        .extracting(variant -> variant.plan().accelerator())
        .extracting(Accelerator::rows, Accelerator::columns)
        .containsExactly(tuple(2, 5), tuple(4, 10));
    assertThat(variants(Map.of("rows", "3", "columns", "5")))
        .contains("array 2.0")
        .doesNotContain("array 0.5");
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

  @Test
  void halvesAndDoublesReadsAndWritesEachByItself() {
    Map<String, String> figures =
        Map.of("dramReadBytesPerSecond", "40GB/s", "dramWriteBytesPerSecond", "10GB/s");
    assertThat(WhatIfStudy.of(plan(figures)))
        .filteredOn(variant -> variant.part() == WhatIf.Part.DRAM)
        .extracting(variant -> variant.plan().accelerator())
        .extracting(Accelerator::dramReadBytesPerSecond, Accelerator::dramWriteBytesPerSecond)
        .containsExactly(tuple(20e9, 5e9), tuple(80e9, 20e9));
  }

  /** That takes seconds for each, and the study may be interrupted before. */
  @Test
  void buildsNoSpaceBeforeItsTurn() {
    SearchPlan impossible =
        Plans.of(
            SpecCatalogue.accelerator("flat-edge"),
            SpecCatalogue.workload("bert"),
            CostModels.named("loopnest"),
            "none",
            "random",
            1);

    List<WhatIfStudy.Variant> variants = WhatIfStudy.of(impossible);

    assertThat(variants).isNotEmpty();
    assertThatThrownBy(variants.get(0)::search).hasMessageContaining("There is no space \"none\"");
  }

  private static List<String> variants(Map<String, String> figures) {
    return WhatIfStudy.of(plan(figures)).stream()
        .map(v -> v.part().jsonName() + " " + v.factor())
        .toList();
  }

  private static SearchPlan plan(Map<String, String> figures) {
    return Plans.of(
        SpecCatalogue.accelerator("flat-edge").with(figures),
        SpecCatalogue.workload("bert").withSequence(256),
        CostModels.named("loopnest"),
        "full",
        "random",
        1);
  }
}
