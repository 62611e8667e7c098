package org.flatsearch.experiments.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.flatsearch.cost.CostSheet;
import org.flatsearch.cost.walk.WalkModel;
import org.flatsearch.experiments.kernel.Kernel;
import org.flatsearch.experiments.kernel.KernelOnChip;
import org.flatsearch.experiments.kernel.KernelSearch.Choice;
import org.flatsearch.experiments.kernel.Variant;
import org.flatsearch.schedule.LoopNest;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.Mask;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileSearchTest {
  private static final long SEED = 20_761;
  private static final int CASES = 4;

  /** The walker alone says which are best, but only some of all choices are walked. */
  @ParameterizedTest
  @CsvSource({"splash, tpu-v6e", "rpa, tpu-v5p", "triton, a100", "fa3, h100"})
  void findsWhatWalkingEveryChoiceFinds(String name, String chipName) {
    Kernel kernel = Kernel.named(name);
    Accelerator chip = SpecCatalogue.accelerator(chipName);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int k = 0; k < CASES; k++) {
      int length = 64 * random.nextInt(2, 20);
      AttentionWorkload shape =
          new AttentionWorkload("shape", "", 1, 8, 4, length, length, 128, 128, 2)
              .withMask(random.nextBoolean() ? Mask.CAUSAL : Mask.NONE);

      ShapeTiles found = new TileSearch(kernel, chip, 3, 128).of(shape);

      List<Double> best =
          KernelOnChip.of(kernel, chip, shape).variants().stream()
              .map(TileSearchTest::walked)
              .filter(seconds -> seconds > 0)
              .sorted(Comparator.naturalOrder())
              .limit(3)
              .toList();
      assertThat(found.choices())
          .as("seed %s, case %s, %s", SEED, k, shape)
          .extracting(Choice::seconds)
          .isEqualTo(best);
      assertThat(found.boundSeconds()).isEqualTo(best.get(0));
    }
  }

  /** The seconds, or 0 if it does not fit. */
  private static double walked(Variant variant) {
    LoopNest nest = new LoopNest();
    nest.set(variant.schedule());
    CostSheet sheet = new CostSheet();
    boolean fits =
        new WalkModel().bind(variant.accelerator(), variant.workload()).evaluateIfFits(nest, sheet);
    return fits ? sheet.latencySeconds : 0;
  }
}
