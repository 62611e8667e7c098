package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.spec.Accelerator;
import org.flatsearch.spec.AttentionWorkload;
import org.flatsearch.spec.SpecCatalogue;
import org.junit.jupiter.api.Test;

class LoopNestSpaceTest {
  private static final Accelerator ACCELERATOR = SpecCatalogue.accelerator("flat-edge");

  @Test
  void doesNotListTilesWithoutEnd() {
    AttentionWorkload workload =
        SpecCatalogue.workload("bert").with(Map.of("keyLength", "2147483647", "batch", "1"));
    assertThatThrownBy(() -> LoopNestSpace.full(ACCELERATOR, workload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2147483647 tile sizes of 'key'")
        .hasMessageContaining("fewer batches");
    assertThatThrownBy(() -> LoopNestSpace.divisors(ACCELERATOR, workload))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2147483647 tile sizes of 'key'");
  }
}
