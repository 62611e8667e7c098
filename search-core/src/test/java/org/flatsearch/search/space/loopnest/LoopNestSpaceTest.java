package org.flatsearch.search.space.loopnest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.flatsearch.json.InvalidInputException;
import org.flatsearch.schedule.Dimension;
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

  /** A core may begin in the middle of a ragged tile and fetch K anew for the rest of it. */
  @Test
  void hasEveryTileOfInstancesThatAreDealtToCores() {
    AttentionWorkload bert = SpecCatalogue.workload("bert");
    LoopNestSpace one = LoopNestSpace.full(ACCELERATOR, bert);
    LoopNestSpace three = LoopNestSpace.full(ACCELERATOR.with("cores", "3"), bert);

    assertThat(three.tiles(Dimension.INSTANCE)).hasSize(bert.instances());
    assertThat(one.tiles(Dimension.INSTANCE)).hasSizeLessThan(bert.instances() / 2);
    assertThat(sizes(three, Dimension.ROW)).isEqualTo(sizes(one, Dimension.ROW));
    assertThat(sizes(three, Dimension.KEY)).isEqualTo(sizes(one, Dimension.KEY));
  }

  private static List<Integer> sizes(LoopNestSpace space, Dimension dimension) {
    return space.tiles(dimension).stream().map(tile -> tile.tile).toList();
  }

  /** Users restrict decisions by these names, so they stay. */
  @Test
  void namesOrdersByTheirLoopsAndResidenciesByTheLoopAround() {
    LoopNestSpace space = LoopNestSpace.divisors(ACCELERATOR, SpecCatalogue.workload("bert"));

    assertThat(labels(space, "logit.order"))
        .containsExactly(
            "row-key-queryDim",
            "row-queryDim-key",
            "key-row-queryDim",
            "key-queryDim-row",
            "queryDim-row-key",
            "queryDim-key-row");
    assertThat(labels(space, "attend.order")).contains("row-key-valueDim", "valueDim-key-row");
    assertThat(labels(space, "K.inside")).containsExactly("instance", "key", "queryDim", "array");
    assertThat(labels(space, "logitsIn.inside")).containsExactly("instance", "row", "key", "array");
    assertThat(labels(space, "attend.transposed")).containsExactly("false", "true");
    assertThat(labels(space, "Q.slots")).containsExactly("1", "2", "3");
  }

  private static List<String> labels(LoopNestSpace space, String name) {
    return space.decisions().stream()
        .filter(decision -> decision.name().equals(name))
        .findAny()
        .orElseThrow()
        .labels();
  }
}
