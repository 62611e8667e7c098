package org.flatsearch.experiments.silicon;

import static org.assertj.core.api.Assertions.assertThat;

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
        new AttentionWorkload("layer", "", 1, 1, 1, 128, 1024, queryDim, valueDim, 2);

    assertThat(fits(workload, largest)).isTrue();
    assertThat(fits(workload, largest + 16)).isFalse();
  }

  private static boolean fits(AttentionWorkload workload, int keys) {
    LoopNest nest = new LoopNest();
    nest.set(Kernel.MOSAIC_GPU.schedule(workload, new Blocks(64, keys, keys), 2));
    return CostModels.named("walk")
        .bind(SpecCatalogue.accelerator("h100"), workload)
        .evaluateIfFits(nest, new CostSheet());
  }
}
