package org.flatsearch.experiments.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.flatsearch.cost.CostModels;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTest {
  /**
   * Hopper's FlashAttention-3 has 128 rows and the key tiles of the first three lines, as shared
   * memory has no room for more. In the last it has 176, because of the registers.
   */
  @ParameterizedTest
  @CsvSource({"256, 256, 80", "192, 192, 112", "192, 128, 128", "128, 128, 192"})
  void theLargestKeyTileThatFitsIsThatOfFlashAttention3(int queryDim, int valueDim, int largest) {
    AttentionWorkload workload =
        new AttentionWorkload("layer", "", 1, 1, 1, 1024, 1024, queryDim, valueDim, 2);

    assertThat(fits(workload, largest)).isTrue();
    assertThat(fits(workload, largest + 16)).isFalse();
  }

  private static boolean fits(AttentionWorkload workload, int keys) {
    LoopNest nest = new LoopNest();
    Variant variant =
        KernelOnChip.of(Kernel.named("fa3"), SpecCatalogue.accelerator("h100"), workload)
            .variant(Map.of("groups", 2, "block_n", keys));
    nest.set(variant.schedule());
    return CostModels.named("walk")
        .bind(variant.accelerator(), workload)
        .evaluateIfFits(nest, new CostSheet());
  }
}
